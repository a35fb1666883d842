"""Forms of a round: its days, its participants, the coordination meeting, closing, returning a profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import ClockField, DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.offices.models import Office
from monitoring.rounds.models import Profile, ProfileForm


class RoundForm(RefusableForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Dinas penyelenggara"))
    name = forms.CharField(
        label=_("Nama putaran"), max_length=150, help_text=_("Misalnya: Monitoring rusun dan rusus 2021.")
    )
    data_as_at = DayField(label=_("Data per tanggal"), help_text=_("Keadaan pada hari inilah yang diisikan."))
    fill_until_on = DayField(
        label=_("Pengisian sampai"), required=False, help_text=_("Peserta diingatkan 7, 3, dan 1 hari sebelumnya.")
    )
    desk_starts_on = DayField(label=_("Hari desk pertama"))
    desk_ends_on = DayField(label=_("Hari desk terakhir"))
    is_back_entry = forms.BooleanField(
        label=_("Pencatatan susulan"),
        required=False,
        help_text=_("Hanya bila putaran ini sudah berlangsung dan dicatat sesudahnya; hari desknya boleh sudah lewat."),
    )
    form = forms.ModelChoiceField(ProfileForm.objects.order_by("-version"), label=_("Versi formulir"))

    def __init__(self, *args: Any, offices: Any = None, fixed: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if offices is None:
            del self.fields["office"]
        else:
            offer_choices(self, office=offices)
            if len(offices) == 1:
                self.fields["office"].widget = forms.HiddenInput()
                self.fields["office"].initial = offices[0]
        for name in fixed:
            del self.fields[name]


class ParticipantsForm(RefusableForm):
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(), label=_("Dinas kab/kota"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, offices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_choices(self, offices=offices)
        self.fields["offices"].label_from_instance = self.label

    @staticmethod
    def label(office: Any) -> str:
        return f"{office.name} · {office.asked} {_('lokasi')}"


class OpenRoundForm(RefusableForm):
    """The coordination meeting. If no day is given, the round opens without a meeting."""

    day = DayField(label=_("Hari rapat koordinasi"), required=False, help_text=_("Kosongkan bila tanpa rapat."))
    starts = ClockField(label=_("Mulai"), required=False, initial=time(9))
    ends = ClockField(label=_("Selesai"), required=False, initial=time(12))
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
        """Arguments of `CoordinationPlan`; None without a meeting."""
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


class CloseRoundForm(RefusableForm):
    """One field per profile that is not frozen, for the reason."""

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


class ReturnReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Apa yang perlu diperbaiki"), max_length=300, widget=forms.Textarea({"rows": 3}))
