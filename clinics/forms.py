"""The words of a question to the account, of a target, and of an exception to a locked period."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.enums import PeriodKind
from clinics.filters import Question, asked_indicators, default_as_at, default_indicator, default_period
from clinics.models import ReportingPeriod
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class MomentField(forms.DateTimeField):
    """A moment; a day alone means its end."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment and isinstance(value, str) and len(value.strip()) == len("2022-12-31"):
            day = timezone.localtime(moment).date()
            return timezone.make_aware(datetime.combine(day, time.max))
        return moment


class CodeField(forms.ModelChoiceField):
    """A row named by its code; a code with a NUL in it, which the database refuses to compare, names none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(None, to_field_name="code", **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


def year_period(form: forms.Form, asked: dict[str, Any]) -> None:
    """A period may be named by its calendar year."""
    if year := asked.get("year"):
        asked["period"] = ReportingPeriod.objects.filter(kind=PeriodKind.YEAR, starts_on__year=year).first()
        if asked["period"] is None:
            form.add_error("year", _("Belum ada periode pelaporan untuk tahun %(year)d.") % {"year": year})


class QuestionForm(forms.Form):
    """Reads a question. What is left out takes its default; what is wrong is said at its field."""

    period = forms.ModelChoiceField(ReportingPeriod.objects.none(), required=False, label=_("Tahun atau periode"))
    year = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": _("Masukkan tahun, misalnya 2022.")}
    )
    as_at = forms.DateField(required=False, label=_("Per tanggal"), widget=DAY)
    indicator = CodeField(required=False, label=_("Indikator"), empty_label=None)
    known_at = MomentField(required=False, label=_("Diketahui sampai (WIB)"))
    office = CodeField(required=False)
    since = forms.DateField(required=False)

    def __init__(self, data: Any = None, *, offices: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["period"].queryset = ReportingPeriod.objects.order_by("-starts_on", "-ends_on", "pk")
        self.fields["period"].empty_label = None
        self.fields["indicator"].queryset = asked_indicators()
        self.fields["office"].queryset = Office.objects.none() if offices is None else offices

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        year_period(self, asked)
        if (period := asked.get("period")) and (as_at := asked.get("as_at")) and as_at < period.starts_on:
            self.before_period()
        return asked

    def before_period(self) -> None:
        self.add_error("as_at", _("Tanggal ini sebelum periode dimulai."))

    @property
    def question(self) -> Question | None:
        """What is asked, with defaults; nothing where there is no indicator or period to ask about."""
        asked = self.cleaned_data
        indicator = asked.get("indicator") or default_indicator()
        period = asked.get("period") or (default_period(indicator) if indicator else None)
        if indicator is None or period is None:
            return None
        return Question(
            indicator=indicator,
            period=period,
            as_at=min(asked.get("as_at") or default_as_at(period), default_as_at(period)),
            known_at=asked.get("known_at"),
            office=asked.get("office"),
            since=max(since, period.starts_on) if (since := asked.get("since")) else None,
        )


class BoardForm(QuestionForm):
    """The strip above the board. Another year takes its own default day instead of an error."""

    def before_period(self) -> None:
        self.cleaned_data["as_at"] = None

    def shown(self, question: Question | None, url: str) -> BoardForm:
        """The strip filled with what is shown; a choice asks at once where htmx is at work."""
        strip = self if self.errors or question is None else BoardForm(initial=question_initial(question))
        at_once = {"data-hx-get": url, "data-hx-trigger": "change", "data-hx-include": "closest form"}
        for name in ("period", "indicator"):
            strip.fields[name].widget.attrs |= at_once
        strip.fields["as_at"].widget.attrs |= {"max": today().isoformat()}
        return strip


def question_initial(question: Question) -> dict[str, Any]:
    return {
        "period": question.period.pk,
        "as_at": question.as_at,
        "indicator": question.indicator.code,
        "known_at": question.known_at,
    }


class AmountForm(forms.Form):
    """How much, and on what decree."""

    quantity = forms.IntegerField(
        label=_("Jumlah target"),
        min_value=0,
        max_value=2_000_000_000,
        error_messages={
            "min_value": _("Target tidak boleh kurang dari 0."),
            "invalid": _("Masukkan bilangan bulat, tanpa titik dan koma."),
        },
    )
    decree = forms.CharField(
        label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan yang menetapkannya.")
    )
    decided_on = forms.DateField(label=_("Tanggal ditetapkan"), widget=DAY)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["quantity"].widget.attrs.pop("min", None)  # the sentence says it, also without the browser


class TargetForm(AmountForm):
    """A first target of an office for an indicator and a period."""

    office = CodeField(label=_("Unit kerja"), empty_label=_("Pilih unit kerja"))
    indicator = CodeField(label=_("Indikator"), empty_label=None)
    period = forms.ModelChoiceField(ReportingPeriod.objects.none(), label=_("Periode"), empty_label=None)
    field_order = ["office", "indicator", "period", "quantity", "decree", "decided_on"]

    def __init__(self, *arguments: Any, offices: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["office"].queryset = offices
        self.fields["indicator"].queryset = asked_indicators()
        self.fields["period"].queryset = ReportingPeriod.objects.order_by("-starts_on", "-ends_on", "pk")


class YearTargetForm(TargetForm):
    """The same as programs say it: the period is a calendar year."""

    year = forms.IntegerField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["period"].required = False

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        year_period(self, asked)
        asked.pop("year", None)
        return asked


class RevisionForm(AmountForm):
    """The next amount of a target."""

    reason = forms.CharField(label=_("Alasan perubahan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ExceptionForm(forms.Form):
    """Leave for an office to post into a locked period."""

    office = CodeField(label=_("Unit kerja"), empty_label=_("Pilih unit kerja"))
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *arguments: Any, offices: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["office"].queryset = offices
