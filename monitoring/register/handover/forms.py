"""Forms about a hand-over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import DayField
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.kit.versions import Edited
from monitoring.register.handover.enums import HandOverPath
from monitoring.register.handover.models import HandOver
from monitoring.register.handover.papers import CHECK_LISTS


class BeginHandOverForm(RefusableModelForm):
    on = DayField(label=_("Dicatat sejak"))

    class Meta:
        model = HandOver
        fields = ("path", "recipient", "recipient_address", "value")


class DescribeHandOverForm(RefusableModelForm):
    internal_complete = forms.NullBooleanField(label=_("Dokumen internal"), widget=forms.Select, required=False)
    external_complete = forms.NullBooleanField(label=_("Dokumen eksternal"), widget=forms.Select, required=False)

    class Meta:
        model = HandOver
        fields = ("recipient", "recipient_address", "value", "internal_complete", "external_complete")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in ("internal_complete", "external_complete"):
            self.fields[name].widget.choices = COMPLETE


COMPLETE = [("", _("Belum diketahui")), ("True", _("Lengkap")), ("False", _("Belum lengkap"))]


class AdvanceHandOverForm(RefusableForm):
    on = DayField(label=_("Tanggal"))
    letter = forms.CharField(
        label=_("Surat atau BA"), max_length=120, required=False, help_text=_("Nomor dan tanggalnya, bila ada.")
    )
    to = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)


class ReturnHandOverForm(AdvanceHandOverForm):
    letter = forms.CharField(label=_("Surat atau alasan pengembalian"), max_length=120)


class HandOverObstacleForm(RefusableForm):
    obstacle = forms.CharField(label=_("Apa yang menghambat"), max_length=300)
    since_on = DayField(label=_("Terhambat sejak"))


class HandOverPapersForm(RefusableForm):
    """One day for each paper of the check-list; a paper without a day is missing."""

    def __init__(self, *args: Any, hand_over: HandOver, **options: Any):
        super().__init__(*args, edits=Edited(hand_over, read_received_days), **options)
        for paper in CHECK_LISTS[HandOverPath(hand_over.path)]:
            self.fields[paper.code] = DayField(label=paper.label, required=False)


def read_received_days(hand_over: HandOver) -> dict[str, Any]:
    """The day of each paper of the check-list; `None` while it is missing."""
    received = {paper.code: paper.received_on for paper in hand_over.papers.all()}
    return {paper.code: received.get(paper.code) for paper in CHECK_LISTS[HandOverPath(hand_over.path)]}
