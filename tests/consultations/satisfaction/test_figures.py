"""The IKM: by the formula of the regulation, rounded once, then graded, and nothing of few people."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from consultations.satisfaction.enums import AnswerWay, Grade, PeriodPart, SurveyElement
from consultations.satisfaction.figures import (
    FEWEST,
    SurveyPeriod,
    SurveyTally,
    compute_board,
    compute_needed_answers,
    compute_satisfaction,
    find_grade,
    round_half_up,
)
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office
from tests.factories import consultations, offices

NINE = len(SurveyElement)
# The sample of the regulation's handbooks (domain.md, S24): 29 people, marks that add up to 955 of 261 answers.
SAMPLE = SurveyTally(29, 0, (*(106,) * 8, 107), (29,) * NINE, 955 / 9, 29 * (955 / 261) ** 2)


def of_year(offices_shown=None):
    return compute_board(offices_shown or Office.objects.all(), SurveyPeriod(today().year))


def test_the_sample_of_the_handbook_gives_91_48_and_not_the_90_56_of_a_weight_of_0_11():
    found = compute_satisfaction(SAMPLE, served=29)

    assert found.index == Decimal("91.48")
    assert round_half_up(Fraction(955, 29) * Fraction(11, 100) * 25) == Decimal("90.56")
    assert found.grade == Grade.A


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        ("25.00", "D"), ("64.99", "D"), ("65.00", "C"), ("76.60", "C"), ("76.61", "B"), ("88.30", "B"), ("88.31", "A"),
        ("100.00", "A"), ("43.75", "D"), ("81.25", "B"),
    ],
)  # fmt: skip
def test_bands_are_those_of_2017_and_not_of_2004(index, grade):
    assert find_grade(Decimal(index)) == grade


def test_what_lies_between_two_printed_bands_is_rounded_first():
    """76,605 is neither C nor B in print; rounded to 76,61 it is B, and 76,604 is C."""
    assert find_grade(round_half_up(Fraction("76.605"))) == Grade.B
    assert find_grade(round_half_up(Fraction("76.604"))) == Grade.C


@pytest.mark.parametrize(
    ("served", "needed"), [(10, 10), (100, 80), (200, 132), (340, 181), (500, 217), (1000, 278), (75000, 382)]
)
def test_the_sample_is_that_of_krejcie_and_morgans_table(served, needed):
    assert compute_needed_answers(served) == needed


def test_fewer_than_ten_are_never_enough():
    assert [compute_needed_answers(served) for served in (-1, 0, 1, 5)] == [FEWEST] * 4


def test_margin_as_reckoned_by_hand():
    """Five who mark 4 and five who mark 3, of eleven: 1,96 × 25 × 0,52705 / √10 × √(1/10) = 2,58."""
    tally = SurveyTally(10, 0, (35,) * NINE, (10,) * NINE, 35.0, 125.0)

    assert compute_satisfaction(tally, served=11).margin == Decimal("2.58")
    assert compute_satisfaction(tally, served=10).margin == Decimal("8.17")  # more cannot be corrected


@pytest.mark.django_db
def test_a_mark_that_was_not_given_counts_in_no_mean():
    office = offices.balai("JAW3")
    consultations.survey_answers(office, 10, 4)
    consultations.survey_answers(office, 5, 2, time=None)

    found = of_year().rows[0].found

    means = {each.element: (each.mean, each.answers) for each in found.elements}
    assert means["time"] == (Decimal("4.00"), 10)
    assert means["cost"] == (Decimal("3.33"), 15)
    assert found.index == round_half_up((Fraction(50, 15) * 8 + 4) / 9 * 25) == Decimal("85.19")


@pytest.mark.django_db
def test_an_element_that_nobody_marked_leaves_no_index_rather_than_a_low_one():
    office = offices.balai("JAW3")
    consultations.survey_answers(office, 12, 4, complaints=None)

    found = of_year().rows[0].found

    assert (found.index, found.margin, found.grade) == (None, None, None)


@pytest.mark.django_db
def test_nine_answers_show_their_number_and_nothing_else():
    office = offices.balai("JAW3")
    consultations.survey_answers(office, 9, 4)

    few = of_year().rows[0].found
    consultations.survey_answers(office, 1, 4)
    enough = of_year().rows[0].found

    assert (few.answers, few.index, few.margin, few.elements) == (9, None, None, ())
    assert (enough.answers, enough.index) == (10, Decimal("100.00"))


@pytest.mark.django_db
def test_a_grade_waits_for_the_sample_of_those_who_were_served():
    office = offices.balai("JAW3")
    officer = offices.officer(office)
    group = consultations.consultation(office, officer, head_count=100)
    type(group).objects.filter(pk=group.pk).update(
        state="CLOSED", outcome="ADVISED", closed_at=group.recorded_at, closed_by=officer
    )
    consultations.survey_answers(office, 79, 4)

    before = of_year().rows[0].found
    consultations.survey_answers(office, 1, 4)
    after = of_year().rows[0].found

    assert (before.served, before.needed, before.index, before.grade) == (100, 80, Decimal("100.00"), None)
    assert after.grade == Grade.A


@pytest.mark.django_db
def test_the_total_leaves_out_who_is_not_shown_so_that_nobody_subtracts():
    large, small = offices.balai("JAW3"), offices.balai("JAW4")
    consultations.survey_answers(large, 12, 4, way=AnswerWay.TABLET)
    consultations.survey_answers(small, 3, 1)

    board = of_year()

    assert {row.office.code: row.found.answers for row in board.rows} == {"JAW3": 12, "JAW4": 3}
    assert (board.total.answers, board.total.by_tablet, board.total.index) == (12, 12, Decimal("100.00"))


@pytest.mark.django_db
def test_offices_that_are_shown_add_up_to_the_total():
    one, other = offices.balai("JAW3"), offices.balai("JAW4")
    consultations.survey_answers(one, 10, 4)
    consultations.survey_answers(other, 30, 3)

    total = of_year().total

    assert (total.answers, total.index) == (40, Decimal("81.25"))


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("year", (1, 1), (12, 31)), ("s1", (1, 1), (6, 30)), ("s2", (7, 1), (12, 31)), ("q1", (1, 1), (3, 31)),
        ("q2", (4, 1), (6, 30)), ("q3", (7, 1), (9, 30)), ("q4", (10, 1), (12, 31)),
    ],
)  # fmt: skip
def test_periods(part, first, last):
    period = SurveyPeriod(2022, PeriodPart(part))

    assert (period.first_day, period.last_day) == (date(2022, *first), date(2022, *last))


@pytest.mark.django_db
def test_a_period_holds_its_first_and_its_last_day_and_no_other():
    office = offices.balai("JAW3")
    for day in (date(2022, 3, 31), date(2022, 4, 1), date(2022, 6, 30), date(2022, 7, 1)):
        consultations.survey_answers(office, 10, answered_on=day)

    board = compute_board(Office.objects.all(), SurveyPeriod(2022, PeriodPart.QUARTER_2))

    assert board.rows[0].found.answers == 20
    assert board.period.last_day - board.period.first_day == timedelta(days=90)
