from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.words import squeeze_spaces


class AttachForm(RefusableForm):
    """One file at a time, so that what is wrong with it can be said beside it."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Foto JPEG, PNG, atau WebP; dokumen PDF, XLSX, atau DOCX; paling besar 15 MB."),
        allow_empty_file=True,  # the service says what is wrong with it
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,.pdf,.xlsx,.docx"}),
    )
    title = forms.CharField(
        label=_("Keterangan"), help_text=_("Apa yang terlihat atau tertulis."), max_length=200, required=False
    )

    def clean_title(self) -> Any:
        return squeeze_spaces(self.cleaned_data["title"])
