"""What is not allowed is refused with a sentence, on pages, in services and in the API alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from krs_portal.kit.versions import VersionedForm


def refuse_if(sentence: str | None) -> None:
    """Raise PermissionDenied with the sentence of a `why_not_…` policy; `None` means allowed.

    A page shows it as 403, the API as problem+json.
    """
    if sentence:
        raise PermissionDenied(sentence)


def reject_future_day(field: str, day: date, today: date) -> None:
    """What is reported must have happened. A service asks, so that the page, the API and an import all hear it.

    `today` is the day where it happened: in Papua it begins two hours before Jakarta's.
    """
    if day > today:
        raise ValidationError({field: _("Tanggal ini belum tiba.")})


def reject_if(sentence: str | None, field: str = "", code: str = "") -> None:
    """Stop here with a sentence about what was asked, not about who asks; `field` is where the form shows it.

    Raises ValidationError: a form takes it, a button tells it on the next page, the API answers 400.
    """
    if sentence:
        raise ValidationError({field: ValidationError(sentence, code)} if field else sentence, code)


def reject_fields(errors: Mapping[str, Any]) -> None:
    """Stop here with all that is wrong, each sentence at its field; nothing wrong, nothing raised."""
    if errors:
        raise ValidationError(dict(errors))


def has_code(error: ValidationError, code: str) -> bool:
    """Was it refused for this reason? Whatever its shape: one sentence, several, or sentences by field.

    Only an error of one sentence has a `code` of its own; a refusal at a field keeps it inside.
    """
    parts = [part for errors in error.error_dict.values() for part in errors] if hasattr(error, "error_dict") else []
    return any(part.code == code for part in parts or error.error_list)


class Refusable(VersionedForm):
    """A form that shows what a service refused at the field concerned, and keeps what was typed."""

    def take_refusal(self, error: ValidationError) -> None:
        """Add the errors of a service to their fields; those that concern no field of this form stand above them."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class RefusableForm(Refusable, forms.Form):
    """A plain form that can show what a service refused."""


class RefusableModelForm(Refusable, forms.ModelForm):
    """A model form that can show what a service refused; the service saves, not the form."""
