"""The quality of records: each number opens exactly its rows, and what is disputed stands apart from the total."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import LedgerEntry
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter.assistance.models import SiteVisit
from consultations.counter.enums import ConsultationKind, ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.quality.enums import ALL, DISPUTED, QualityKind
from consultations.evaluation.quality.figures import compute_quality, draw_sample
from krs_portal.kit.clock import add_years, today
from krs_portal.offices.models import Office
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
K = QualityKind
DAY = timedelta(days=1)


@pytest.fixture
def balai():
    consultations.account()
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def first():
    """A day that is long over, with room for those after it."""
    return today() - 60 * DAY


def close(balai, officer, day, name, **fields):
    """A consultation that was closed on its own day, unless said otherwise."""
    moment = timezone.now() - (today() - day) * 1
    values = {
        "happened_on": day, "recorded_at": moment, "client_name": name, "state": ConsultationState.CLOSED,
        "outcome": Outcome.ADVISED, "closed_at": moment, "closed_by": officer,
    }  # fmt: skip
    topics = fields.pop("topics", ())
    made = Consultation.objects.create(office=balai, officer=officer, recorded_by=officer, **(values | fields))
    made.topics.set(topics)
    return made


def list_counts(offices_asked, period):
    rows, total = compute_quality(offices_asked, period)
    return {row.office.code: dict(row.counts) for row in rows}, total


@pytest.fixture
def country(balai, officer, first):
    """One record for each kind, in one office; another office has one that nothing is said of."""
    other = offices.balai("JAW4")
    close(other, offices.officer(other), first, "Rapi")
    close(balai, officer, first, "Biasa")
    close(balai, officer, first, "Terlambat", closed_at=timezone.now() - (today() - first - 8 * DAY))
    slot = consultations.slot(clinics.place(balai), seats=9, starts_at=timezone.now() - 60 * DAY)
    came = consultations.attendance(slot, AttendanceState.DONE, is_time_inexact=True)
    close(balai, officer, first, "Kemudian", attendance=came)
    close(balai, officer, first + DAY, "Kembar")
    close(balai, officer, first + DAY, "kembar")
    close(balai, officer, first, "Kelas", kind=ConsultationKind.GROUP, head_count=7)
    classroom = consultations.slot(
        slot.place, seats=9, starts_at=timezone.now() - 59 * DAY, kind=SlotKind.GROUP
    )  # fmt: skip
    consultations.attendance(classroom, AttendanceState.DONE)
    close(balai, officer, first, "Kelas berdaftar", kind=ConsultationKind.GROUP, head_count=7, session=classroom)
    close(balai, officer, first, "Rumah", house=consultations.house(), is_technical_assistance=True)
    seen = consultations.house("Jl. Kenanga 2")
    seen.latitude, seen.longitude = -6.2, 106.8
    seen.save()
    close(balai, officer, first, "Rumah di peta", house=seen, is_technical_assistance=True)
    return [balai, other]


def test_each_kind_is_found_and_nothing_else(country, balai, first):
    named = list(Office.objects.clinics().with_name_on(today()).order_by("code"))

    by_office, total = list_counts(named, CasePeriod(first, first + 2 * DAY))

    assert by_office["JAW3"] == {
        ALL: 9, DISPUTED: 0, K.LATE: 1, K.INEXACT: 1, K.FACTS: 0, K.DOUBLE: 2, K.OUTLIER: 0, K.UNATTENDED: 1,
        K.UNSEEN: 1,
    }  # fmt: skip
    assert by_office["JAW4"] == dict.fromkeys([ALL, DISPUTED, *K.values], 0) | {ALL: 1}
    assert (total.closed, total.undisputed) == (10, 10)
    assert list_counts(named, CasePeriod(add_years(first, -1), first - DAY))[0] == {}


def test_every_number_opens_exactly_its_rows(country, balai, first, signed_in):
    browser = signed_in(offices.evaluator())
    asked = f"since={first}&until={first + 2 * DAY}"

    page = browser.get(f"{reverse('consultations:quality')}?{asked}")
    opened = 0
    for row, _url, cells in page.context["rows"]:
        for label, text, url in cells:
            assert bool(url) == (text != "0")
            if url:
                rows = browser.get(url).context
                assert (len(rows["lines"]), rows["number"]) == (int(text), int(text)), (row.office, label)
                opened += 1

    assert opened == 7


def test_a_visit_makes_a_house_seen(country, balai, officer, first):
    record = Consultation.objects.get(client_name="Rumah")
    helped = consultations.assistance(record, officer)
    SiteVisit.objects.create(
        assistance=helped, visited_on=today(), officer=officer, progress=10, finding="Fondasi",
        recorded_at=timezone.now(),
        recorded_by=officer,
    )  # fmt: skip

    assert list_counts([balai], CasePeriod(first, first))[1].counts[K.UNSEEN] == 0


def test_a_topic_that_asks_and_was_not_answered_is_missing_facts(balai, officer, first):
    asking = consultations.topic("legalitas")
    silent = close(balai, officer, first, "Tanpa isian", topics=[asking])
    told = close(balai, officer, first, "Dengan isian", topics=[asking])
    form = asking.fact_forms.create(version=1, asked=[{"key": "luas", "kind": "NUMBER", "text": "Luas"}])
    told.facts.create(topic=asking, form=form, values={"luas": 36}, written_by=officer)

    counts = list_counts([balai], CasePeriod(first, first))[1].counts

    assert (counts[K.FACTS], counts[ALL]) == (1, 2)
    assert silent.facts.count() == 0


def test_a_day_of_five_times_the_usual_is_told_with_its_services(balai, officer, first):
    for place in range(5):
        close(balai, officer, first + place * DAY, f"Biasa {place}")
        close(balai, officer, first + place * DAY, f"Lagi {place}")
    for number in range(10):
        close(balai, officer, first + 9 * DAY, f"Ramai {number}")
    period = CasePeriod(first, first + 9 * DAY)

    assert list_counts([balai], period)[1].counts[K.OUTLIER] == 10
    Consultation.objects.filter(client_name="Ramai 9").update(
        state=ConsultationState.VOIDED, closed_at=None, closed_by=None
    )
    assert list_counts([balai], period)[1].counts[K.OUTLIER] == 0


def test_what_the_ministry_asks_about_is_disputed_until_the_month_is_accepted(country, balai, first):
    record = Consultation.objects.get(client_name="Biasa")
    entry = clinics.entry(balai, first, source_kind="consultation", source_key=record.pk)
    month = clinics.month(balai, first.month, "RETURNED", first.year)
    clinics.remark(month, entry=LedgerEntry.objects.get(pk=entry.pk))
    period = CasePeriod(first, first)

    total = list_counts([balai], period)[1]
    assert (total.counts[DISPUTED], total.undisputed) == (1, total.closed - 1)

    type(month).objects.filter(pk=month.pk).update(state="ACCEPTED")
    assert list_counts([balai], period)[1].counts[DISPUTED] == 0


def test_the_sample_is_drawn_by_lot_and_the_same_for_everybody(balai, officer, first, signed_in):
    for number in range(30):
        close(balai, officer, first, f"Warga {number:02}")
    period = CasePeriod(first, first)

    drawn = [row.pk for row in draw_sample([balai], period)]
    page = signed_in(offices.head(balai)).get(f"{reverse('consultations:quality_sample')}?since={first}&until={first}")

    assert len(set(drawn)) == 10
    assert drawn != sorted(drawn)
    assert [line["row"].pk for line in page.context["lines"]] == drawn
    assert drawn != [row.pk for row in draw_sample([balai], CasePeriod(first, first + DAY))]


def test_a_head_sees_their_own_office_alone(country, balai, first, signed_in):
    browser = signed_in(offices.head(balai))

    page = browser.get(f"{reverse('consultations:quality')}?since={first}&until={first}")
    wrong = browser.get(f"{reverse('consultations:quality')}?office=JAW4")

    assert [row.office.code for row, _url, _cells in page.context["rows"]] == ["JAW3"]
    assert wrong.status_code == 400
