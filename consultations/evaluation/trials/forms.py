from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.enums import Measure
from clinics.models import CountingRule, Indicator, ReportingPeriod
from consultations.counter.enums import ConsultationState, Outcome
from consultations.evaluation.trials.enums import OncePer
from krs_portal.kit.clock import today
from krs_portal.kit.fields import offer_choices
from krs_portal.kit.refusals import RefusableForm

CONSULTED = Measure.list_of_consultations()


def list_tried_indicators() -> Any:
    """Counts of consultations; promises and referrals end with no outcome."""
    ruled = CountingRule.objects.filter(measure__in=CONSULTED).values("indicator")
    return Indicator.objects.counted().filter(pk__in=ruled).order_by("pk")


class RuleTrialForm(RefusableForm):
    """Another rule for a year that has begun; filled with the one that holds."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Indikator"), to_field_name="code", empty_label=None
    )
    period = forms.ModelChoiceField(ReportingPeriod.objects.none(), label=_("Tahun"), empty_label=None)
    measure = forms.ChoiceField(
        label=_("Yang dihitung"), choices=[(each.value, each.label) for each in CONSULTED], widget=forms.RadioSelect
    )
    outcomes = forms.MultipleChoiceField(
        label=_("Hasil yang dihitung"), choices=Outcome, widget=forms.CheckboxSelectMultiple
    )
    states = forms.MultipleChoiceField(
        label=_("Status yang dihitung"),
        choices=[(each.value, each.label) for each in (ConsultationState.CLOSED, ConsultationState.OPEN)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Yang masih berjalan belum berhasil apa pun; hasilnya tidak ditanyakan."),
    )
    once_per = forms.ChoiceField(
        label=_("Berapa kali"),
        choices=OncePer,
        widget=forms.RadioSelect,
        help_text=_("Rumah atau orang yang tidak dicatat dihitung setiap kali."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer_choices(self, indicator=list_tried_indicators(), period=ReportingPeriod.objects.begun_years(today()))


def build_initial(indicator: Indicator | None, period: ReportingPeriod | None) -> dict[str, Any]:
    """The rule in force at the end of the year, as it counts now."""
    rules = CountingRule.objects.filter(indicator=indicator).order_by("-version")
    rule = (rules.in_force(period.ends_on).first() if period else None) or rules.first()
    if indicator is None or rule is None:
        return {}
    is_house = rule.measure == Measure.ASSISTED_HOUSE
    return {
        "indicator": indicator.code,
        "period": period,
        "measure": rule.measure,
        "outcomes": rule.outcomes or Outcome.values,
        "states": [ConsultationState.CLOSED.value],
        "once_per": OncePer.HOUSE if is_house else OncePer.EACH,
    }
