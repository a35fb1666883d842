"""Forms for: which figure is asked for, a target, an exception to a locked period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clinics import disclosure
from clinics.decisions import TargetDecision, find_last_revisions
from clinics.enums import ChangeKind, OfficeShare, TableStep, TargetRevisionState
from clinics.models import CountingRule, Indicator, ReportingPeriod, TargetRevision
from clinics.plans import list_plan_months
from clinics.policies import why_not_spread, why_not_start_rule
from clinics.questions import (
    FigureQuestion,
    find_default_indicator,
    find_default_period,
    get_default_as_at,
    list_counted_indicators,
    list_measured_indicators,
)
from krs_portal.kit.clock import get_last_moment, has_day_everywhere, today
from krs_portal.kit.fields import DayField, DayInput, offer_choices
from krs_portal.kit.formats import format_day
from krs_portal.kit.refusals import RefusableForm, reject_if
from krs_portal.kit.versions import Edited
from krs_portal.offices.models import Office

# What the filter bar above a board asks.
BOARD_PARAMETERS = ("period", "year", "as_at", "indicator", "known_at")
LARGEST_TARGET = 2_000_000_000  # what an integer column holds, rounded down


class MomentField(forms.DateTimeField):
    """A date and time. A date alone means the end of that day, so that entries recorded on it are included."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment and not has_day_everywhere(moment):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if moment and isinstance(value, str) and len(value.strip()) == len("2022-12-31"):
            day = timezone.localtime(moment).date()
            return timezone.make_aware(datetime.combine(day, time.max))
        return moment


class CodeField(forms.ModelChoiceField):
    """A row chosen by its code. PostgreSQL fails on a NUL character, so a code that holds one is an invalid choice."""

    def __init__(self, **options: Any) -> None:
        super().__init__(None, to_field_name="code", **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class OfficesField(forms.CharField):
    """Offices by their codes, parted by commas; each must be one that the reader may see."""

    offices: Any = ()

    def to_python(self, value: Any) -> tuple[Office, ...]:  # type: ignore[override]
        codes = {code for code in super().to_python(value).split(",") if code}
        found = tuple(office for office in self.offices if office.code in codes) if codes else ()
        if len(found) < len(codes):
            raise forms.ValidationError(_("Unit kerja ini tidak ada, atau bukan bagian unit Anda."))
        return found


class QuestionForm(forms.Form):
    """Reads a question. What is left out takes its default; what is wrong is said at its field."""

    period = forms.ModelChoiceField(ReportingPeriod.objects.none(), required=False, label=_("Tahun atau periode"))
    year = forms.IntegerField(
        label=_("Tahun"),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Masukkan tahun, misalnya 2022.")},
    )
    as_at = DayField(required=False, label=_("Per tanggal"))
    indicator = CodeField(required=False, label=_("Indikator"), empty_label=None)
    known_at = MomentField(required=False, label=_("Diketahui sampai (WIB)"))
    office = CodeField(required=False, label=_("Unit kerja"))
    since = DayField(required=False, label=_("Sejak"))
    share = forms.ChoiceField(required=False, choices=[("", ""), *OfficeShare.choices], label=_("Bagian"))
    within = OfficesField(required=False, label=_("Unit dan bawahannya"))
    known_after = MomentField(required=False, label=_("Dicatat sesudah (WIB)"))
    change = forms.ChoiceField(required=False, choices=[("", ""), *ChangeKind.choices], label=_("Sebab perubahan"))

    def __init__(self, data: Any = None, *, offices: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["period"].empty_label = None
        offer_choices(
            self,
            period=ReportingPeriod.objects.newest_first(),
            indicator=self.list_indicators(),
        )
        if "office" in self.fields:
            offer_choices(self, office=Office.objects.none() if offices is None else offices)
        if "within" in self.fields:
            self.fields["within"].offices = [] if offices is None else offices.order_by("code")

    def list_indicators(self) -> Any:
        """Those that have rows."""
        return list_counted_indicators()

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if year := asked.get("year"):  # a period may also be named by its calendar year
            asked["period"] = ReportingPeriod.objects.of_year(year).first()
            if asked["period"] is None:
                self.add_error("year", _("Belum ada periode pelaporan untuk tahun %(year)d.") % {"year": year})
        indicator = asked["indicator"] = asked.get("indicator") or find_default_indicator()
        period = asked["period"] = asked.get("period") or (self.find_period(indicator) if indicator else None)
        if asked.get("change") and not asked.get("known_after"):
            self.add_error("change", _("Sebutkan juga sejak saat mana perubahan itu dicatat."))
        if period and not self.errors:
            self.check_days(period, get_default_as_at(period))
        return asked

    def find_period(self, indicator: Indicator) -> ReportingPeriod | None:
        return find_default_period(indicator)

    def check_days(self, period: ReportingPeriod, last: date) -> None:
        """Days outside the period, and days that have not come, are said: moved in silence they would answer another
        question.
        """
        as_at, since = self.cleaned_data.get("as_at"), self.cleaned_data.get("since")
        if as_at and not period.starts_on <= as_at <= last:
            self.refuse_as_at(period, last)
        if since and since < period.starts_on:
            self.add_error("since", _("Tanggal ini sebelum periode dimulai."))

    def refuse_as_at(self, period: ReportingPeriod, last: date) -> None:
        words = {"first": format_day(period.starts_on), "last": format_day(last)}
        self.add_error("as_at", _("Pilih tanggal dari %(first)s sampai %(last)s.") % words)

    @property
    def question(self) -> FigureQuestion | None:
        """What is asked, with defaults; nothing where that is wrong, or where there is nothing to ask about."""
        asked = self.cleaned_data if self.is_valid() else {}
        if not asked.get("indicator") or not asked.get("period"):
            return None
        return FigureQuestion(
            indicator=asked["indicator"],
            period=asked["period"],
            as_at=asked.get("as_at") or get_default_as_at(asked["period"]),
            known_at=asked.get("known_at"),
            office=asked.get("office"),
            since=max(since, asked["period"].starts_on) if (since := asked.get("since")) else None,
            share=asked.get("share") or "",
            within=asked.get("within") or (),
            known_after=asked.get("known_after"),
            change=asked.get("change") or "",
        )


class FigureQuestionForm(QuestionForm):
    """Asks for figures and not for rows: of a ratio or an index, too."""

    def list_indicators(self) -> Any:
        return list_measured_indicators()


class BoardForm(FigureQuestionForm):
    """The filter bar above the board. A day outside the year that was chosen gives way to that year's default, and
    `moved` says so.
    """

    # a board shows all its offices, from the first day
    office = since = share = within = known_after = change = None
    moved = ""

    def refuse_as_at(self, period: ReportingPeriod, last: date) -> None:
        words = {"asked": format_day(self.cleaned_data["as_at"]), "period": period.name, "shown": format_day(last)}
        self.moved = _("%(asked)s bukan hari yang sudah lewat pada %(period)s; yang tampil adalah data per %(shown)s.")
        self.moved %= words
        self.cleaned_data["as_at"] = None

    @property
    def status(self) -> int:
        """Of the page: a year or an indicator that is not there is not found, another wrong word is a wrong request."""
        return 404 if {"year", "period", "indicator"} & set(self.errors) else 400 if self.errors else 200

    def shown(self, question: FigureQuestion | None, url: str) -> BoardForm:
        """The bar filled with what is shown. With htmx a choice reloads the board at once."""
        strip = self if self.errors or question is None else type(self)(initial=build_question_initial(question))
        at_once = {"data-hx-get": url, "data-hx-trigger": "change", "data-hx-include": "closest form"}
        for name in ("period", "indicator"):
            choice: Any = strip.fields[name]
            choice.choices = list(iter(choice.choices))  # drawing a select asks for them twice, their length once more
            choice.widget.attrs |= at_once
        strip.fields["as_at"].widget.attrs |= {"max": today().isoformat()}
        return strip


class PublicBoardForm(BoardForm):
    """The filter bar of what everybody reads: the official days of a period, as known now or as published."""

    def find_period(self, indicator: Indicator) -> ReportingPeriod | None:
        return find_default_period(indicator, disclosure.get_last_official_day())

    def check_days(self, period: ReportingPeriod, last: date) -> None:
        days, asked = disclosure.list_official_days(period), self.cleaned_data.get("as_at")
        if not days:
            name = "year" if self.data.get("year") else "period"
            self.add_error(name, disclosure.describe_waiting(period))
            return
        self.cleaned_data["as_at"] = disclosure.find_official_day(days, asked)
        if asked and asked not in days:
            words = {"asked": format_day(asked), "shown": format_day(self.cleaned_data["as_at"])}
            self.moved = _(
                "Untuk umum, angka tampil per akhir triwulan dan per tanggal yang sudah terbit. %(asked)s bukan hari "
                "seperti itu; yang tampil adalah data per %(shown)s."
            ) % words  # fmt: skip
        known_at = self.cleaned_data.get("known_at")
        question = FigureQuestion(self.cleaned_data["indicator"], period, self.cleaned_data["as_at"], known_at)
        if known_at and known_at not in disclosure.list_official_knowings(question):
            self.add_error("known_at", disclosure.describe_knowings())


class ChangesForm(forms.Form):
    """Between which two moments of knowing a figure is compared; `official`: those that the reader may name."""

    then = MomentField(required=False, label=_("Dari yang diketahui pada (WIB)"))
    until = MomentField(
        required=False, label=_("Sampai yang diketahui pada (WIB)"), help_text=_("Kosong berarti sekarang.")
    )

    def __init__(self, *arguments: Any, official: list[datetime] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.official = official

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        then, until = asked.get("then"), asked.get("until")
        for name, moment in (("then", then), ("until", until)):
            if moment and self.official is not None and moment not in self.official:
                self.add_error(name, disclosure.describe_knowings())
        if until and until > get_last_moment(today()):
            self.add_error("until", _("Saat ini belum tiba."))
        elif then and then > (until or timezone.now()):
            self.add_error("then", _("Saat ini sesudah saat yang dibandingkan dengannya."))
        return asked


class KnownOnForm(forms.Form):
    known_on = DayField(required=False, label=_("Seperti diketahui pada"))


def build_question_initial(question: FigureQuestion) -> dict[str, Any]:
    return {
        "period": question.period.pk,
        "as_at": question.as_at,
        "indicator": question.indicator.code,
        "known_at": question.known_at,
    }


class AmountField(forms.IntegerField):
    """A whole number; "1.250" is one thousand two hundred and fifty, as people write it."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {
        "min_value": _("Target tidak boleh kurang dari 0."),
        "invalid": _("Masukkan bilangan bulat, misalnya 1.250."),
    }

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(\.\d{3})+\s*", value):
            value = value.replace(".", "")
        return super().to_python(value)


class TableAmountField(AmountField):
    """A cell of the table of targets: what an office is to reach, or the part of a month."""

    def __init__(self, office: Office, month: date | None) -> None:
        name = getattr(office, "short_name", "") or office.code
        label = f"{name}, {date_format(month, 'F')}" if month else str(name)
        super().__init__(label=label, required=False, min_value=0, max_value=LARGEST_TARGET)
        self.widget.attrs |= {"aria-label": label, "class": "amount", "autocomplete": "off"}


class TargetAmountForm(RefusableForm):
    """How much, and on what decree."""

    quantity = AmountField(
        label=_("Jumlah target"),
        min_value=0,
        max_value=LARGEST_TARGET,
    )
    decree = forms.CharField(
        label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan yang menetapkannya.")
    )
    decided_on = DayField(label=_("Tanggal ditetapkan"), help_text=_("Sejak hari ini target itu berlaku."))


class TargetForm(TargetAmountForm):
    """A first target of an office for an indicator and a period."""

    office = CodeField(label=_("Unit kerja"), empty_label=_("Pilih unit kerja"))
    indicator = CodeField(label=_("Indikator"), empty_label=None)
    period = forms.ModelChoiceField(ReportingPeriod.objects.none(), label=_("Periode"), empty_label=None)
    field_order = ["office", "indicator", "period", "quantity", "decree", "decided_on"]

    def __init__(self, *arguments: Any, offices: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        periods = ReportingPeriod.objects.newest_first()
        offer_choices(self, office=offices, indicator=list_measured_indicators(), period=periods)
        self.fields["period"].initial = periods.filter(starts_on__lte=today()).first()  # the next year may be open


class TargetRevisionForm(TargetAmountForm):
    """What is decided anew about a target."""

    state = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[
            (TargetRevisionState.SET, _("Jumlah target menjadi")),
            (TargetRevisionState.EXEMPT, _("Unit dibebaskan dari target: tidak dinilai tercapai, tidak pula gagal")),
            (TargetRevisionState.WITHDRAWN, _("Target ini keliru dan dicabut: unit dihitung tanpa target")),
        ],
        widget=forms.RadioSelect,
        initial=TargetRevisionState.SET,
    )
    field_order = ["state", "quantity", "decree", "decided_on", "reason"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["quantity"].required = False
        self.fields["quantity"].help_text = _("Kosongkan bila unit dibebaskan atau target dicabut.")
        self.fields["decided_on"].help_text = _(
            "Sejak hari ini perubahan berlaku; data per tanggal sebelumnya tetap seperti semula. Untuk target yang "
            "keliru sejak awal: tanggal target itu dahulu ditetapkan."
        )

    reason = forms.CharField(label=_("Alasan perubahan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TargetTableForm(RefusableForm):
    """The targets of some offices, month by month, under one decree. An office that is left empty is not decided."""

    pasted = forms.CharField(
        label=_("Tempel dari Excel"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "Satu baris satu unit: kode atau namanya, lalu targetnya, atau dua belas bulannya. Tabel di bawah terisi;"
            " belum ada yang tersimpan."
        ),
    )
    decree = forms.CharField(
        label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan yang menetapkannya.")
    )
    decided_on = DayField(label=_("Tanggal ditetapkan"), help_text=_("Sejak hari ini target itu berlaku."))
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        required=False,
        max_length=300,
        help_text=_("Diisi bila ada target yang sudah ditetapkan dan kini berubah."),
    )

    def __init__(
        self, data: Any = None, *, offices: Sequence[Office], indicator: Indicator, period: ReportingPeriod,
        step: str = "",
    ) -> None:  # fmt: skip
        self.step = step
        self.offices, self.indicator, self.period = offices, indicator, period
        self.months = list_plan_months(period)
        self.last = find_last_revisions(indicator, period)
        super().__init__(data, edits=Edited(period, read=lambda _period: self.read_amounts()))
        for office in offices:
            for place, name in enumerate(self.list_names(office)):
                self.fields[name] = TableAmountField(office, self.months[place - 1][0] if place else None)
        self.require_decree(is_asked=step == TableStep.SAVE)

    def require_decree(self, *, is_asked: bool) -> None:
        """Only what is saved rests on a decree; the page asks for one beside the button that saves."""
        for name in ("decree", "decided_on"):
            self.fields[name].required = is_asked

    def read_amounts(self) -> dict[str, Any]:
        """What stands in the fields: the amounts that were decided last."""
        last = find_last_revisions(self.indicator, self.period)
        return {
            name: amount
            for office in self.offices
            if (revision := last.get(office.pk))
            for name, amount in zip(
                self.list_names(office),
                [revision.quantity, *(revision.months or [None] * len(self.months))],
                strict=True,
            )
        }

    def list_names(self, office: Office) -> list[str]:
        """The names of an office's fields: the whole first, then its months."""
        return [f"target-{office.pk}", *(f"month-{number}-{office.pk}" for number in range(1, len(self.months) + 1))]

    @property
    def rows(self) -> list[tuple[Office, list[Any], TargetRevision | None]]:
        return [
            (office, [self[name] for name in self.list_names(office)], self.last.get(office.pk))
            for office in self.offices
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        for office in self.offices if self.step in (TableStep.CHECK, TableStep.SAVE) else ():
            whole, *months = self.list_names(office)
            if not self.errors.keys() & {whole, *months}:
                self.check_row(office, whole, [asked.get(name) for name in months])
        return asked

    def check_row(self, office: Office, whole: str, months: list[int | None]) -> None:
        """Months alone say the whole; both must agree. What was decided is not taken back by emptying a field."""
        written = [month for month in months if month is not None]
        if self.cleaned_data.get(whole) is None and len(written) == len(months):
            self.cleaned_data[whole] = sum(written)
        quantity, last = self.cleaned_data.get(whole), self.last.get(office.pk)
        if written and (refusal := why_not_spread(quantity, written, self.period)):
            self.add_error(whole, refusal)
        elif quantity is None and last and last.quantity is not None:
            self.add_error(whole, _("Target tidak dihapus dengan mengosongkannya; cabut lewat Ubah di daftar target."))

    def list_decisions(self) -> list[TargetDecision]:
        """What the table says, office by office; nothing of those that are left empty."""
        found = []
        for office in self.offices:
            whole, *names = self.list_names(office)
            if (quantity := self.cleaned_data.get(whole)) is not None:
                months = [self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None]
                found.append(TargetDecision(office, quantity, months))
        return found

    def get_decree(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("decree", "decided_on", "reason")}


class LockPeriodForm(RefusableForm):
    """Nothing to fill in: it is asked whether it is meant."""


class ReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class WithdrawFigureForm(RefusableForm):
    """Why a published figure is taken back, in the words that stand beside it from then on."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


class PublishedFigureForm(RefusableForm):
    """Who said which figure where, and of which day."""

    indicator = CodeField(label=_("Indikator"), empty_label=None)
    period = forms.ModelChoiceField(ReportingPeriod.objects.none(), label=_("Tahun atau periode"), empty_label=None)
    office = CodeField(label=_("Unit kerja"), required=False, empty_label=_("Semua unit bersama"))
    value = AmountField(
        label=_("Angka yang dinyatakan"), min_value=0, max_value=LARGEST_TARGET,
        help_text=_("Seperti tercetak, walaupun Anda kira keliru."),
        error_messages={"min_value": _("Angka terbit tidak kurang dari 0.")},
    )  # fmt: skip
    as_at = DayField(label=_("Data per"))
    stated_on = DayField(label=_("Dinyatakan pada"))
    said_by = forms.CharField(label=_("Siapa yang menyatakan"), max_length=150, required=False)
    source = forms.CharField(
        label=_("Di mana"), max_length=300, help_text=_("Nama surat kabar, pidato, atau terbitan dan halamannya.")
    )
    link = forms.URLField(label=_("Tautan"), required=False, max_length=200, assume_scheme="https")

    def __init__(self, *arguments: Any, offices: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        periods = ReportingPeriod.objects.newest_first()
        offer_choices(self, indicator=list_counted_indicators(), period=periods, office=offices)


class PeriodExceptionForm(ReasonForm):
    """A head asks for leave to post into a locked period."""

    office = CodeField(label=_("Unit kerja"), empty_label=_("Pilih unit kerja"))
    field_order = ["office", "reason"]

    def __init__(self, *arguments: Any, offices: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer_choices(self, office=offices)
        if len(only := list(offices[:2])) == 1:
            self.fields["office"].initial = only[0].code


class GrantExceptionForm(RefusableForm):
    ends_on = DayField(label=_("Berlaku sampai"))


class NextRuleForm(forms.ModelForm):
    """The next way of counting an indicator. Its version and the end of the one before follow from it."""

    class Meta:
        model = CountingRule
        fields = ("indicator", "measure", "outcomes", "statement", "basis", "valid_from")
        widgets = {"valid_from": DayInput}

    def _post_clean(self) -> None:
        """The whole row is checked by the service, once it knows the version."""

    def clean_valid_from(self) -> Any:
        valid_from, indicator = self.cleaned_data["valid_from"], self.cleaned_data.get("indicator")
        reject_if(why_not_start_rule(indicator, valid_from) if indicator else None)
        return valid_from
