"""What follows from targets: over offices that have one, by what was decided by the day, and nobody's surplus hides."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from clinics import services
from clinics.enums import TargetState
from clinics.figures import compute_achievements
from clinics.models import PublishedFigure
from clinics.questions import FigureQuestion
from clinics.views.board import build_achievement_board
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db

DAY, END = date(2022, 12, 5), date(2022, 12, 31)


@pytest.fixture
def ministry():
    return offices.evaluator()


def figures(as_at=DAY, known_at=None):
    return compute_achievements(question(as_at, known_at), Office.objects.clinics())


def question(as_at=DAY, known_at=None):
    return FigureQuestion(clinics.indicator(), clinics.year(), as_at, known_at)


def states(found):
    return {row.office.code: row.state for row in found.offices}


@pytest.fixture
def unlike(ministry):
    """The case that said 275,21 %: one office has a target and 20 services, another 300 services and no target."""
    made = {code: offices.balai(code) for code in ("JAW1", "JAW2", "A", "B", "C")}
    clinics.target(made["JAW1"], 100, by=ministry)
    for code, quantity in (("A", 10), ("B", 5), ("C", 2)):
        clinics.target(made[code], quantity, by=ministry)
    clinics.entry(made["JAW1"], date(2022, 5, 1), 20)
    clinics.entry(made["JAW2"], date(2022, 5, 1), 302)
    return made


def test_unlike_things_are_not_divided(unlike):
    total = figures().total

    assert (total.realised, total.targeted, total.outside, total.target) == (322, 20, 302, 117)
    assert (total.percent, total.capped, total.capped_percent) == (Decimal("17.09"), 20, Decimal("17.09"))
    assert (total.offices, total.offices_outside) == (4, 1)


def test_totals_are_the_sums_of_their_columns(unlike):
    found = figures()
    total, aimed = found.total, [row for row in found.offices if row.target is not None]

    assert total.short == sum(row.short for row in aimed) == 97
    assert total.over == sum(row.over for row in aimed) == 0
    assert total.capped == sum(row.capped or 0 for row in aimed)
    assert total.needed_per_week == sum(row.needed_per_week for row in aimed)
    assert all(row.capped is None and row.needed_per_week is None for row in found.offices if row.target is None)


def test_what_stands_outside_is_its_own_line_and_opens_its_own_rows(unlike, ministry, signed_in):
    browser = signed_in(ministry)
    shown = browser.get("/dasbor/?year=2022&as_at=2022-12-05").context["board"]

    assert [(row.name, row.realised) for row in [*shown.split, shown.total]] == [
        ("Unit bertarget", 20), ("Di luar target", 302), ("Jumlah", 322)
    ]  # fmt: skip
    assert (shown.split[0].percent, shown.total.percent) == (Decimal("17.09"), None)
    assert "20 layanan dari target 117" in shown.answer
    assert "Di luar target: 302 layanan." in shown.answer
    for row in [*shown.split, shown.total]:
        assert browser.get(row.rows_url).context["realised"] == row.realised


def test_a_total_is_not_reached_while_one_office_is_short(ministry):
    for code, quantity in (("A", 5000), ("B", 249)):
        office = offices.balai(code)
        clinics.target(office, 250, by=ministry)
        clinics.entry(office, date(2022, 5, 1), quantity)

    total = figures().total

    assert total.percent > 100
    assert (total.state, total.is_reached, total.short, total.over) == (TargetState.MISSED, False, 1, 4750)


@pytest.mark.parametrize(
    ("as_at", "known_at", "state"),
    [
        (DAY, None, TargetState.UNRECORDED),
        (END, datetime(2022, 12, 31, 5, tzinfo=UTC), TargetState.UNRECORDED),
        (END, datetime(2023, 1, 1, 5, tzinfo=UTC), TargetState.FAILED),
        (END, None, TargetState.FAILED),
    ],
)
def test_what_has_no_record_is_missed_only_once_the_period_is_over(ministry, as_at, known_at, state):
    clinics.target(offices.balai("A"), 250, by=ministry)

    found = figures(as_at, known_at)

    assert states(found) == {"A": state}
    assert not found.offices[0].is_reached


def test_the_headline_names_all_who_missed_and_says_when_it_is_final(ministry):
    for code in ("A", "B", "C", "D"):
        office = offices.balai(code)
        clinics.target(office, 250, by=ministry)
        clinics.entry(office, date(2022, 5, 1), 300 if code == "D" else 7)

    running, final = (
        build_achievement_board(question(day), Office.objects.clinics(), opens_rows=False).answer for day in (DAY, END)
    )

    assert running == "321 layanan dari target 1.000; 1 dari 4 unit mencapai target, A, B, dan C belum."
    assert final == "321 layanan dari target 1.000; 1 dari 4 unit mencapai target, A, B, dan C tidak."


def test_a_bar_without_a_target_has_its_own_colour(unlike):
    shown = build_achievement_board(question(), Office.objects.clinics(), opens_rows=False)
    charts = {row.name: row.chart for row in shown.rows}

    assert "#8793A5" in charts["JAW2"]
    assert "di luar target" in charts["JAW2"]
    assert not any("#8793A5" in charts[code] for code in ("JAW1", "A"))


def revise(target, by, **decided):
    values = {"decree": "Keputusan 9/2022", "decided_on": date(2022, 7, 1), "reason": "Anggaran berubah"}
    return services.revise_target(target=target, by=by, at=timezone.now(), **(values | decided))


@pytest.fixture
def bali(ministry):
    office = offices.balai("BALI")
    clinics.entry(office, date(2022, 5, 1), 173)
    return clinics.target(office, 250, by=ministry)


def test_a_target_counts_from_the_day_it_was_decided_and_never_rewrites_days_before(bali, ministry):
    revise(bali, ministry, quantity=300)

    before, after = figures(date(2022, 6, 30)).offices[0], figures(date(2022, 7, 1)).offices[0]

    assert (before.target, after.target) == (250, 300)
    assert before.remarks[-1] == ("Sesudah tanggal data: Target 250 menjadi 300 sejak 1 Juli 2022: Anggaran berubah.")
    assert after.remarks[0] == "Target 250 menjadi 300 sejak 1 Juli 2022: Anggaran berubah."


def test_a_target_cut_after_the_year_leaves_the_year_and_is_named_at_its_row(bali, ministry):
    revise(bali, ministry, quantity=173, decided_on=timezone.localdate(), reason="Disesuaikan dengan realisasi")

    row = figures(END).offices[0]

    assert (row.target, row.percent, row.state) == (250, Decimal("69.20"), TargetState.FAILED)
    assert "Sesudah tanggal data: Target 250 menjadi 173" in row.remarks[0]


def test_what_was_recorded_later_is_said_and_was_not_known_before(bali, ministry):
    revise(bali, ministry, quantity=173)

    row = figures(END).offices[0]

    assert row.target == 173
    assert row.remarks[-1].startswith("Dicatat kemudian, pada ")
    assert figures(END, datetime(2023, 1, 2, tzinfo=UTC)).offices[0].target == 250


def test_an_exempt_office_has_neither_reached_nor_missed(bali, ministry):
    revise(bali, ministry, state="EXEMPT", quantity=7)

    before, after = figures(date(2022, 6, 30)), figures()

    assert (states(before)["BALI"], states(after)["BALI"]) == (TargetState.MISSED, TargetState.EXEMPT)
    row = after.offices[0]
    assert (row.target, row.is_reached, row.is_missed) == (None, False, False)
    assert row.remarks[0] == "Dibebaskan dari target sejak 1 Juli 2022 (Keputusan 9/2022)."
    assert (after.total.outside, after.total.target, after.total.percent) == (173, None, None)


def test_a_wrong_target_is_withdrawn_and_counts_no_more(bali, ministry):
    wrong = clinics.target(offices.balai("SUL1"), 250, by=ministry)
    revise(wrong, ministry, state="WITHDRAWN", decided_on=date(2022, 1, 3), reason="Bukan unit perintis")

    found = figures()

    assert (found.total.offices, found.total.target) == (1, 250)
    row = next(row for row in found.offices if row.office.code == "SUL1")
    assert (row.target, row.state) == (None, TargetState.UNTARGETED)
    assert row.remarks[0] == "Target 250 dicabut sejak 3 Januari 2022: Bukan unit perintis."


def test_a_published_figure_is_compared_with_our_total_of_its_own_day(bali, ministry):
    clinics.published(173)
    clinics.entry(bali.office, date(2022, 12, 20), 6)

    [at_the_day], [later] = figures().published, figures(END).published

    assert (at_the_day.ours, at_the_day.difference) == (173, 0)
    assert (later.ours, later.difference) == (173, 0)
    assert figures(END).total.realised == 179


def test_a_withdrawn_figure_is_compared_no_more(bali, ministry):
    figure = clinics.published(1806)
    services.withdraw_published_figure(figure=figure, reason="Salah kutip", by=ministry, at=timezone.now())

    assert figures().published == []
    assert PublishedFigure.objects.exists()
