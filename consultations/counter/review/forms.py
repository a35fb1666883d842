from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.counter.review.enums import ReviewVerdict
from consultations.counter.review.models import ReviewSetting
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, read_fields


class ReviewForm(RefusableForm):
    verdict = forms.ChoiceField(label=_("Putusan"), choices=ReviewVerdict.choices, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Catatan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Wajib bila dikembalikan: apa yang perlu diperbaiki petugas lewat “Koreksi”."),
    )


class ReviewSettingForm(RefusableForm):
    is_wanted = forms.BooleanField(label=_("Konsultasi yang ditutup ditinjau kepala unit"), required=False)

    def __init__(self, data: dict[str, str] | None = None, *, setting: ReviewSetting | None) -> None:
        super().__init__(data, edits=Edited(setting, read_fields("is_wanted")) if setting else None)
