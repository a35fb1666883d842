"""What people type about a hand-over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.enums import HandOverPath
from monitoring.forms.estates import DayField, Refusable
from monitoring.models import HandOver
from monitoring.papers import CHECK_LISTS


class BeginForm(Refusable, forms.ModelForm):
    on = DayField(label=_("Dicatat sejak"))

    class Meta:
        model = HandOver
        fields = ("path", "recipient", "recipient_address", "value")


class DescribeForm(Refusable, forms.ModelForm):
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


class StepForm(Refusable, forms.Form):
    on = DayField(label=_("Tanggal"))
    letter = forms.CharField(
        label=_("Surat atau BA"), max_length=120, required=False, help_text=_("Nomor dan tanggalnya, bila ada.")
    )


class BackForm(StepForm):
    letter = forms.CharField(label=_("Surat atau alasan pengembalian"), max_length=120)


class ObstacleForm(Refusable, forms.Form):
    obstacle = forms.CharField(label=_("Apa yang menghambat"), max_length=300)
    since_on = DayField(label=_("Terhambat sejak"))


class PapersForm(Refusable, forms.Form):
    """One day for each paper of the check-list; empty is missing."""

    def __init__(self, *args: Any, hand_over: HandOver, **options: Any):
        received = {paper.code: paper.received_on for paper in hand_over.papers.all()}
        options.setdefault("initial", received)
        super().__init__(*args, **options)
        for paper in CHECK_LISTS[HandOverPath(hand_over.path)]:
            self.fields[paper.code] = DayField(label=paper.label, required=False)
