from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.months.models import MonthRemark
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, lock_under, read_fields


class MonthRemarkForm(RefusableForm):
    """What is to be looked at again, in the ministry's words."""

    text = forms.CharField(
        label=_("Apa yang harus diperiksa?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RemarkAnswerForm(RefusableForm):
    """What the office did about it."""

    def __init__(self, *arguments: Any, remark: MonthRemark, **options: Any) -> None:
        edited = Edited(remark, read_fields("answer"), lock_under(remark.month))
        super().__init__(*arguments, initial={"answer": remark.answer}, edits=edited, **options)

    answer = forms.CharField(
        label=_("Jawaban unit"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang diperbaiki, atau mengapa baris ini benar."),
    )
