"""Forms about meetings. They check words; services decide, and their refusals are shown here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit.fields import ClockField, DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited
from krs_portal.meetings.enums import Answer
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office


def build_lines_field(label: Any, help_text: Any = "", rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea({"rows": rows}), **options)


class WhenForm(RefusableForm):
    """A day with two clock times, in the host's time zone."""

    day = DayField(label=gettext_lazy("Tanggal"))
    starts = ClockField(label=gettext_lazy("Mulai"))
    ends = ClockField(label=gettext_lazy("Selesai"))
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Tautan rapat daring"), max_length=400, required=False, assume_scheme="https"
    )

    def find_zone(self, typed: dict[str, Any]) -> str:
        raise NotImplementedError("on whose clock?")

    def clean(self) -> dict[str, Any]:
        """Turn the day and its two clock times into the two moments that the services take."""
        typed = super().clean() or {}
        if typed.get("starts") and typed.get("ends") and typed["ends"] <= typed["starts"]:
            self.add_error("ends", _("Rapat selesai sesudah dimulai."))
        if not self.errors and not typed.get("place") and not typed.get("link"):
            self.add_error("place", _("Isi tempat atau tautan rapat daring."))
        if self.errors:
            return typed
        day, starts, ends = (typed.pop(name) for name in ("day", "starts", "ends"))
        info = ZoneInfo(self.find_zone(typed))
        moments = {"starts_at": datetime.combine(day, starts, info), "ends_at": datetime.combine(day, ends, info)}
        return typed | moments


class LetterForm(RefusableForm):
    title = forms.CharField(label=gettext_lazy("Hal"), max_length=200)
    agenda = build_lines_field(gettext_lazy("Agenda"), gettext_lazy("Satu acara per baris."), required=False)
    introduction = build_lines_field(
        gettext_lazy("Pembuka surat undangan"),
        gettext_lazy("Kosongkan untuk kalimat pembuka yang lazim."),
        required=False,
    )
    letter_number = forms.CharField(
        label=gettext_lazy("Nomor surat"),
        help_text=gettext_lazy("Kosongkan bila belum ada; surat mencetak titik-titik."),
        max_length=80,
        required=False,
    )
    copies_to = build_lines_field(
        gettext_lazy("Tembusan"), gettext_lazy("Satu penerima per baris."), rows=3, required=False
    )


class MeetingForm(LetterForm, WhenForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Penyelenggara"), empty_label=None)
    field_order = ("office", "title", "day", "starts", "ends", "place", "link", "agenda")

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, office=offices)

    def find_zone(self, typed: dict[str, Any]) -> str:
        return str(typed["office"].time_zone)


class MoveMeetingForm(WhenForm):
    reason = forms.CharField(label=gettext_lazy("Alasan, untuk para undangan"), max_length=300, required=False)

    def __init__(self, *arguments: Any, meeting: Meeting, **options: Any):
        self.zone = meeting.zone
        super().__init__(*arguments, edits=Edited(meeting, read_when), **options)

    def find_zone(self, typed: dict[str, Any]) -> str:
        return self.zone


def read_when(meeting: Meeting) -> dict[str, Any]:
    """When and where, on the clock of the host."""
    info = ZoneInfo(meeting.zone)
    return {
        "day": meeting.day,
        "starts": meeting.starts_at.astimezone(info).time(),
        "ends": meeting.ends_at.astimezone(info).time(),
        "place": meeting.place,
        "link": meeting.link,
    }


class CancelForm(RefusableForm):
    reason = build_lines_field(
        gettext_lazy("Alasan pembatalan"), gettext_lazy("Para undangan membacanya."), rows=3, max_length=300
    )


class InviteForm(RefusableForm):
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Unit kerja"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        label=gettext_lazy("Orang dari luar unit di atas"),
        help_text=gettext_lazy("Nama dan, bila perlu, jabatannya."),
        max_length=150,
        required=False,
    )
    email = forms.EmailField(label=gettext_lazy("Surel orang itu"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Nomor WhatsApp orang itu"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "class": "short"}),
    )

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, offices=offices)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("offices") and not typed.get("name"):
            raise ValidationError(_("Pilih unit kerja atau isi nama orang yang diundang."))
        return typed


class InvitationAnswerForm(RefusableForm):
    answer = forms.ChoiceField(
        label=gettext_lazy("Jawaban"),
        choices=[(each.value, each.label) for each in (Answer.YES, Answer.NO)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        help_text=gettext_lazy("Misalnya siapa yang mewakili."),
        max_length=300,
        required=False,
    )


class AttendanceForm(RefusableForm):
    invitation = forms.ModelChoiceField(
        None, label=gettext_lazy("Atas undangan"), required=False, empty_label=gettext_lazy("Tanpa undangan")
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=150)
    position = forms.CharField(label=gettext_lazy("Jabatan"), max_length=150, required=False)
    organisation = forms.CharField(label=gettext_lazy("Instansi, bila tanpa undangan"), max_length=150, required=False)

    def __init__(self, *arguments: Any, invitations: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, invitation=invitations)


class MeetingMinutesForm(RefusableForm):
    text = build_lines_field(gettext_lazy("Notulen"), gettext_lazy("Apa yang dibahas dan disepakati."), rows=18)


class AgreementCodeForm(RefusableForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Pihak"), empty_label=None)
    code = forms.CharField(
        label=gettext_lazy("Kode persetujuan"),
        max_length=20,
        widget=forms.TextInput({"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, office=offices)


class ReturnForm(RefusableForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Pihak"), empty_label=None)
    remark = build_lines_field(gettext_lazy("Apa yang perlu diperbaiki"), rows=3, max_length=500)

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, office=offices)


class MeetingDecisionForm(RefusableForm):
    text = build_lines_field(gettext_lazy("Keputusan atau tindak lanjut"), rows=3)
    owner_office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Unit penanggung jawab"),
        required=False,
        empty_label=gettext_lazy("Bukan unit di daftar ini"),
    )
    owner_name = forms.CharField(label=gettext_lazy("Nama penanggung jawab"), max_length=150, required=False)
    due_on = DayField(label=gettext_lazy("Batas waktu"), required=False)

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        offer_choices(self, owner_office=offices)


class ProofForm(RefusableForm):
    proof = build_lines_field(gettext_lazy("Bukti selesainya, atau alasan tidak dilanjutkan"), rows=3)


class CarryForm(RefusableForm):
    due_on = DayField(label=gettext_lazy("Batas waktu yang baru"))
