"""What the script sends: which writing, of which form, and its fields as JSON."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from krs_portal.kit.refusals import RefusableForm


class KeyForm(RefusableForm):
    key = forms.UUIDField()


class KeepForm(KeyForm):
    address = forms.CharField(max_length=500)
    fields_ = forms.CharField(strip=False)

    def clean_fields_(self) -> list[list[str]]:
        """Pairs of two texts; the script writes nothing else."""
        try:
            sent: Any = json.loads(self.cleaned_data["fields_"])
        except (ValueError, RecursionError):
            sent = None
        pairs = isinstance(sent, list) and all(isinstance(each, list) and len(each) == 2 for each in sent)
        if not pairs or not all(isinstance(text, str) for each in sent for text in each):
            raise forms.ValidationError("pairs", code="invalid")
        return [list(each) for each in sent]
