from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.satisfaction.enums import PeriodPart
from consultations.satisfaction.figures import FEWEST, YEARS, SurveyPeriod, compute_board
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_day, format_number
from krs_portal.offices.models import Office
from krs_portal.reports.forms import ParamsForm


class SatisfactionReportForm(ParamsForm):
    """Which year, or which part of it; one that is over and of which something may be told."""

    year = forms.IntegerField(label=_("Tahun"), min_value=YEARS[0], max_value=YEARS[1])
    period = forms.ChoiceField(label=_("Bagian tahun"), choices=PeriodPart, initial=PeriodPart.YEAR)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.initial.setdefault("year", today().year - 1)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if self.errors:
            return asked
        period = SurveyPeriod(asked["year"], PeriodPart(asked["period"]))
        if period.last_day >= today():
            words = {"period": period.name, "day": format_day(period.last_day)}
            self.add_error("period", _("%(period)s baru berakhir %(day)s; laporannya disusun sesudah itu.") % words)
        elif not compute_board(Office.objects.clinics(), period).total.is_shown:
            words = {"period": period.name, "fewest": format_number(FEWEST)}
            sentence = _("Pada %(period)s belum ada unit dengan %(fewest)s jawaban; tidak ada yang dapat dilaporkan.")
            self.add_error("year", sentence % words)
        return asked
