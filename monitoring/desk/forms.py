"""Forms of the desk: hours, rooms, unavailable days, moves, and the entries of a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import formats
from krs_portal.kit.fields import ClockField, DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited
from krs_portal.offices.models import Office
from monitoring.problems.enums import DeskSection, ProblemCategory, Severity
from monitoring.rounds import fields
from monitoring.rounds.models import Participant, ProfileForm, Round


class DeskHoursForm(RefusableForm):
    opens = ClockField(label=_("Mulai"))
    closes = ClockField(label=_("Selesai"))
    break_from = ClockField(label=_("Istirahat dari"))
    break_until = ClockField(label=_("sampai"))
    minutes = forms.IntegerField(label=_("Menit per sesi"), min_value=15, max_value=480)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("opens") and typed.get("closes") and typed["closes"] <= typed["opens"]:
            self.add_error("closes", _now("Desk tutup sesudah buka."))
        if typed.get("break_from") and typed.get("break_until") and typed["break_until"] < typed["break_from"]:
            self.add_error("break_until", _now("Istirahat selesai sebelum mulai."))
        return typed

    @classmethod
    def of(cls, round_: Round, data: Any = None) -> DeskHoursForm:
        return cls(data, edits=Edited(round_, read_desk_hours))


def read_desk_hours(round_: Round) -> dict[str, Any]:
    return {
        "opens": round_.desk_opens,
        "closes": round_.desk_closes,
        "break_from": round_.desk_break_from,
        "break_until": round_.desk_break_until,
        "minutes": round_.desk_minutes,
    }


class DeskRoomForm(RefusableForm):
    name = forms.CharField(label=_("Nama ruang"), max_length=60)
    link = forms.URLField(label=_("Tautan rapat daring"), max_length=200, required=False, assume_scheme="https")


class UnavailableForm(RefusableForm):
    participant = forms.ModelChoiceField(Participant.objects.none(), label=_("Kab/kota"), empty_label=None)
    day_on = forms.TypedChoiceField(label=_("Hari"), coerce=date.fromisoformat)
    reason = forms.CharField(label=_("Alasan"), max_length=150)

    def __init__(self, *args: Any, participants: Any, days: Iterable[date], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_choices(self, participant=participants)
        self.fields["participant"].label_from_instance = lambda each: str(each.office.region or each.office)
        if len(participants) == 1:
            self.fields["participant"].widget = forms.HiddenInput()
            self.fields["participant"].initial = participants[0]
        self.fields["day_on"].choices = [(day.isoformat(), formats.format_weekday(day)) for day in days]


class MoveDeskSessionForm(RefusableForm):
    to = forms.ChoiceField(label=_("Giliran yang kosong"))
    reason = forms.CharField(label=_("Alasan, untuk kedua pihak"), max_length=300, required=False)

    def __init__(self, *args: Any, turns: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = list(turns)


class RemarkForm(RefusableForm):
    field = forms.ChoiceField(label=_("Tentang"), required=False)
    text = forms.CharField(label=_("Catatan"), max_length=1000, widget=forms.Textarea({"rows": 1}))

    def __init__(self, *args: Any, form: ProfileForm, **options: Any) -> None:
        super().__init__(*args, **options)
        every = [(each.name, each.label) for each in fields.list_fields(form)]
        self.fields["field"].choices = [("", _("Seluruh profil")), *every]


class PresenceForm(RefusableForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Pihak"), empty_label=None)
    name = forms.CharField(label=_("Nama"), max_length=150)
    position = forms.CharField(label=_("Jabatan"), max_length=150, required=False)

    def __init__(self, *args: Any, offices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_choices(self, office=offices)


class DeskDecisionForm(RefusableForm):
    text = forms.CharField(label=_("Keputusan atau tindak lanjut"), widget=forms.Textarea({"rows": 2}))
    owner_office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Penanggung jawab"), required=False, empty_label=_("Pihak lain")
    )
    owner_name = forms.CharField(label=_("Nama penanggung jawab"), max_length=150, required=False)
    due_on = DayField(label=_("Batas waktu"), required=False)

    def __init__(self, *args: Any, offices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_choices(self, owner_office=offices)


class DeskMinutesForm(RefusableForm):
    text = forms.CharField(label=_("Notulen"), widget=forms.Textarea({"rows": 16}))


class AgreeProblemForm(RefusableForm):
    """What the session agrees about an open problem."""

    plan = forms.CharField(label=_("Tindak lanjut"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    owner = forms.CharField(label=_("Penanggung jawab"), max_length=150)
    due_on = DayField(label=_("Tenggat"), required=False)
    cost_estimate = forms.IntegerField(
        label=_("Perkiraan biaya (rupiah)"), min_value=0, max_value=10**12, required=False
    )


class RaiseProblemForm(RefusableForm):
    """A problem raised in the session; its other fields are on the problem's own page."""

    title = forms.CharField(
        label=_("Masalah"), max_length=200, help_text=_("Satu kalimat: apa yang rusak atau kurang, dan di mana.")
    )
    category = forms.ChoiceField(label=_("Kategori"), choices=[("", _("Pilih")), *ProblemCategory.choices])
    section = forms.ChoiceField(
        label=_("Bagian lembar desk"), choices=DeskSection.choices, initial=DeskSection.OCCUPANCY
    )
    severity = forms.ChoiceField(label=_("Tingkat"), choices=Severity.choices, initial=Severity.MODERATE)
    plan = forms.CharField(label=_("Tindak lanjut"), required=False, widget=forms.Textarea({"rows": 2}))
    owner = forms.CharField(label=_("Penanggung jawab"), max_length=150, required=False)
    due_on = DayField(label=_("Tenggat"), required=False)
