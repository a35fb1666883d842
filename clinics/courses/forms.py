"""Of which indicator, year and offices is asked, and in which order they stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.courses.enums import GridGroup, GridOrder
from clinics.forms import BoardForm, CodeField, build_question_initial
from clinics.questions import FigureQuestion, list_counted_indicators
from krs_portal.kit.fields import DayField
from krs_portal.kit.refusals import RefusableForm

COURSE_PARAMETERS = ("period", "year", "as_at", "indicator", "office")
STRUCTURE_PARAMETERS = ("period", "year", "as_at", "indicator")
GRID_PARAMETERS = ("period", "year", "as_at", "indicator", "q", "sort", "group", "page")


class CourseForm(BoardForm):
    """Of counts, as known now: what is asked for is how it goes on from here."""

    office = CodeField(required=False, label=_("Unit kerja"), empty_label=_("Semua unit"))
    known_at = None

    def list_indicators(self) -> Any:
        return list_counted_indicators()

    @property
    def status(self) -> int:
        return 404 if "office" in self.errors else super().status

    def fill(self, question: FigureQuestion, offices: Any) -> CourseForm:
        office = question.office.code if question.office else None
        return type(self)(initial=build_question_initial(question) | {"office": office}, offices=offices)


class StructureForm(CourseForm):
    """All offices, as they stand today."""

    office = None  # type: ignore[assignment]


class SavedViewForm(RefusableForm):
    name = forms.CharField(label=_("Nama tampilan"), max_length=80, help_text=_("Misalnya: rapat Senin."))


class ProgrammeNameForm(RefusableForm):
    """What the programme is called, from which day on, and what says so."""

    name = forms.CharField(label=_("Nama program"), max_length=120)
    short_name = forms.CharField(label=_("Singkatan"), max_length=30)
    valid_from = DayField(label=_("Berlaku dari"))
    decree = forms.CharField(label=_("Dasar penetapan"), max_length=200)


class GridForm(CourseForm):
    office = None  # type: ignore[assignment]
    q = forms.CharField(required=False, label=_("Cari unit"), max_length=100)
    sort = forms.ChoiceField(required=False, label=_("Urutan"), choices=GridOrder)
    group = forms.ChoiceField(required=False, label=_("Kelompok"), choices=GridGroup)
    page = forms.IntegerField(required=False, min_value=1, max_value=1000, widget=forms.HiddenInput)

    @property
    def order(self) -> GridOrder:
        return GridOrder(self.cleaned_data.get("sort") or GridOrder.GAP)

    @property
    def grouping(self) -> GridGroup:
        return GridGroup(self.cleaned_data.get("group") or GridGroup.NONE)
