from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.models import ReportingPeriod
from clinics.questions import find_default_question, get_default_as_at
from consultations.evaluation.models import EvaluationNote
from consultations.evaluation.policies import why_not_report_on
from krs_portal.kit.clock import today
from krs_portal.kit.fields import DayField
from krs_portal.kit.formats import format_day
from krs_portal.kit.refusals import RefusableModelForm
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.offices.models import Office
from krs_portal.reports.forms import ParamsForm
from krs_portal.reports.kinds import Params


class EvaluationForm(ParamsForm):
    """Which year, and as at which day. Without a day: today, or the last day of a year that is over."""

    year = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    as_at = DayField(
        label=_("Data per tanggal"),
        required=False,
        help_text=_(
            "Dihitung: layanan yang terjadi sampai tanggal ini. Kosong: hari ini, atau akhir tahun yang sudah lewat."
        ),
    )

    is_report = True  # the control strip of the page asks the same, and shows a year that is still empty

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        years = ReportingPeriod.objects.begun_years(today())
        self.periods = {period.starts_on.year: period for period in years}
        self.fields["year"].choices = [(year, period.name) for year, period in self.periods.items()]
        if not self.is_bound and "year" not in self.initial and (question := find_default_question()):
            self.initial["year"] = question.period.starts_on.year

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if (period := self.periods.get(asked.get("year", 0))) and "as_at" in asked:
            asked["as_at"] = asked["as_at"] or get_default_as_at(period)
            if not period.starts_on <= asked["as_at"] <= min(period.ends_on, today()):
                words = {"first": format_day(period.starts_on), "last": format_day(min(period.ends_on, today()))}
                self.add_error("as_at", _("Pilih tanggal dari %(first)s sampai %(last)s.") % words)
            elif self.is_report and (refusal := why_not_report_on(period, asked["as_at"])):
                self.add_error("year", refusal)
        return asked


class EvaluationStripForm(EvaluationForm):
    is_report = False


def read_as_at(params: Params) -> date:
    return date.fromisoformat(params["as_at"])


class EvaluationNoteForm(RefusableModelForm):
    """What an office met in the year, and what it will do about it."""

    class Meta:
        model = EvaluationNote
        fields = ["obstacles", "follow_up", "proposal"]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in fields}
        help_texts = {
            "obstacles": _("Yang menghambat layanan tahun ini, seperti akan dibaca dalam rapat evaluasi."),
            "follow_up": _("Apa yang akan dilakukan, oleh siapa, kapan."),
            "proposal": _("Yang diminta unit Anda untuk diputuskan rapat. Boleh dikosongkan."),
        }

    def __init__(self, data: Any, *, office: Office, period: ReportingPeriod) -> None:
        """The office is what is locked: a first note is no row yet."""

        def read_note(office: Office) -> dict[str, Any]:
            note = EvaluationNote.objects.filter(office=office, period=period).first() or EvaluationNote()
            return read_fields("obstacles", "follow_up", "proposal")(note)

        super().__init__(data, edits=Edited(office, read_note))

    def _post_clean(self) -> None:
        """Leave the check of the whole row to the service, which finds or makes it."""
