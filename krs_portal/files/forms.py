from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AttachForm(forms.Form):
    """One file at a time: what is wrong with it can then be said beside it."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Foto JPEG, PNG, atau WebP; dokumen PDF, XLSX, atau DOCX; paling besar 15 MB."),
        allow_empty_file=True,  # the service says what is wrong with it
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,.pdf,.xlsx,.docx"}),
    )
    title = forms.CharField(
        label=_("Keterangan"), help_text=_("Apa yang terlihat atau tertulis."), max_length=200, required=False
    )

    def refuse(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)

    def clean_title(self) -> Any:
        return " ".join(self.cleaned_data["title"].split())
