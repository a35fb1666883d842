"""Shorthand for the columns of an import kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from krs_portal.imports import values
from krs_portal.imports.kinds import ImportColumn

Spellings = Mapping[str, Sequence[str]]  # code → what people write for it, the first as in the list to choose from


def build_column(code: str, title: Any, parse: values.Parse, *aliases: str, **more: Any) -> ImportColumn:
    """A column with the other headings under which it is known."""
    return ImportColumn(code, title, parse, aliases=aliases, **more)


def build_choice_column(code: str, title: Any, spellings: Spellings, *aliases: str, **more: Any) -> ImportColumn:
    """A column with one of several answers; the template workbook offers the first spelling of each."""
    choices = [written[0] for written in spellings.values()]
    return build_column(code, title, values.build_choice_parser(spellings), *aliases, choices=choices, **more)
