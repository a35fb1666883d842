"""Forms of an assistance: what is planned, how it went, what a visit found, and what became better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.counter.assistance.enums import AssistanceKind, list_compared_parts
from consultations.counter.assistance.models import Assistance, SiteVisit
from consultations.counter.models import Consultation
from consultations.counter.promises.policies import list_officers
from krs_portal.accounts.models import User
from krs_portal.kit.fields import DayField, offer_choices
from krs_portal.kit.formats import format_short_day
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.offices.models import Office

NOT_SEEN = [("", _("tidak dilihat"))]


class ConsultationsField(forms.ModelMultipleChoiceField):
    """The consultations of a house, told by day and applicant."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, consultation: Any) -> str:
        return f"{format_short_day(consultation.happened_on)}, {consultation.client_name}"


class AssistanceForm(RefusableForm):
    """What will be done for the house, for whom and by whom."""

    kind = forms.ChoiceField(label=_("Bantuan"), choices=AssistanceKind)
    applicant = forms.CharField(label=_("Diminta oleh"), max_length=150)
    asked_on = DayField(label=_("Diminta pada"))
    plan = forms.CharField(
        label=_("Yang akan dikerjakan"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Misalnya “gambar denah dan tampak tipe 36, dua kali kunjungan saat pondasi dan atap”."),
    )
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Petugas"), empty_label=None)
    due_on = DayField(label=_("Rencana selesai"), required=False)
    consultations = ConsultationsField(Consultation.objects.none(), label=_("Dari konsultasi"), required=False)

    def __init__(
        self,
        *args: Any,
        office: Office,
        consultations: Any,
        assistance: Assistance | None = None,
        **options: Any,
    ):
        edits = Edited(assistance, read_assistance) if assistance else None
        super().__init__(*args, edits=edits, **options)
        offer_choices(self, officer=list_officers(office), consultations=consultations)
        if not consultations.exists():
            del self.fields["consultations"]

    @property
    def typed(self) -> dict[str, Any]:
        """What the service takes."""
        values = dict(self.cleaned_data)
        return {"consultations": values.pop("consultations", []), "values": values}


def read_assistance(assistance: Assistance) -> dict[str, Any]:
    """An assistance as the form shows it."""
    plain = read_fields("kind", "applicant", "asked_on", "plan", "officer", "due_on")(assistance)
    return plain | {"consultations": list(assistance.consultations.all())}


class StartAssistanceForm(RefusableForm):
    started_on = DayField(label=_("Mulai dikerjakan"))


class FinishAssistanceForm(RefusableForm):
    finished_on = DayField(label=_("Selesai pada"), help_text=_("Pada tahun hari ini rumahnya dihitung dibantu."))
    result = forms.CharField(label=_("Yang sudah diberikan"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class AssistanceReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Alasan"), max_length=500)


class CorrectAssistanceForm(FinishAssistanceForm):
    """The day and the words of a finished one, and why they are changed."""

    reason = forms.CharField(label=_("Alasan koreksi"), max_length=500)

    def __init__(self, *args: Any, assistance: Assistance, **options: Any):
        super().__init__(*args, edits=Edited(assistance, read_fields("finished_on", "result")), **options)


class SiteVisitForm(RefusableForm):
    visited_on = DayField(label=_("Tanggal kunjungan"))
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Petugas"), empty_label=None)
    progress = forms.IntegerField(
        label=_("Kemajuan dalam persen"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )
    finding = forms.CharField(label=_("Temuan"), max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, office: Office, visit: SiteVisit | None = None, **options: Any):
        edits = Edited(visit, read_fields("visited_on", "officer", "progress", "finding")) if visit else None
        super().__init__(*args, edits=edits, **options)
        offer_choices(self, officer=list_officers(office))


class ImprovementForm(RefusableForm):
    """Who saw it and when; and of each part that was looked at twice, its state before and after."""

    seen_on = DayField(label=_("Dilihat pada"))
    witness = forms.ModelChoiceField(User.objects.none(), label=_("Dilihat oleh"), empty_label=None)
    note = forms.CharField(label=_("Keterangan"), max_length=500, required=False)

    def __init__(self, *args: Any, assistance: Assistance, **options: Any):
        super().__init__(*args, edits=Edited(assistance, read_improvement), **options)
        self.parts_compared = list_compared_parts()
        for side, word in (("before", _("sebelum")), ("after", _("sesudah"))):
            for name, (label, states) in self.parts_compared.items():
                self.fields[f"{side}_{name}"] = forms.ChoiceField(
                    label=f"{label}, {word}", choices=[*NOT_SEEN, *states], required=False
                )
        offer_choices(self, witness=list_officers(assistance.office))

    @property
    def pairs(self) -> list[tuple[Any, Any, Any]]:
        """Of each part its label and its two fields, for the table of the page."""
        return [
            (label, self[f"before_{name}"], self[f"after_{name}"])
            for name, (label, _states) in self.parts_compared.items()
        ]

    @property
    def typed(self) -> dict[str, Any]:
        """What the service takes: only what was looked at."""
        named = {name: self.cleaned_data[name] for name in ("seen_on", "witness", "note")}
        return named | {side: self.collect_states(side) for side in ("before", "after")}

    def collect_states(self, side: str) -> dict[str, str]:
        return {name: state for name in self.parts_compared if (state := self.cleaned_data.get(f"{side}_{name}"))}


def read_improvement(assistance: Assistance) -> dict[str, Any]:
    """What was said of it; before anything was, what is known of the house stands as it was before."""
    said = getattr(assistance, "improvement", None)
    before = said.before if said else read_house_states(assistance)
    after = said.after if said else {}
    named = {"seen_on": said.seen_on, "witness": said.witness, "note": said.note} if said else {}
    return named | name_states("before", before) | name_states("after", after)


def name_states(side: str, states: Mapping[str, str]) -> dict[str, str]:
    return {f"{side}_{name}": states.get(name, "") for name in list_compared_parts()}


def read_house_states(assistance: Assistance) -> dict[str, str]:
    house = assistance.house.kept
    facilities = {name: str(getattr(house, name)) for name in ("toilet", "sewage", "power")}
    return facilities | house.components
