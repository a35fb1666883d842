from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from krs_portal.kit.clock import now
from krs_portal.kit.personal import ERASED
from krs_portal.offices.enums import Role
from krs_portal.outbox.models import Message
from monitoring.register.models import Unit
from tests.factories import clinics, consultations, offices, outbox
from tests.factories import monitoring as estates

pytestmark = pytest.mark.django_db

LONG_AGO = now() - timedelta(days=6 * 365)


def run(*options):
    out = StringIO()
    call_command("run_retention", *options, stdout=out)
    return dict(line.split(": ") for line in out.getvalue().splitlines())


@pytest.fixture
def gone():
    """One of each kind that is over, and beside it one that is not."""
    office = offices.balai()
    officer = offices.officer(office)
    place = clinics.place(office)
    old, new = consultations.slot(place, 9, LONG_AGO), consultations.slot(place, 9)
    over, recent = (consultations.person(office, name, created_at=LONG_AGO) for name in ("Lama", "Baru"))
    consultations.attendance(old, AttendanceState.DONE, person=over, name="Lama", phone="+628110000001")
    consultations.attendance(old, AttendanceState.DONE, person=recent, name="Baru", phone="+628110000002")
    consultations.attendance(new, AttendanceState.DONE, person=recent, name="Baru", phone="+628110000002")
    never_came = consultations.attendance(old, AttendanceState.NO_SHOW, name="Tak Datang", phone="+628110000003")
    record = consultations.consultation(office, officer, client_name="Catatan", happened_on=LONG_AGO.date())
    enquiry = consultations.enquiry(
        office, state="ANSWERED", answer="Ya", answered_at=LONG_AGO, answered_by=officer, due_on=LONG_AGO.date()
    )
    comment = consultations.survey_comment(office, answered_on=LONG_AGO.date())
    unit = Unit.objects.filter(block=estates.listed_block(estates.estate(estates.local(estates.province())))).first()
    moved = estates.tenancy(unit, started_on=date(2015, 1, 1), ends_on=None, ended_on=LONG_AGO.date()).household
    stays = estates.tenancy(unit).household
    letter = outbox.message(office)
    Message.objects.filter(pk=letter.pk).update(created_at=now() - timedelta(days=800))
    return {
        "names": [over, never_came, enquiry, moved], "kept": [recent, stays], "record": record, "comment": comment,
        "letter": letter,
    }  # fmt: skip


def test_what_is_over_is_shown_first_and_then_erased_once(client, signed_in, gone):
    kinds = ("people", "bookings", "records", "enquiries", "comments", "households", "messages")
    expected = dict.fromkeys(kinds, "1") | {"rights-letters": "0"}
    signed_in(offices.member(Role.AUDITOR, offices.directorate()))

    assert run("--dry-run") == expected
    assert client.get(reverse("rights:retention")).content.decode().count('<td class="number">1</td>') == len(kinds)
    assert not Attendance.objects.filter(name=ERASED).exists()
    assert run() == expected
    assert run() == dict.fromkeys(expected, "0")

    for row in (*gone["names"], *gone["kept"], gone["record"], gone["comment"], gone["letter"]):
        row.refresh_from_db()
    assert {row.name for row in gone["names"]} == {ERASED}
    assert ERASED not in {row.name for row in gone["kept"]}
    assert (gone["record"].client_name, gone["comment"].text, gone["letter"].body) == (ERASED, ERASED, ERASED)
