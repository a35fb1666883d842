"""The offices on the pages of an evaluation: figure, note, and whether the reader may write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.addresses import OF_OFFICE, write_passport_paths
from clinics.figures import Achievements, OfficeFigure
from clinics.questions import FigureQuestion
from consultations.evaluation import policies
from consultations.evaluation.models import EvaluationNote
from krs_portal.kit import charts
from krs_portal.kit.actions import Action


@dataclass(frozen=True)
class EvaluationRow:
    """One office: its figure, its note, and whether the reader may write it."""

    figure: OfficeFigure
    note: EvaluationNote | None
    chart: Any
    passports: dict[str, str]
    write: Action


def build_evaluation_rows(user: Any, question: FigureQuestion, found: Achievements) -> list[EvaluationRow]:
    written = EvaluationNote.objects.visible_to(user).filter(period=found.period).select_related("written_by")
    notes = {note.office_id: note for note in written}
    scale = charts.compute_bullet_scale((row.realised, row.target) for row in found.offices)
    year = found.period.starts_on.year
    return [
        EvaluationRow(
            figure=figure,
            note=notes.get(figure.office.pk),
            chart=charts.draw_bullet(
                figure.realised, figure.target, scale=scale, label=figure.name, outside=figure.target is None
            ),
            passports=write_passport_paths(question, OF_OFFICE, figure.office),
            write=Action(
                _("Ubah catatan") if figure.office.pk in notes else _("Tulis catatan"),
                f"{reverse('consultations:evaluation_note', args=[figure.office.code])}?year={year}",
                policies.why_not_note(user, figure.office),
                icon="pencil",
            ),
        )
        for figure in found.offices
    ]
