"""Problems: who writes them down, how they end, and how one that returns is recognised."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from monitoring.enums import ProblemState
from monitoring.models import Problem
from monitoring.services import problems
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db

AT = monitoring.NOON


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def semarang(agency):
    return monitoring.local(agency)


@pytest.fixture
def operator(semarang):
    return monitoring.operator(semarang)


@pytest.fixture
def estate(semarang):
    return monitoring.estate(semarang)


def create(estate, by, title="Atap bocor di lantai 4", **values) -> Problem:
    given = {"category": "BUILDING", "found_on": monitoring.TODAY, **values}
    return problems.create_problem(estate=estate, title=title, by=by, at=AT, **given)


def resolve(problem, by, on=monitoring.TODAY, proof="Atap diganti, foto terlampir") -> Problem:
    return problems.resolve_problem(problem=problem, proof=proof, resolved_on=on, by=by, at=AT)


def test_a_problem_told_alike_after_it_was_resolved_is_its_next_occurrence(estate, operator):
    first = resolve(create(estate, operator), operator)

    again = create(estate, operator, "Atap lantai 4 bocor lagi", found_on=date(2021, 9, 1))

    assert (again.repeats, again.occurrence) == (first, 2)
    third = create(estate, operator, "bocor: atap lantai 4", found_on=date(2021, 10, 1))
    assert third.occurrence == 2  # the second is still open


@pytest.mark.parametrize(
    ("title", "changes"),
    [
        ("Pompa air mati", {}),
        ("Atap bocor di lantai 4", {"category": "WATER"}),
        ("Atap bocor di lantai 4", {"found_on": date(2021, 7, 1)}),
    ],
)
def test_another_matter_repeats_nothing(estate, operator, title, changes):
    resolve(create(estate, operator), operator)

    assert create(estate, operator, title, **{"found_on": date(2021, 9, 1), **changes}).repeats is None


def test_the_same_words_about_another_estate_repeat_nothing(estate, operator, semarang):
    resolve(create(estate, operator), operator)

    assert create(monitoring.estate(semarang), operator).occurrence == 1


def test_resolving_takes_a_proof(estate, operator):
    problem = create(estate, operator)

    with pytest.raises(ValidationError, match="bukti"):
        resolve(problem, operator, proof=" ")
    with pytest.raises(ValidationError, match="sebelum ditemukan"):
        resolve(problem, operator, on=date(2021, 1, 1))


def test_reopening_keeps_what_was_proven_in_the_log(estate, operator):
    problem = resolve(create(estate, operator), operator)

    problem = problems.reopen_problem(problem=problem, reason="Bocor lagi sesudah hujan", by=operator, at=AT)

    assert (problem.state, problem.proof) == (ProblemState.OPEN, "")
    assert [note.text for note in problem.log.order_by("pk")] == [
        "Selesai: Atap diganti, foto terlampir",
        "Dibuka kembali (2 Agustus 2021): Bocor lagi sesudah hujan",
    ]


def test_a_resolved_problem_is_not_started_or_edited(estate, operator):
    problem = resolve(create(estate, operator), operator)

    with pytest.raises(PermissionDenied, match="selesai"):
        problems.start_problem(problem=problem, by=operator, at=AT)
    with pytest.raises(PermissionDenied, match="selesai"):
        problems.edit_problem(problem=problem, title="Lain", by=operator, at=AT)


def test_a_due_day_before_the_problem_was_found_is_refused(estate, operator):
    with pytest.raises(ValidationError, match="Tenggat mendahului"):
        create(estate, operator, due_on=date(2021, 1, 1))


def test_the_province_and_the_own_agency_write_nobody_else(estate, agency):
    create(estate, offices.officer(agency))

    for user in (monitoring.operator(monitoring.local(agency, "33.72", "Surakarta")), offices.evaluator()):
        with pytest.raises(PermissionDenied):
            create(estate, user)


def test_the_database_counts_occurrences(estate):
    with pytest.raises(IntegrityError, match="counts_its_returns"), transaction.atomic():
        monitoring.problem(estate, occurrence=2)


def test_overdue_is_what_is_open_after_its_day(estate, operator):
    late = create(estate, operator, due_on=date(2021, 8, 10))
    create(estate, operator, "Pompa air mati", due_on=date(2021, 8, 20))

    assert list(Problem.objects.overdue(date(2021, 8, 11))) == [late]
