from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.models import Target
from consultations.evaluation.document import MAIN
from consultations.evaluation.forms import EvaluationForm
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office


class OfficeReportForm(EvaluationForm):
    """Which office, which year, and as at which day."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Unit kerja"), to_field_name="code", empty_label=None
    )
    field_order = ("office",)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["office"].queryset = Office.objects.clinics().with_name_on(today()).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        office, period = asked.get("office"), self.periods.get(asked.get("year", 0))
        if office and period and not self.errors:
            aimed = Target.objects.filter(period=period, indicator__code=MAIN, office=office)
            if not aimed.exists():
                words = {"office": office, "period": period.name}
                self.add_error("office", _("%(office)s tidak punya target pada %(period)s.") % words)
            asked["office"] = office.code
        return asked
