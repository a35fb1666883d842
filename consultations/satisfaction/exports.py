"""The figures and the answers as CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from consultations.satisfaction.figures import ELEMENTS, Satisfaction, SatisfactionBoard
from consultations.satisfaction.models import SurveyAnswer
from krs_portal.kit.cells import write_csv


def write_board_csv(board: SatisfactionBoard) -> Iterator[str]:
    return write_csv(list_board_rows(board))


def list_board_rows(board: SatisfactionBoard) -> Iterator[list[Any]]:
    yield [
        _("Kode unit"), _("Unit"), _("Dari"), _("Sampai"), _("Jawaban"), _("Lewat tautan"), _("Di tablet"),
        _("Orang dilayani"), _("Sampel minimum"), _("IKM"), _("Galat"), _("Mutu"), _("Kinerja"),
        *(str(element.label) for element in ELEMENTS),
    ]  # fmt: skip
    for row in board.rows:
        yield [row.office.code, row.name, *list_figures(board, row.found)]
    yield ["", _("Semua unit yang ditampilkan"), *list_figures(board, board.total)]


def list_figures(board: SatisfactionBoard, found: Satisfaction) -> list[Any]:
    period, grade = board.period, found.grade
    means = [each.mean for each in found.elements] or [None] * len(ELEMENTS)
    return [
        period.first_day.isoformat(), period.last_day.isoformat(), found.answers, found.by_link, found.by_tablet,
        found.served, found.needed, found.index, found.margin, grade and grade.value, grade and str(grade.label),
        *means,
    ]  # fmt: skip


def write_answers_csv(answers: Iterable[SurveyAnswer]) -> Iterator[str]:
    """One line an answer: its day, how it came, and its marks."""
    return write_csv(list_answer_rows(answers))


def list_answer_rows(answers: Iterable[SurveyAnswer]) -> Iterator[list[Any]]:
    yield [_("Dijawab"), _("Lewat"), *(str(element.label) for element in ELEMENTS)]
    for answer in answers:
        marks = [getattr(answer, element) for element in ELEMENTS]
        yield [answer.answered_on.isoformat(), answer.get_way_display(), *marks]
