"""Forms of staff: a booking for somebody else, and a change of many bookings at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.agenda.enums import BulkChange
from consultations.booking.forms import WaitingForm
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from krs_portal.kit.fields import offer_choices
from krs_portal.kit.refusals import RefusableForm


class StaffBookingForm(WaitingForm):
    """An officer books for somebody who telephones; the topic is asked along."""

    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topik"), empty_label=_("Pilih topik"))
    consents = forms.BooleanField(
        label=_("Pemohon menyetujui pencatatan datanya"), help_text=_("Bacakan persetujuannya kepada pemohon.")
    )
    field_order = ("topic",)

    def __init__(self, data: Any = None, *, slot: Slot, **options: Any):
        super().__init__(data, slot=slot, **options)
        offer_choices(self, topic=Topic.objects.filter(pk=slot.topic_id) if slot.topic_id else Topic.objects.in_order())
        self.initial["topic"] = slot.topic_id


class BulkChangeForm(RefusableForm):
    """What is done with many bookings, and the reason that their people are told."""

    what = forms.ChoiceField(
        label=_("Yang dilakukan"), choices=BulkChange, initial=BulkChange.MOVE, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Alasan untuk pemohon"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == BulkChange.CANCEL and not cleaned.get("reason"):
            self.add_error("reason", _("Tulis alasannya; kalimat ini dibaca pemohon."))
        return cleaned
