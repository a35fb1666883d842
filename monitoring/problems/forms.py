"""Forms about a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import DayField
from krs_portal.kit.refusals import RefusableForm
from monitoring.problems.clocks import DONE_FIELDS
from monitoring.problems.enums import DecisionLevel, DeskSection, ProblemCategory, ProblemStep, Severity
from monitoring.problems.models import Problem
from monitoring.register.models import Block, Estate

ONE = [("", _("Pilih"))]


class ProblemForm(RefusableForm):
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("Rusun atau rusus"), empty_label=_("Pilih"))
    block = forms.ModelChoiceField(Block.objects.none(), label=_("Blok"), required=False)
    title = forms.CharField(
        label=_("Masalah"), max_length=200, help_text=_("Satu kalimat: apa yang rusak atau kurang, dan di mana.")
    )
    category = forms.ChoiceField(label=_("Kategori"), choices=[*ONE, *ProblemCategory.choices])
    section = forms.ChoiceField(
        label=_("Bagian lembar desk"), required=False, choices=[("", _("Menurut kategori")), *DeskSection.choices]
    )
    severity = forms.ChoiceField(label=_("Tingkat"), choices=Severity.choices, initial=Severity.MODERATE)
    found_on = DayField(label=_("Ditemukan tanggal"))
    description = forms.CharField(label=_("Uraian"), required=False, widget=forms.Textarea({"rows": 3}))
    owner = forms.CharField(label=_("Penanggung jawab"), max_length=150, required=False)
    due_on = DayField(label=_("Tenggat"), required=False)
    cost_estimate = forms.IntegerField(
        label=_("Perkiraan biaya (rupiah)"), min_value=0, max_value=10**12, required=False
    )
    plan = forms.CharField(label=_("Rencana tindak lanjut"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, blocks: Any, estates: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if offered := group_blocks_by_estate(blocks) if estates is not None else list_block_choices(blocks):
            self.fields["block"].queryset = blocks
            self.fields["block"].choices = [("", _("Seluruh lokasi")), *offered]
        else:
            del self.fields["block"]
        if estates is None:
            del self.fields["estate"]
        else:
            self.fields["estate"].queryset = estates
            self.fields["estate"].label_from_instance = lambda estate: f"{estate.name} · {estate.region}"


def list_block_choices(blocks: Iterable[Block]) -> list[tuple[str, Any]]:
    return [(str(block.pk), block.name) for block in blocks]


def group_blocks_by_estate(blocks: Iterable[Block]) -> list[tuple[str, Any]]:
    """The choices grouped under the name of each estate."""
    found: dict[Estate, list[Block]] = defaultdict(list)
    for block in blocks:
        found[block.estate].append(block)
    return [(estate.name, list_block_choices(listed)) for estate, listed in found.items()]


class ProblemNoteForm(RefusableForm):
    text = forms.CharField(label=_("Catatan"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class ResolveProblemForm(RefusableForm):
    resolved_on = DayField(label=_("Selesai tanggal"))
    proof = forms.CharField(
        label=_("Bukti penyelesaian"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Apa yang dikerjakan, oleh siapa, dan bagaimana diperiksa. Foto sesudahnya dilampirkan di bawah."),
    )


class ProblemStepForm(RefusableForm):
    step = forms.ChoiceField(label=_("Langkah"))
    on = DayField(label=_("Tanggal"))
    text = forms.CharField(
        label=_("Hasilnya"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Siapa yang melakukannya, dan apa yang ditemukan atau dikerjakan."),
    )

    def __init__(self, *args: Any, problem: Problem, **options: Any) -> None:
        super().__init__(*args, **options)
        left = [(step.value, step.label) for step in ProblemStep if getattr(problem, DONE_FIELDS[step]) is None]
        self.fields["step"].choices = left


class EscalateProblemForm(RefusableForm):
    level = forms.ChoiceField(label=_("Diputuskan oleh"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Keputusan apa yang diminta, dan mengapa tidak dapat diambil di sini."),
    )

    def __init__(self, *args: Any, problem: Problem, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = [each for each in DecisionLevel.choices if each[0] != problem.level]


class ReopenProblemForm(RefusableForm):
    reason = forms.CharField(label=_("Mengapa dibuka kembali"), max_length=300, widget=forms.Textarea({"rows": 2}))
