"""Whatever is done, in whatever order: the rows, the figure, the board, the API and the paper say the same.

Offices with and without a target record, close, correct, void and reopen services of last year and hold classes today;
the year is locked, exceptions are asked and granted, targets are set, revised, exempted and withdrawn. Then everything
is asked as at any day and as known at any moment, and held against sums that are made here, in plain Python.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from clinics import services as clinic_services
from clinics.addresses import FigureAddress
from clinics.enums import FigureKind, OfficeShare
from clinics.figures import compute_achievements
from clinics.models import CountingRule, LedgerEntry, Target, TargetRevision
from clinics.passports import compute_passport
from clinics.questions import FigureQuestion
from clinics.views.board import build_achievement_board
from clinics.vintages import list_vintages
from clinics.waterfalls import Waterfall, compute_waterfall
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter import services
from consultations.counter.enums import ConsultationKind, Outcome
from consultations.counter.models import Consultation
from consultations.evaluation.build import compute_evaluation
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from tests.factories import clinics, consultations, offices, referrals

pytestmark = pytest.mark.django_db

COUNTING = ["ADVISED", "ASSISTED", "REFERRED", "INFORMED"]
OUTCOMES = [Outcome.ADVISED, Outcome.REFERRED, Outcome.DISCONTINUED]
CODES = ("layanan", "orang", "kelompok")
NOW = clinics.now()
TODAY = day_of(NOW)
LAST = TODAY.year - 1
FIRST_DAY, LAST_DAY = date(LAST, 1, 1), date(LAST, 12, 31)
OFFICES = st.integers(0, 2)
PICK = st.integers(0, 9)
# Days around the ends of months, where a correction moves a service from one tally to another.
DAYS = st.sampled_from([
    date(LAST, 1, 1), date(LAST, 3, 31), date(LAST, 4, 1), date(LAST, 4, 30), date(LAST, 5, 1), date(LAST, 12, 31)
])  # fmt: skip
STEPS = st.one_of(
    st.tuples(st.just("record"), OFFICES, DAYS, st.integers(1, 30), st.sampled_from(["", *OUTCOMES])),
    st.tuples(st.just("close"), PICK, st.sampled_from(OUTCOMES)),
    st.tuples(st.just("class"), OFFICES, st.lists(st.integers(1, 9), min_size=1, max_size=3)),
    st.tuples(st.just("heads"), PICK, st.integers(1, 30)),
    st.tuples(st.just("move"), PICK, DAYS),
    st.tuples(st.just("reopen"), PICK),
    st.tuples(st.just("void"), PICK),
    st.tuples(st.just("set"), OFFICES, st.integers(0, 4), DAYS),
    st.tuples(st.just("revise"), OFFICES, st.integers(0, 4), DAYS),
    st.tuples(st.sampled_from(["exempt", "withdraw"]), OFFICES, DAYS),
    st.tuples(st.just("lock")),
    st.tuples(st.just("except"), OFFICES),
)

# Unlike things from the start: an office with a target, one without, and services of both.
BEGINNING = [
    ("record", 0, FIRST_DAY, 3, Outcome.ADVISED),
    ("record", 1, FIRST_DAY, 2, Outcome.ADVISED),
    ("set", 0, 3, FIRST_DAY),
]


class Country:
    """Three offices, and everything that can be done there; each step an hour after the one before."""

    def __init__(self) -> None:
        consultations.account()
        CountingRule.objects.update(outcomes=COUNTING)
        self.year, self.this_year = clinics.year(LAST), clinics.year(TODAY.year)
        self.ministry = offices.evaluator()
        self.offices = [offices.balai() for _ in range(3)]
        self.heads = [offices.head(office) for office in self.offices]
        self.places = [clinics.place(office) for office in self.offices]
        self.written: list[int] = []
        self.moments: list[datetime] = []
        self.numbers = count(1)

    def take(self, number: int, name: str, *words: object) -> None:
        """What is refused leaves nothing behind."""
        self.at = NOW - timedelta(days=2) + timedelta(hours=number)
        with suppress(PermissionDenied, ValidationError), transaction.atomic():
            getattr(self, f"do_{name}")(*words)
        self.moments.append(self.at)

    def find(self, pick: int) -> dict:
        """A consultation that was written, and the head who may do anything with it."""
        if not self.written:
            raise ValidationError("nothing is written yet")
        found = Consultation.objects.get(pk=self.written[pick % len(self.written)])
        head = next(head for head, office in zip(self.heads, self.offices, strict=True) if office == found.office)
        return {"consultation": found, "by": head, "at": self.at}

    def do_record(self, place, day, heads, outcome):
        made = services.record_consultation(
            office=self.offices[place], by=self.heads[place], at=self.at, topics=[], client_name="Siti",
            happened_on=day, head_count=heads, summary="Desain rumah.",
            kind=ConsultationKind.GROUP if heads > 1 else ConsultationKind.INDIVIDUAL,
        )  # fmt: skip
        if outcome:
            self.close(outcome, consultation=made, by=self.heads[place], at=self.at)
        self.written.append(made.pk)

    def do_close(self, pick, outcome):
        self.close(outcome, **self.find(pick))

    def close(self, outcome, **known):
        """Who is referred is referred to somebody."""
        if outcome == Outcome.REFERRED:
            referrals.refer_consultation(known["consultation"], known["by"])
        services.close_consultation(outcome=outcome, **known)

    def do_class(self, place, sizes):
        """A session of today, with those who came to it: one consultation, however many they are."""
        starts_at = clinics.now() - timedelta(minutes=30)
        slot = consultations.slot(self.places[place], sum(sizes), starts_at, SlotKind.GROUP)
        for size in sizes:
            came = consultations.attendance(
                slot, AttendanceState.WAITING, party_size=size, seats=size, arrived_at=starts_at,
                phone=f"+62812{next(self.numbers):07}",
            )  # fmt: skip
            made = services.serve_person(attendance=came, by=self.heads[place], at=clinics.now())
        made.summary = "Kelas RAB."
        made.save(update_fields=["summary"])
        services.close_consultation(consultation=made, outcome=Outcome.ADVISED, by=self.heads[place], at=clinics.now())

    def do_heads(self, pick, heads):
        self.correct(pick, head_count=heads)

    def do_move(self, pick, day):
        self.correct(pick, happened_on=day)

    def correct(self, pick, **values):
        services.correct_consultation(values=values, topics=None, reason="Salah tulis", **self.find(pick))

    def do_reopen(self, pick):
        services.reopen_consultation(reason="Keliru", **self.find(pick))

    def do_void(self, pick):
        services.void_consultation(reason="Keliru", **self.find(pick))

    def do_set(self, place, quantity, day):
        clinic_services.set_target(
            office=self.offices[place], indicator=clinics.indicator(), period=self.year, quantity=quantity,
            decree="Keputusan 1", decided_on=day, by=self.ministry, at=self.at,
        )  # fmt: skip

    def do_revise(self, place, quantity, day):
        self.decide(place, day, quantity=quantity)

    def do_exempt(self, place, day):
        self.decide(place, day, state="EXEMPT")

    def do_withdraw(self, place, day):
        self.decide(place, day, state="WITHDRAWN")

    def decide(self, place, day, **decided):
        target = Target.objects.filter(office=self.offices[place], period=self.year).first()
        if target:
            clinic_services.revise_target(
                target=target, decree="Keputusan 2", decided_on=day, reason="Berubah", by=self.ministry, at=self.at,
                **decided,
            )  # fmt: skip

    def do_lock(self):
        clinic_services.lock_period(period=self.year, by=self.ministry, at=self.at)

    def do_except(self, place):
        asked = clinic_services.request_exception(
            period=self.year, office=self.offices[place], reason="Berkas", by=self.heads[place], at=self.at
        )
        clinic_services.grant_exception(
            exception=asked, ends_on=TODAY + timedelta(days=9), by=self.ministry, at=self.at
        )


def percent(part, whole):
    return None if part is None or not whole else (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def add(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


class Truth:
    """The same question answered row by row, from all rows there are."""

    def __init__(self, question: FigureQuestion) -> None:
        known = question.known_at or clinics.now() + timedelta(days=1)
        self.realised: dict[int, int] = defaultdict(int)
        for entry in LedgerEntry.objects.select_related("indicator"):
            in_time = question.period.starts_on <= entry.happened_on <= question.as_at
            if entry.indicator == question.indicator and in_time and entry.recorded_at <= known:
                self.realised[entry.office_id] += entry.quantity
        self.targets: dict[int, int | None] = {}
        for revision in TargetRevision.objects.select_related("target").order_by("number"):
            of = revision.target
            is_asked = (of.indicator, of.period) == (question.indicator, question.period)
            if is_asked and revision.decided_on <= question.as_at and revision.recorded_at <= known:
                self.targets[of.office_id] = revision.quantity
        self.offices = self.realised.keys() | self.targets.keys()
        self.aimed = {office: target for office, target in self.targets.items() if target is not None}
        gaps = [self.realised.get(office, 0) - target for office, target in self.aimed.items()]
        self.short, self.over = add(max(-gap, 0) for gap in gaps), add(max(gap, 0) for gap in gaps)
        self.targeted = add(self.realised.get(office) for office in self.aimed)
        self.outside = add(done for office, done in self.realised.items() if office not in self.aimed)
        self.capped = add(
            min(self.realised[office], target) for office, target in self.aimed.items() if office in self.realised
        )
        self.reached = sum(
            office in self.realised and self.realised[office] >= target for office, target in self.aimed.items()
        )

    def totals(self):
        target = add(self.aimed.values())
        return (
            target, add(self.realised.values()), self.targeted, self.outside, percent(self.targeted, target),
            self.capped, percent(self.capped, target), self.short, self.over, self.reached, len(self.aimed),
        )  # fmt: skip


TOTALS = (
    "target", "realised", "targeted", "outside", "percent", "capped", "capped_percent", "short", "over",
    "offices_reached", "offices",
)  # fmt: skip


def hold_everything_against(truth: Truth, question: FigureQuestion, api: APIClient) -> None:
    found = compute_achievements(question, Office.objects.clinics())
    rows = {row.office.pk: row for row in found.offices}
    assert {office: (row.realised, row.target) for office, row in rows.items()} == {
        office: (truth.realised.get(office), truth.targets.get(office)) for office in truth.offices
    }
    assert tuple(getattr(found.total, name) for name in TOTALS) == truth.totals()
    assert found.total.is_reached == (0 < len(truth.aimed) == truth.reached)

    board = build_achievement_board(question, Office.objects.clinics(), opens_rows=True)
    assert [(row.realised, row.target, row.percent) for row in board.rows] == [
        (row.realised, row.target, percent(row.realised, row.target)) for row in found.offices
    ]
    assert board.total.realised == add(cell.quantity for cell in board.month_sums) == found.total.realised
    assert all(row.total == add(cell.quantity for cell in row.cells) for row in board.month_rows)

    answer = api.get(f"/api/v1/achievements/?{question.query()}").json()
    codes = {row.office.code: row for row in found.offices}
    assert {row["office"]: (row["realised"], row["target"]) for row in answer["offices"]} == {
        code: (row.realised, row.target) for code, row in codes.items()
    }
    told = [answer["total"][name] for name in TOTALS]
    assert told == [float(value) if isinstance(value, Decimal) else value for value in truth.totals()]
    links = [(row["rows"], row["realised"]) for row in answer["offices"]]
    links += [(answer["total"][f"{name}rows"], answer["total"][figure]) for name, figure in LINKED.items()]
    for link, figure in links:
        ledger = api.get(link).json()
        assert ledger["count"] == sum(entry["quantity"] for entry in ledger["results"]) == (figure or 0)


LINKED = {"": "realised", "targeted_": OfficeShare.TARGETED, "outside_": OfficeShare.OUTSIDE}


def hold_paper_against(as_at: date, known_at: datetime) -> None:
    """The dataclass that paper, workbook and table are made from."""
    report, _ = compute_evaluation({"year": LAST, "as_at": as_at.isoformat()}, known_at)
    truth = Truth(FigureQuestion(clinics.indicator(), clinics.year(LAST), as_at, known_at))
    by_code = {office.code: office.pk for office in Office.objects.clinics()}
    assert {by_code[line.code]: (line.realised, line.target) for line in report.offices} == {
        office: (truth.realised.get(office), truth.targets.get(office)) for office in truth.offices
    }
    assert tuple(getattr(report.total, name) for name in TOTALS) == truth.totals()


@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(STEPS, min_size=2, max_size=12),
    days=st.lists(DAYS, min_size=1, max_size=2),
    moment=st.integers(0, 13),
    kind=st.sampled_from(FigureKind),
)
def test_rows_figure_board_api_and_paper_are_one(steps, days, moment, kind):
    with transaction.atomic():
        country = Country()
        for number, step in enumerate([*BEGINNING, *steps]):
            country.take(number, *step)
        api = APIClient()
        api.force_authenticate(country.ministry)
        known = country.moments[moment % len(country.moments)]

        for indicator in clinics.all_indicators():
            if indicator.code in CODES:
                questions = [FigureQuestion(indicator, country.year, day, at) for day in days for at in (None, known)]
                questions.append(FigureQuestion(indicator, country.this_year, TODAY))
                for question in questions if indicator.code == "layanan" else questions[-2:]:
                    hold_everything_against(Truth(question), question, api)
        hold_paper_against(days[0], known)
        hold_every_history_against_its_steps(country, days[0], known, kind, api)
        hold_closed_consultations_against_the_ledger(country)
        for command in ("verify_ledger", "verify_tallies"):
            call_command(command, stdout=StringIO())
        transaction.set_rollback(True)


def hold_every_history_against_its_steps(
    country: Country, as_at: date, then: datetime, derived: FigureKind, api: APIClient
) -> None:
    """Between two knowings of any figure the steps add up exactly, and each opens the rows that add up to it."""
    whole = FigureQuestion(clinics.indicator(), country.year, as_at)
    for kind, question in ((FigureKind.REALISED, whole.but(office=country.offices[0])), (derived, whole)):
        now = FigureAddress(question, kind)
        found, latest = compute_waterfall(now, then), compute_passport(now).value
        assert found.before == compute_passport(FigureAddress(question.but(known_at=then), kind)).value
        assert found.after == latest == list_vintages(now)[-1].value
        assert sum(step.amount for step in found.steps) == (latest or 0) - (found.before or 0)
        hold_steps_against_rows(found, api)


def hold_steps_against_rows(found: Waterfall, api: APIClient) -> None:
    """The ledger steps are those of every kind of figure."""
    for step in found.steps:
        if step.quantity is not None:
            rows = found.address.question.but(known_after=found.then, change=step.kind.value)
            ledger = api.get(f"/api/v1/ledger/?{rows.query()}").json()
            assert ledger["count"] == sum(entry["quantity"] for entry in ledger["results"]) == step.quantity


def hold_closed_consultations_against_the_ledger(country: Country) -> None:
    """What is closed with a counting outcome counts once with its heads on its own day; nothing else does."""
    closed = Consultation.objects.closed().filter(outcome__in=COUNTING)
    for indicator, value in (("layanan", lambda each: 1), ("orang", lambda each: each.head_count)):
        due: dict[tuple[int, date], int] = defaultdict(int)
        for each in closed:
            due[each.office_id, each.happened_on] += value(each)
        posted: dict[tuple[int, date], int] = defaultdict(int)
        for entry in LedgerEntry.objects.filter(indicator__code=indicator):
            posted[entry.office_id, entry.happened_on] += entry.quantity
        assert {key: total for key, total in posted.items() if total} == due
    country.year.refresh_from_db()
    if locked_at := country.year.locked_at:
        late = LedgerEntry.objects.filter(happened_on__range=(FIRST_DAY, LAST_DAY), recorded_at__gt=locked_at)
        assert all(entry.exception and entry.exception.office_id == entry.office_id for entry in late)
        moved = TargetRevision.objects.filter(target__period=country.year, recorded_at__gt=locked_at)
        assert all(revision.exception for revision in moved)
