"""Parsers for cells that say who somebody is: telephone numbers and identity numbers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from krs_portal.accounts.phones import parse_phone
from krs_portal.imports import values


def build_identity_parser(parse: Any) -> values.Parse:
    """Parser for a NIK or KK, which stays text; its shape is checked by `parse`. 0 means unknown."""
    digits = values.build_digits_parser(16)

    def read(raw: Any) -> str | None:
        text = None if raw in (0, "0") else digits(raw)
        return parse(text) if text else None

    return read


def parse_phone_cell(raw: Any) -> str | None:
    """A telephone number; spreadsheets drop the zero at its beginning, and 0 alone means unknown."""
    text = None if raw in (0, "0") else values.build_text_parser(longest=30)(raw)
    if text is None:
        return None
    try:
        return parse_phone(text if text.startswith(("0", "+", "62")) else f"0{text}")
    except ValidationError as error:
        raise values.UnreadableCell(" ".join(error.messages)) from error
