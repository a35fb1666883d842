"""A month of an office: submitted, returned row by row, answered, accepted, locked; and what it refuses meanwhile."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from clinics.enums import Cause
from clinics.models import LedgerEntry, MonthRemark, OfficeMonth, PeriodException
from clinics.months import services
from clinics.months.enums import MONTH_MOVES, MonthState, MonthStep
from clinics.months.turning import build_turn_of_year
from clinics.questions import find_default_period
from clinics.services import write_entries
from krs_portal.offices.enums import Role
from krs_portal.outbox.models import Message
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db
MONTH = "/dasbor/bulan/JAW3/2022-06/"


@pytest.fixture
def jaw3():
    ministry, balai = offices.directorate(), offices.balai("JAW3")
    clinics.target(balai, by=offices.evaluator(ministry))
    return balai


def press(client, step, month=MONTH):
    return client.post(f"{month}{step}/")


def state():
    return OfficeMonth.objects.get(starts_on=date(2022, 6, 1)).state


def test_every_step_leads_where_the_states_allow():
    for step in MonthStep:
        assert all(step.leads_to in MONTH_MOVES[source] for source in step.comes_from), step
    assert {(source, step.leads_to) for step in MonthStep for source in step.comes_from} == {
        (source, to) for source, targets in MONTH_MOVES.items() for to in targets
    }


def test_a_head_submits_the_ministry_returns_one_row_and_accepts(client, jaw3):
    """Walked on the pages: two inboxes, a remark on a row, its answer, the letters."""
    head, evaluator = offices.head(jaw3), offices.evaluator()
    rows = [clinics.entry(jaw3, date(2022, 6, day), 1) for day in (7, 8)]

    client.force_login(head)
    inbox = client.get("/dasbor/bulan/?year=2022").context["waiting"]
    submitted = press(client, "ajukan")
    client.force_login(evaluator)
    waiting = client.get("/dasbor/bulan/?year=2022").context["waiting"]
    too_early = press(client, "kembalikan")
    client.post(f"{MONTH}catatan/{rows[1].pk}/", {"text": "Tanggalnya keliru?"})
    press(client, "kembalikan")
    returned = state()
    client.force_login(head)
    unanswered = client.get(MONTH)
    press(client, "ajukan")
    still_returned = state()
    remark = MonthRemark.objects.get()
    client.post(f"/dasbor/catatan-bulan/{remark.pk}/", {"answer": "Benar: kelas sore."})
    press(client, "ajukan")
    client.force_login(evaluator)
    accepted = press(client, "terima")

    assert [(place.name, place.is_overdue) for place in inbox][5] == ("Juni 2022", True)
    assert (submitted.status_code, too_early.status_code, accepted.status_code) == (302, 302, 302)
    assert [place.name for place in waiting] == ["Juni 2022"]
    assert (returned, still_returned, state()) == ("RETURNED", "RETURNED", "ACCEPTED")
    assert remark.entry == rows[1]
    page = unanswered.content.decode()
    assert "Jawab dahulu 1 catatan kementerian." in page
    assert f'id="baris-{rows[1].pk}"' in page
    assert [move["step"] for move in client.get("/api/v1/months/").json()["results"][0]["moves"]] == [
        "ajukan", "kembalikan", "ajukan", "terima"
    ]  # fmt: skip
    told = Message.objects.filter(kind="month-step").order_by("pk").values_list("recipient", flat=True)
    assert {head.email, evaluator.email} <= set(told)


def post_service(office, day=date(2022, 6, 9)):
    entry = LedgerEntry(
        indicator=clinics.indicator(), rule=clinics.indicator().rules.get(), office=office, happened_on=day, quantity=1,
        source_kind="uji", source_key=next(clinics.keys),
    )  # fmt: skip
    return write_entries([entry], cause=Cause.CLOSED, by=offices.officer(office), at=clinics.now())[0]


@pytest.mark.parametrize(("stands", "sentence"), [("SUBMITTED", "sedang diajukan"), ("ACCEPTED", "sudah diterima")])
def test_a_month_that_was_sent_takes_an_entry_only_under_an_exception(signed_in, jaw3, stands, sentence):
    clinics.month(jaw3, 6, stands)
    head = offices.head(jaw3)

    with pytest.raises(ValidationError, match=sentence):
        post_service(jaw3)
    other = post_service(offices.balai("KAL1"))
    next_month = post_service(jaw3, date(2022, 7, 1))
    asked = signed_in(head).post(
        f"/dasbor/periode/{clinics.year().pk}/pengecualian/", {"office": "JAW3", "reason": "Berkas tertinggal"}
    )
    PeriodException.objects.update(granted_at=clinics.now(), granted_by=offices.evaluator(), ends_on=date(2999, 1, 1))

    assert asked.status_code == 302
    assert (other.exception, next_month.exception) == (None, None)
    assert post_service(jaw3).exception == PeriodException.objects.get()


def test_a_returned_month_takes_what_mends_it(jaw3):
    clinics.month(jaw3, 6, "RETURNED")

    assert post_service(jaw3).exception is None


def test_each_step_has_its_way_back_for_a_while(client, jaw3):
    head, evaluator = offices.head(jaw3), offices.evaluator()
    other = offices.member(Role.EVALUATOR, offices.directorate("DIT-LAIN"))
    walk = [
        (head, "ajukan", "SUBMITTED"),
        (head, "tarik", "OPEN"),
        (head, "ajukan", "SUBMITTED"),
        (evaluator, "terima", "ACCEPTED"),
        (evaluator, "timbang-lagi", "SUBMITTED"),
        (evaluator, "terima", "ACCEPTED"),
        (evaluator, "kunci", "LOCKED"),
        (evaluator, "buka", "LOCKED"),  # by another than who had locked it
        (other, "buka", "ACCEPTED"),
    ]

    for who, step, then in walk:
        client.force_login(who)
        assert press(client, step).status_code == 302
        assert state() == then, step
    month = OfficeMonth.objects.get()
    late = datetime(2999, 1, 1, tzinfo=UTC)
    with pytest.raises(ValidationError, match="dapat dibatalkan sampai"):
        services.move_month(office=jaw3, starts_on=month.starts_on, step=MonthStep.RECONSIDER, by=evaluator, at=late)


def test_a_month_that_runs_is_not_submitted(client, jaw3):
    now = clinics.now()
    clinics.year(now.year)
    client.force_login(offices.head(jaw3))

    page = client.get(f"/dasbor/bulan/JAW3/{now:%Y-%m}/")

    assert "Bulan ini berakhir pada" in page.content.decode()


def test_what_is_overdue_is_reminded_once_a_week(jaw3):
    head = offices.head(jaw3)
    period = clinics.year(2022)
    period.due_days = 10
    period.save()
    clinics.month(jaw3, 1, "ACCEPTED")

    def remind(day):
        return services.remind_of_months(at=datetime(2022, *day, 3, tzinfo=UTC))

    counts = [remind(day) for day in ((3, 10), (3, 11), (3, 12), (3, 18))]

    assert counts == [0, 1, 0, 1]  # February's, from the eleventh day on
    letter = Message.objects.filter(kind="month-overdue").first()
    assert letter.recipient == head.email
    assert "Februari 2022" in letter.body


def test_the_old_year_stays_until_the_targets_of_the_new_one_stand(signed_in, jaw3):
    indicator, new = clinics.indicator(), clinics.year(2023)
    other = offices.balai("KAL1")
    clinics.target(other)

    before = find_default_period(indicator)
    clinics.target(jaw3, period=new)
    first = find_default_period(indicator)
    page = signed_in(offices.evaluator()).get("/dasbor/pergantian-tahun/")
    clinics.target(other, period=new)

    assert [each.starts_on.year for each in (before, first, find_default_period(indicator))] == [2022, 2022, 2023]
    assert "Tahun 2022" in page.content.decode()


def test_the_turn_of_the_year_names_what_is_missing(jaw3):
    clinics.year(2023)
    turn = build_turn_of_year(date(2022, 12, 1))

    points = {point.name: point.left for point in [*turn.of_new, *turn.of_old]}
    assert points["Periode 2023 ada"] == []
    assert points["Setiap unit yang bertarget tahun lalu bertarget lagi"] == ["JAW3"]
    assert points["Semua bulan 2022 diterima"] == ["JAW3: 12 bulan"]
    assert points["2022 dikunci"] == ["sesudah semua bulannya diterima"]


def test_states_of_all_kinds_are_seen_in_the_calendar(signed_in, jaw3):
    for number, each in enumerate(MonthState, 1):
        clinics.month(jaw3, number, each)

    page = signed_in(offices.evaluator()).get("/dasbor/bulan/?year=2022").content.decode()

    for each in MonthState:
        assert f"month-{each.lower()}" in page
