"""Profiles to fill in away from the portal: a row an estate with what is known of it, and what carries it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.imports.exports import LISTS, book, cell, explain, put
from krs_portal.imports.kinds import Column
from monitoring import fields
from monitoring.imports.profiles import COLUMNS, choices, digest, question_columns
from monitoring.models import Profile, ProfileForm

FIXED = ("estate_code", "name", "region", "round", "mark")
HIDDEN = ("round", "mark")
LAST = ("reviewed", *HIDDEN)


def workbook(profiles: Sequence[Profile], form: ProfileForm) -> bytes:
    with translation.override("id"):  # the titles by which it is known when it comes back
        columns = columns_of(form)
        made, content = book()
        page, guide = made.add_worksheet(_("Isian")), made.add_worksheet(_("Petunjuk"))
        lists = made.add_worksheet(LISTS)
        lists.hide()
        head = made.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        looks = {fixed: cell_looks(made, fixed) for fixed in (True, False)}
        for line, profile in enumerate(profiles, start=1):
            told = row_of(profile, form)
            for place, column in enumerate(columns):
                put(page, line, place, told.get(column.code, ""), looks[column.code in FIXED], marked=False)
        for place, column in enumerate(columns):
            width = max(12, min(32, len(str(column.title)) + 2))
            page.set_column(place, place, width, None, {"hidden": column.code in HIDDEN})
            page.write_string(0, place, str(column.title), head)
            offer(page, lists, place, column, len(profiles))
        page.freeze_panes(1, 2)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        explain(guide, [column for column in columns if column.code not in HIDDEN], head)
        made.close()
    return content.getvalue()


def columns_of(form: ProfileForm) -> list[Column]:
    known = {column.code: column for column in question_columns()}
    asked = [replace(known[each.name], choices=choices(each)) for each in fields.questions(form)]
    first = [column for column in COLUMNS if column.code not in LAST]
    return [*first, *asked, *(column for column in COLUMNS if column.code in LAST)]


def row_of(profile: Profile, form: ProfileForm) -> dict[str, Any]:
    said = fields.read(profile, form)
    return {
        "estate_code": profile.estate.code,
        "name": profile.estate.name,
        "region": str(profile.estate.region),
        "round": profile.round.name,
        "mark": f"v{profile.version}-{digest(form, said)}",
        **{each.name: shown(each, said[each.name]) for each in fields.every(form)},
    }


def shown(field: fields.Field, value: Any) -> Any:
    """Figures as figures, everything else as its list has it."""
    if fields.is_blank(value):
        return ""
    return value if field.kind in (fields.COUNT, fields.REASON, fields.NUMBER) else field.shown(value)


def cell_looks(made: Any, fixed: bool) -> dict[tuple[bool, bool], Any]:
    look = {"bg_color": "#F0F3F7"} if fixed else {"locked": False}
    return {(False, quoted): made.add_format(look | {"quote_prefix": quoted}) for quoted in (False, True)}


def offer(page: Any, lists: Any, place: int, column: Column, rows: int) -> None:
    """The list of a column, or that it is a count."""
    if not rows:
        return
    if column.choices:
        write(lists, place, column.choices)
        source = f"={LISTS}!{cell(0, place)}:{cell(len(column.choices) - 1, place)}"
        rule: dict[str, Any] = {"validate": "list", "source": source, "error_message": _("Pilih dari daftar.")}
    elif column.code.startswith("reason_") or column.is_summed:
        rule = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": _("Tulis bilangan bulat.")}
    else:
        return
    page.data_validation(1, place, rows, place, rule | {"error_title": _("Tidak dikenal"), "error_type": "warning"})


def write(lists: Any, place: int, words: Iterable[str]) -> None:
    for line, word in enumerate(words):
        lists.write_string(line, place, word)
