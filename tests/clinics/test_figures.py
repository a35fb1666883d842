"""The figures of 2022 and the rules they follow."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clinics.enums import Cause
from clinics.figures import compute_achievements
from clinics.questions import FigureQuestion
from clinics.services import reverse_entries
from clinics.sums import compute_weekly_trend
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db

STATED = {"SUM3": 336, "KAL1": 305, "JAW2": 334, "JAW3": 660, "SATKER-BALI": 173}


@pytest.fixture
def user():
    return offices.evaluator()


@pytest.fixture
def year_2022(user):
    for code, quantity in STATED.items():
        balai = offices.balai(code)
        clinics.target(balai, 250, by=user)
        clinics.entry(balai, on=date(2022, 12, 5), quantity=quantity)
    clinics.published(1806)


def board(user, as_at=date(2022, 12, 5), known_at=None):
    question = FigureQuestion(clinics.indicator(), clinics.year(), as_at, known_at)
    return compute_achievements(question, Office.objects.visible_to(user))


def test_the_total_is_the_sum_of_its_parts_and_the_published_one_stands_beside_it(user, year_2022):
    total, published = board(user).total, board(user).published[0]

    assert (total.target, total.realised, total.percent) == (1250, 1808, Decimal("144.64"))
    assert (published.value, published.difference) == (1806, 2)


def test_the_office_that_missed_its_target_is_not_hidden_by_the_others(user, year_2022):
    figures = board(user)

    assert (figures.total.offices_reached, figures.total.offices) == (4, 5)
    assert (figures.total.capped, figures.total.capped_percent) == (1173, Decimal("93.84"))
    first = figures.offices[0]
    assert (first.office.code, first.percent, first.difference) == ("SATKER-BALI", Decimal("69.20"), -77)


def test_percentages_are_those_of_the_five_offices(user, year_2022):
    percents = {row.office.code: str(row.percent) for row in board(user).offices}

    assert percents == {
        "SUM3": "134.40", "KAL1": "122.00", "JAW2": "133.60", "JAW3": "264.00", "SATKER-BALI": "69.20"
    }  # fmt: skip


def test_needed_per_week_counts_the_days_to_the_end_of_the_period(user, year_2022):
    assert board(user).offices[0].needed_per_week == Decimal("20.7")  # 77 services in 26 days
    assert board(user, as_at=date(2022, 12, 31)).offices[0].needed_per_week is None


def test_blank_is_not_zero(user):
    never, cancelled = offices.balai("BELUM"), offices.balai("NOL")
    clinics.target(never, by=user)
    clinics.target(cancelled, by=user)
    reverse_entries(cause=Cause.REOPENED, entries=[clinics.entry(cancelled)], at=clinics.now(), by=user)

    realised = {row.office.code: row.realised for row in board(user).offices}

    assert realised == {"BELUM": None, "NOL": 0}


def test_as_at_leaves_out_what_happened_later(user):
    balai = offices.balai()
    clinics.entry(balai, on=date(2022, 12, 5), quantity=3)
    clinics.entry(balai, on=date(2022, 12, 6), quantity=4)
    clinics.entry(balai, on=date(2022, 3, 1), quantity=10)

    assert board(user, as_at=date(2022, 12, 5)).total.realised == 13
    assert board(user, as_at=date(2022, 12, 31)).total.realised == 17


def test_a_past_board_is_rebuilt_as_it_was_known_then(user):
    balai = offices.balai()
    clinics.entry(balai, on=date(2022, 12, 1), quantity=5, recorded_at=datetime(2022, 12, 1, 3, tzinfo=UTC))
    clinics.entry(balai, on=date(2022, 12, 2), quantity=7, recorded_at=datetime(2022, 12, 5, 9, 30, tzinfo=UTC))

    at = datetime(2022, 12, 5, 9, 29, tzinfo=UTC)
    assert board(user, known_at=at).total.realised == 5
    assert board(user, known_at=at.replace(minute=30)).total.realised == 12


def test_a_national_headline_is_not_compared_with_one_office(year_2022):
    own = offices.balai()
    clinics.target(own)

    assert board(offices.head(own)).published == []


def test_an_officer_sees_only_their_own_office(year_2022):
    own = offices.balai()
    clinics.target(own)

    assert [row.office.code for row in board(offices.officer(own)).offices] == [own.code]


def test_weeks_without_entries_are_drawn_as_zero(user):
    balai = offices.balai()
    clinics.entry(balai, on=date(2022, 1, 5), quantity=2)
    clinics.entry(balai, on=date(2022, 1, 20), quantity=3)

    question = FigureQuestion(clinics.indicator(), clinics.year(), date(2022, 1, 23))
    weeks = compute_weekly_trend(question, Office.objects.visible_to(user))

    assert [week.quantity for week in weeks] == [0, 2, 0, 3]
    assert weeks[-1].cumulative == 5
