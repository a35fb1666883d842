"""A slot as staff write it down: when, where or by which link, how many, and what people should know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.models import Place
from consultations.agenda.forms.hours import list_office_staff
from consultations.booking.enums import ServiceChannel, SlotKind
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.fields import ClockField, DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.kit.versions import Edited, lock_under

HOUR = timedelta(hours=1)
DAY_BEFORE = 24


class SessionForm(RefusableModelForm):
    """Times are those of the office. A slot of weekly hours keeps its time and its seats: these follow the hours."""

    day = DayField(label=_("Hari"))
    begins = ClockField(label=_("Mulai"))
    ends = ClockField(label=_("Selesai"))
    link = forms.URLField(label=_("Tautan pertemuan daring"), required=False, max_length=200, assume_scheme="https")
    closes_hours_before = forms.IntegerField(
        label=_("Pendaftaran ditutup (jam sebelumnya)"),
        min_value=0,
        max_value=24 * 90,
        initial=DAY_BEFORE,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "short"}),
    )

    class Meta:
        model = Slot
        fields = ("title", "topic", "place", "channel", "link", "seats", "speaker", "officer", "note")
        widgets = {"note": forms.Textarea({"rows": 2}), "seats": forms.NumberInput({"class": "short"})}

    field_order = (
        "title", "topic", "day", "begins", "ends", "place", "channel", "link", "seats", "closes_hours_before",
        "speaker", "officer", "note",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, places: list[Place], place: Place, slot: Slot | None = None):
        # The service locks who is booked before the slot: here the place keeps two savings apart.
        edits = Edited(slot, build_session_initial, lock=lock_under(place)) if slot else None
        super().__init__(data, instance=slot, initial={"place": place.pk, "seats": 20}, edits=edits)
        self.zone = TimeZone(place.office.time_zone)
        offer_choices(
            self,
            place=Place.objects.filter(pk__in=[each.pk for each in places if each.office_id == place.office_id])
            .select_related("office")
            .order_by("kind", "name", "pk"),
            topic=Topic.objects.in_order(),
            officer=list_office_staff(place),
        )
        fields: dict[str, Any] = self.fields
        fields["place"].label, fields["place"].empty_label = _("Tempat layanan"), None
        fields["topic"].label, fields["topic"].empty_label = _("Topik"), _("Semua topik")
        fields["officer"].empty_label = _("Belum ditentukan")
        self.fields["note"].help_text = _("Tertera pada tiket dan pesan, misalnya apa yang perlu dibawa.")
        self.fields["title"].required = slot is None or slot.kind == SlotKind.GROUP
        if slot and slot.hours_id:
            for name in ("day", "begins", "ends", "seats"):
                self.fields[name].disabled = True
            self.fields["day"].help_text = _("Waktu dan kursi mengikuti jam janji; orangnya dipindahkan di agenda.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("channel") == ServiceChannel.ONLINE and not cleaned.get("link"):
            self.add_error("link", _("Isi tautan pertemuan, atau pilih cara lain."))
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("Jadwal harus selesai sesudah mulai."))
        return cleaned

    def _post_clean(self) -> None:
        """No model validation here: the service validates the whole slot; the form leaves its instance unchanged."""

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        cleaned = self.cleaned_data
        starts_at = datetime.combine(cleaned["day"], cleaned["begins"], self.zone.info)
        return {name: cleaned[name] for name in self.Meta.fields} | {
            "starts_at": starts_at,
            "ends_at": datetime.combine(cleaned["day"], cleaned["ends"], self.zone.info),
            "registration_ends_at": starts_at - cleaned["closes_hours_before"] * HOUR,
        }


def build_session_initial(slot: Slot) -> dict[str, Any]:
    """When a slot is, in the words of the form."""
    zone = TimeZone(slot.place.office.time_zone).info
    begins, closes_at = slot.starts_at.astimezone(zone), slot.registration_ends_at or slot.starts_at
    return {
        "day": begins.date(),
        "begins": begins.time(),
        "ends": slot.ends_at.astimezone(zone).time(),
        "closes_hours_before": round((slot.starts_at - closes_at) / HOUR),
    }


class ChangeNoticeForm(RefusableForm):
    """The reason sent to the people affected.

    `told` is the number of them that the page showed; the service refuses when it has changed.
    """

    told = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Alasan untuk pemohon"),
        max_length=200,
        required=False,
        help_text=_("Kalimat ini ikut dalam pesannya."),
    )

    def __init__(self, data: Any = None, *, needs_reason: bool = False, **options: Any):
        super().__init__(data, **options)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = _("Tulis alasannya; kalimat ini dibaca pemohon.")
