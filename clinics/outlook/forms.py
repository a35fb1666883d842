"""Of which indicator, year and offices is asked, and in which order they stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.forms import BoardForm, CodeField, build_question_initial
from clinics.outlook.enums import GridGroup, GridOrder
from clinics.questions import FigureQuestion, list_counted_indicators

OUTLOOK_PARAMETERS = ("period", "year", "as_at", "indicator", "office")
GRID_PARAMETERS = ("period", "year", "as_at", "indicator", "q", "sort", "group", "page")


class OutlookForm(BoardForm):
    """Of counts, as known now: what is asked for is how it goes on from here."""

    office = CodeField(required=False, label=_("Unit kerja"), empty_label=_("Semua unit"))
    known_at = None

    def list_indicators(self) -> Any:
        return list_counted_indicators()

    @property
    def status(self) -> int:
        return 404 if "office" in self.errors else super().status

    def fill(self, question: FigureQuestion, offices: Any) -> OutlookForm:
        office = question.office.code if question.office else None
        return type(self)(initial=build_question_initial(question) | {"office": office}, offices=offices)


class GridForm(OutlookForm):
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
