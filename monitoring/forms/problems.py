"""Forms of a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.enums import DeskSection, ProblemCategory, Severity
from monitoring.forms.rounds import Refusing, day_field
from monitoring.models import Block, Estate

ONE = [("", _("Pilih"))]


class ProblemForm(Refusing):
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
    found_on = day_field(label=_("Ditemukan tanggal"))
    description = forms.CharField(label=_("Uraian"), required=False, widget=forms.Textarea({"rows": 3}))
    owner = forms.CharField(label=_("Penanggung jawab"), max_length=150, required=False)
    due_on = day_field(label=_("Tenggat"), required=False)
    cost_estimate = forms.IntegerField(
        label=_("Perkiraan biaya (rupiah)"), min_value=0, max_value=10**12, required=False
    )
    plan = forms.CharField(label=_("Rencana tindak lanjut"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, blocks: Any, estates: Any = None, latest: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if offered := by_estate(blocks) if estates is not None else named(blocks):
            self.fields["block"].queryset = blocks
            self.fields["block"].choices = [("", _("Seluruh lokasi")), *offered]
        else:
            del self.fields["block"]
        if estates is None:
            del self.fields["estate"]
        else:
            self.fields["estate"].queryset = estates
            self.fields["estate"].label_from_instance = lambda estate: f"{estate.name} · {estate.region}"
        self.latest = latest

    def clean_found_on(self) -> Any:
        day = self.cleaned_data["found_on"]
        if self.latest and day > self.latest:
            self.add_error("found_on", _("Tanggal ini belum tiba."))
        return day


def named(blocks: Iterable[Block]) -> list[tuple[str, Any]]:
    return [(str(block.pk), block.name) for block in blocks]


def by_estate(blocks: Iterable[Block]) -> list[tuple[str, Any]]:
    """The blocks under the name of their estate."""
    found: dict[Estate, list[Block]] = defaultdict(list)
    for block in blocks:
        found[block.estate].append(block)
    return [(estate.name, named(listed)) for estate, listed in found.items()]


class NoteForm(Refusing):
    text = forms.CharField(label=_("Catatan"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class ResolveForm(Refusing):
    resolved_on = day_field(label=_("Selesai tanggal"))
    proof = forms.CharField(
        label=_("Bukti penyelesaian"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Apa yang dikerjakan, oleh siapa, dan bagaimana diperiksa. Foto sesudahnya dilampirkan di bawah."),
    )

    def __init__(self, *args: Any, latest: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.latest = latest

    def clean_resolved_on(self) -> Any:
        day = self.cleaned_data["resolved_on"]
        if self.latest and day > self.latest:
            self.add_error("resolved_on", _("Tanggal ini belum tiba."))
        return day


class ReopenForm(Refusing):
    reason = forms.CharField(label=_("Mengapa dibuka kembali"), max_length=300, widget=forms.Textarea({"rows": 2}))
