"""What people type about meetings. Whether it may be done, the services say, and their refusals land here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit.clock import day_of
from krs_portal.meetings.enums import Answer
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office


class Refusable(forms.Form):
    """A form that shows a service's refusal at the field it names, with what was typed still there."""

    def refuse(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def time_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options)


def lines(label: Any, help_text: Any = "", rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea({"rows": rows}), **options)


class WhenForm(Refusable):
    """A day with two clock times, on the clock of the host."""

    day = day_field(gettext_lazy("Tanggal"))
    starts = time_field(gettext_lazy("Mulai"))
    ends = time_field(gettext_lazy("Selesai"))
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Tautan rapat daring"), max_length=400, required=False, assume_scheme="https"
    )

    def when(self, zone: str) -> dict[str, Any]:
        typed, info = self.cleaned_data, ZoneInfo(zone)
        return {
            "starts_at": datetime.combine(typed["day"], typed["starts"], info),
            "ends_at": datetime.combine(typed["day"], typed["ends"], info),
            "place": typed["place"],
            "link": typed["link"],
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("starts") and typed.get("ends") and typed["ends"] <= typed["starts"]:
            self.add_error("ends", _("Rapat selesai sesudah dimulai."))
        if not self.errors and not typed.get("place") and not typed.get("link"):
            self.add_error("place", _("Isi tempat atau tautan rapat daring."))
        return typed


class LetterForm(Refusable):
    title = forms.CharField(label=gettext_lazy("Hal"), max_length=200)
    agenda = lines(gettext_lazy("Agenda"), gettext_lazy("Satu acara per baris."), required=False)
    introduction = lines(
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
    copies_to = lines(gettext_lazy("Tembusan"), gettext_lazy("Satu penerima per baris."), rows=3, required=False)


class MeetingForm(LetterForm, WhenForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Penyelenggara"), empty_label=None)
    field_order = ("office", "title", "day", "starts", "ends", "place", "link", "agenda")

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["office"].queryset = offices


class MoveForm(WhenForm):
    reason = forms.CharField(label=gettext_lazy("Alasan, untuk para undangan"), max_length=300, required=False)

    @classmethod
    def of(cls, data: Any, meeting: Meeting) -> MoveForm:
        info = ZoneInfo(meeting.zone)
        starts, ends = meeting.starts_at.astimezone(info), meeting.ends_at.astimezone(info)
        return cls(
            data,
            initial={
                "day": day_of(meeting.starts_at, meeting.zone),
                "starts": starts.time(),
                "ends": ends.time(),
                "place": meeting.place,
                "link": meeting.link,
            },
        )


class CancelForm(Refusable):
    reason = lines(gettext_lazy("Alasan pembatalan"), gettext_lazy("Para undangan membacanya."), rows=3, max_length=300)


class InviteForm(Refusable):
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
        self.fields["offices"].queryset = offices

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("offices") and not typed.get("name"):
            raise ValidationError(_("Pilih unit kerja atau isi nama orang yang diundang."))
        return typed


class AnswerForm(Refusable):
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


class AttendanceForm(Refusable):
    invitation = forms.ModelChoiceField(
        None, label=gettext_lazy("Atas undangan"), required=False, empty_label=gettext_lazy("Tanpa undangan")
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=150)
    position = forms.CharField(label=gettext_lazy("Jabatan"), max_length=150, required=False)
    organisation = forms.CharField(label=gettext_lazy("Instansi, bila tanpa undangan"), max_length=150, required=False)

    def __init__(self, *arguments: Any, invitations: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["invitation"].queryset = invitations


class MinutesForm(Refusable):
    text = lines(gettext_lazy("Notulen"), gettext_lazy("Apa yang dibahas dan disepakati."), rows=18)


class CodeForm(Refusable):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Pihak"), empty_label=None)
    code = forms.CharField(
        label=gettext_lazy("Kode persetujuan"),
        max_length=20,
        widget=forms.TextInput({"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["office"].queryset = offices


class ReturnForm(Refusable):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Pihak"), empty_label=None)
    remark = lines(gettext_lazy("Apa yang perlu diperbaiki"), rows=3, max_length=500)

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["office"].queryset = offices


class DecisionForm(Refusable):
    text = lines(gettext_lazy("Keputusan atau tindak lanjut"), rows=3)
    owner_office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Unit penanggung jawab"),
        required=False,
        empty_label=gettext_lazy("Bukan unit di daftar ini"),
    )
    owner_name = forms.CharField(label=gettext_lazy("Nama penanggung jawab"), max_length=150, required=False)
    due_on = day_field(gettext_lazy("Batas waktu"), required=False)

    def __init__(self, *arguments: Any, offices: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["owner_office"].queryset = offices


class ProofForm(Refusable):
    proof = lines(gettext_lazy("Bukti selesainya, atau alasan tidak dilanjutkan"), rows=3)


class CarryForm(Refusable):
    due_on = day_field(gettext_lazy("Batas waktu yang baru"))
