"""A class of 25 is one page: ticked, added to, counted, written down from its sheet days later, closed once."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import LedgerEntry
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.counter import sheets
from consultations.counter.enums import Outcome
from consultations.counter.models import Consultation
from consultations.counter.services import close_consultation
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


@pytest.fixture
def session(balai):
    """A class of today, of which two have booked."""
    return make_session(balai)


def make_session(balai, days=0):
    consultations.account()
    starts_at = timezone.now() - timedelta(minutes=1, days=days)
    made = consultations.slot(clinics.place(balai), seats=3, starts_at=starts_at, kind=SlotKind.GROUP)
    made.topic, made.title = consultations.topic(), "Kelas RAB"
    made.save()
    for number, name in enumerate(["Ayu", "Budi"]):
        consultations.attendance(made, name=name, phone=f"+62812000000{number}", booked_on=made.day)
    return made


def send(client, name, slot, **sent):
    return client.post(reverse(f"consultations:session_{name}", args=[slot.pk]), sent, follow=True)


def show(client, slot):
    return client.get(reverse("consultations:session_list", args=[slot.pk]))


def list_states(slot):
    return dict(Attendance.objects.filter(slot=slot).values_list("name", "state"))


def test_who_came_is_ticked_and_a_mistake_is_taken_back(counter, session):
    ayu, budi = Attendance.objects.filter(slot=session).order_by("name")

    send(counter, "tick", session, came=[ayu.pk, budi.pk])
    assert list_states(session) == {"Ayu": "WAITING", "Budi": "WAITING"}
    ayu.refresh_from_db()
    assert ayu.person
    assert not ayu.is_time_inexact

    send(counter, "tick", session, came=[ayu.pk], shown=[ayu.pk, budi.pk])
    assert list_states(session) == {"Ayu": "WAITING", "Budi": "BOOKED"}


def test_two_officers_with_the_same_list_do_not_undo_each_other(counter, signed_in, balai, session):
    ayu, budi = Attendance.objects.filter(slot=session).order_by("name")

    send(counter, "tick", session, came=[ayu.pk])
    send(signed_in(offices.officer(balai)), "tick", session, came=[budi.pk])  # whose page was shown before

    assert list_states(session) == {"Ayu": "WAITING", "Budi": "WAITING"}


def test_whoever_came_without_a_booking_takes_no_seat(counter, session):
    for name in ("Citra", "Dewi", "Eko"):
        send(counter, "add", session, **{"peserta-name": name})
    send(counter, "count", session, **{"jumlah-people": "4", "jumlah-reason": "Datang berombongan"})
    session.refresh_from_db()

    assert session.seats_taken == 2
    page = show(counter, session)
    assert (page.context["came"], page.context["expected"]) == (7, 2)
    assert "4 peserta tanpa nama" in page.content.decode()
    citra = Attendance.objects.get(name="Citra")
    send(counter, "tick", session, shown=[citra.pk])
    assert list_states(session)["Citra"] == AttendanceState.CANCELLED


def test_the_same_name_twice_is_asked_about(counter, session):
    for more in ({}, {}, {"peserta-phone": "0813 1111 0022"}):
        answer = send(counter, "add", session, **{"peserta-name": "Citra"}, **more)
        if answer.status_code == 422:
            assert "sudah ada di daftar ini" in answer.content.decode()

    assert Attendance.objects.filter(slot=session, name="Citra").count() == 2


def test_a_number_without_a_name_says_why(counter, session):
    answer = send(counter, "count", session, **{"jumlah-people": "4", "jumlah-reason": " "})

    assert answer.status_code == 422
    assert Attendance.objects.filter(slot=session).count() == 2


def test_one_session_counts_once_and_everybody_who_came(counter, officer, session):
    ayu = Attendance.objects.get(name="Ayu")
    send(counter, "tick", session, came=[ayu.pk])
    send(counter, "add", session, **{"peserta-name": "Citra"})
    send(counter, "count", session, **{"jumlah-people": "23", "jumlah-reason": "Lembar basah"})
    send(counter, "record", session)
    send(counter, "record", session)

    [record] = Consultation.objects.filter(session=session)
    close_class(record, officer)
    assert sum_entries() == {"layanan": 1, "sesi": 1, "kelompok": 1, "orang": 25}
    assert list_states(session)["Ayu"] == "DONE"
    assert "Koreksi jumlah orangnya" in show(counter, session).content.decode()
    send(counter, "add", session, **{"peserta-name": "Fajar"})
    assert "Fajar" not in list_states(session)


def close_class(record, officer):
    close_consultation(
        consultation=record, outcome=Outcome.ADVISED, by=officer, at=timezone.now(), values={"summary": "Kelas."}
    )


def sum_entries():
    rows = LedgerEntry.objects.values_list("indicator__code", "quantity")
    return {code: sum(quantity for of, quantity in rows if of == code) for code, _quantity in rows}


def test_a_sheet_typed_in_days_later_counts_on_the_day_of_the_class(counter, officer, balai):
    session = make_session(balai, days=3)
    for line in (1, 2):
        code = sheets.build_line_code(session, line).lower().replace("-", " ")
        send(counter, "add", session, **{"peserta-name": f"Orang {line}", "peserta-code": code})
    ayu = Attendance.objects.get(name="Ayu")
    send(counter, "tick", session, came=[ayu.pk])
    send(counter, "record", session)
    close_class(Consultation.objects.get(session=session), officer)

    rows = Attendance.objects.filter(slot=session, state="DONE")
    assert {(row.sheet_line, row.is_time_inexact, row.arrived_at) for row in rows} == {
        (1, True, session.starts_at), (2, True, session.starts_at), (None, True, session.starts_at),
    }  # fmt: skip
    assert set(LedgerEntry.objects.values_list("happened_on", flat=True)) == {session.day}
    assert "waktu tidak akurat" in show(counter, session).content.decode()


@pytest.mark.parametrize("of", ["another session", "nobody", "a line that is typed already"])
def test_a_wrong_code_is_a_sentence(counter, balai, session, of):
    other = consultations.slot(session.place, kind=SlotKind.GROUP)
    codes = {"another session": sheets.build_line_code(other, 1), "nobody": "AAA-AAA"}
    code = codes.get(of, sheets.build_line_code(session, 1))
    send(counter, "add", session, **{"peserta-name": "Citra", "peserta-code": sheets.build_line_code(session, 1)})

    answer = send(counter, "add", session, **{"peserta-name": "Dewi", "peserta-code": code})
    assert answer.status_code == 422
    assert "Dewi" not in list_states(session)
    assert "bukan dari lembar" in answer.content.decode() or "sudah diisikan untuk Citra" in answer.content.decode()


def test_nobody_came_to_a_class_that_is_still_to_come(counter, balai):
    session = make_session(balai, days=-2)
    send(counter, "add", session, **{"peserta-name": "Citra"})

    assert "mulai hari sesi" in show(counter, session).content.decode()
    assert "Citra" not in list_states(session)


def test_the_list_is_its_own_offices(signed_in, session):
    stranger = signed_in(offices.officer(offices.balai("JAW4")))

    assert show(stranger, session).status_code == 404
    assert show(signed_in(offices.evaluator()), session).status_code == 403


def test_the_printed_sheet_has_a_code_for_each_line(counter, session):
    answer = counter.get(reverse("consultations:session_sheet", args=[session.pk]))
    text = read_pdf(answer.content)

    assert answer["Content-Type"] == "application/pdf"
    assert "Ayu" in text
    assert [sheets.build_line_code(session, line) in text for line in (1, 10)] == [True, True]


def read_pdf(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
