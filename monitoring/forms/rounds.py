"""Forms of a round: its days, who takes part, the coordination meeting, closing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.models import Office
from monitoring.models import Profile, ProfileForm


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


def time_field(**options: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput({"type": "time"}, format="%H:%M"), **options)


class Refusing(forms.Form):
    """A form that takes what a service said against its fields."""

    def refuse(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class RoundForm(Refusing):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Dinas penyelenggara"))
    name = forms.CharField(
        label=_("Nama putaran"), max_length=150, help_text=_("Misalnya: Monitoring rusun dan rusus 2021.")
    )
    data_as_at = day_field(label=_("Data per tanggal"), help_text=_("Keadaan pada hari inilah yang diisikan."))
    fill_until_on = day_field(
        label=_("Pengisian sampai"), required=False, help_text=_("Peserta diingatkan 7, 3, dan 1 hari sebelumnya.")
    )
    desk_starts_on = day_field(label=_("Hari desk pertama"))
    desk_ends_on = day_field(label=_("Hari desk terakhir"))
    form = forms.ModelChoiceField(ProfileForm.objects.order_by("-version"), label=_("Versi formulir"))

    def __init__(self, *args: Any, offices: Any = None, fixed: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if offices is None:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = offices
            if len(offices) == 1:
                self.fields["office"].widget = forms.HiddenInput()
                self.fields["office"].initial = offices[0]
        for name in fixed:
            del self.fields[name]


class ParticipantsForm(Refusing):
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(), label=_("Dinas kab/kota"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, offices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["offices"].queryset = offices
        self.fields["offices"].label_from_instance = self.label

    @staticmethod
    def label(office: Any) -> str:
        return f"{office.name} · {office.asked} {_('lokasi')}"


class OpenForm(Refusing):
    """The coordination meeting; without a day the round opens without one."""

    day = day_field(label=_("Hari rapat koordinasi"), required=False, help_text=_("Kosongkan bila tanpa rapat."))
    starts = time_field(label=_("Mulai"), required=False, initial=time(9))
    ends = time_field(label=_("Selesai"), required=False, initial=time(12))
    place = forms.CharField(label=_("Tempat"), max_length=200, required=False)
    link = forms.URLField(label=_("Tautan rapat daring"), max_length=400, required=False, assume_scheme="https")
    agenda = forms.CharField(
        label=_("Agenda"), required=False, widget=forms.Textarea({"rows": 4}), help_text=_("Satu acara per baris.")
    )
    letter_number = forms.CharField(label=_("Nomor surat undangan"), max_length=80, required=False)

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(zone)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("day"):
            return data
        for name in ("starts", "ends"):
            if not data.get(name):
                self.add_error(name, _("Isi jamnya."))
        if not data.get("place") and not data.get("link"):
            self.add_error("link", _("Isi tempat atau tautan rapat daring."))
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Rapat selesai sesudah dimulai."))
        return data

    @property
    def meeting(self) -> dict[str, Any] | None:
        """What the meeting is planned with, or nothing."""
        data = self.cleaned_data
        if not data.get("day"):
            return None
        words = {name: data[name] for name in ("place", "link", "agenda", "letter_number")}
        return {
            "starts_at": self.at(data["day"], data["starts"]),
            "ends_at": self.at(data["day"], data["ends"]),
            **words,
        }

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


class CloseForm(Refusing):
    """For each profile that is not frozen: why not."""

    def __init__(self, *args: Any, profiles: Iterable[Profile], **options: Any) -> None:
        super().__init__(*args, **options)
        for profile in profiles:
            self.fields[f"reason_{profile.pk}"] = forms.CharField(
                label=f"{profile.estate} ({profile.estate.region})",
                help_text=profile.get_state_display(),
                max_length=300,
                initial=profile.unfrozen_reason,
            )

    @property
    def reasons(self) -> dict[int, str]:
        return {int(name.removeprefix("reason_")): said for name, said in self.cleaned_data.items()}


class ReasonForm(Refusing):
    reason = forms.CharField(label=_("Apa yang perlu diperbaiki"), max_length=300, widget=forms.Textarea({"rows": 3}))
