from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.filters import default_as_at, default_indicator, default_period
from clinics.models import ReportingPeriod
from consultations.models import EvaluationNote
from krs_portal.kit.clock import today
from krs_portal.kit.formats import day
from krs_portal.reports.forms import ParamsForm
from krs_portal.reports.kinds import Params


class EvaluationForm(ParamsForm):
    """Which year, and as at which day. Without a day: today, or the last day of a year that is over."""

    year = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    as_at = forms.DateField(
        label=_("Data per tanggal"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_(
            "Dihitung: layanan yang terjadi sampai tanggal ini. Kosong: hari ini, atau akhir tahun yang sudah lewat."
        ),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        years = ReportingPeriod.objects.filter(kind="YEAR", starts_on__lte=today()).order_by("-starts_on")
        self.periods = {period.starts_on.year: period for period in years}
        self.fields["year"].choices = [(year, period.name) for year, period in self.periods.items()]
        if not self.is_bound and "year" not in self.initial and (indicator := default_indicator()):
            newest = default_period(indicator)
            self.initial["year"] = newest.starts_on.year if newest else None

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if (period := self.periods.get(asked.get("year", 0))) and "as_at" in asked:
            asked["as_at"] = asked["as_at"] or default_as_at(period)
            if not period.starts_on <= asked["as_at"] <= min(period.ends_on, today()):
                words = {"first": day(period.starts_on), "last": day(min(period.ends_on, today()))}
                self.add_error("as_at", _("Pilih tanggal dari %(first)s sampai %(last)s.") % words)
        return asked


def as_at_of(params: Params) -> date:
    return date.fromisoformat(params["as_at"])


class NoteForm(forms.ModelForm):
    """What an office met in the year, and what it will do about it."""

    class Meta:
        model = EvaluationNote
        fields = ["obstacles", "follow_up"]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in fields}
        help_texts = {
            "obstacles": _("Yang menghambat layanan tahun ini, seperti akan dibaca dalam rapat evaluasi."),
            "follow_up": _("Apa yang akan dilakukan, oleh siapa, kapan."),
        }
