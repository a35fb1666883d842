"""The workbook with which profiles are filled in offline: one row per estate, pre-filled with its present answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.imports.exports import LISTS, build_cell_address, write_guide, write_marked_cell
from krs_portal.imports.kinds import ImportColumn
from krs_portal.kit.cells import create_workbook
from monitoring.rounds import fields
from monitoring.rounds.imports.profiles import COLUMNS, build_question_columns, digest_answers, list_answer_choices
from monitoring.rounds.models import Profile, ProfileForm

FIXED = ("estate_code", "name", "region", "round", "mark")
HIDDEN = ("round", "mark")
LAST = ("reviewed", *HIDDEN)


def build_profile_workbook(profiles: Sequence[Profile], form: ProfileForm) -> bytes:
    with translation.override("id"):  # the titles by which the import recognises the columns
        columns = list_workbook_columns(form)
        made, content = create_workbook()
        page, guide = made.add_worksheet(_("Isian")), made.add_worksheet(_("Petunjuk"))
        lists = made.add_worksheet(LISTS)
        lists.hide()
        head = made.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        looks = {fixed: build_cell_formats(made, fixed) for fixed in (True, False)}
        for line, profile in enumerate(profiles, start=1):
            told = build_workbook_row(profile, form)
            for place, column in enumerate(columns):
                write_marked_cell(
                    page, line, place, told.get(column.code, ""), looks[column.code in FIXED], marked=False
                )
        for place, column in enumerate(columns):
            width = max(12, min(32, len(str(column.title)) + 2))
            page.set_column(place, place, width, None, {"hidden": column.code in HIDDEN})
            page.write_string(0, place, str(column.title), head)
            add_cell_validation(page, lists, place, column, len(profiles))
        page.freeze_panes(1, 2)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        write_guide(guide, [column for column in columns if column.code not in HIDDEN], head)
        made.close()
    return content.getvalue()


def list_workbook_columns(form: ProfileForm) -> list[ImportColumn]:
    known = {column.code: column for column in build_question_columns()}
    asked = [replace(known[each.name], choices=list_answer_choices(each)) for each in fields.list_questions(form)]
    first = [column for column in COLUMNS if column.code not in LAST]
    return [*first, *asked, *(column for column in COLUMNS if column.code in LAST)]


def build_workbook_row(profile: Profile, form: ProfileForm) -> dict[str, Any]:
    said = fields.read_values(profile, form)
    return {
        "estate_code": profile.estate.code,
        "name": profile.estate.name,
        "region": str(profile.estate.region),
        "round": profile.round.name,
        "mark": f"v{profile.version}-{digest_answers(form, said)}",
        **{each.name: format_workbook_cell(each, said[each.name]) for each in fields.list_fields(form)},
    }


def format_workbook_cell(field: fields.ProfileField, value: Any) -> Any:
    """Numbers stay numbers; everything else is text as in the column's list of choices."""
    if fields.is_unanswered(value):
        return ""
    return value if field.kind in (fields.COUNT, fields.REASON, fields.NUMBER) else field.format_value(value)


def build_cell_formats(made: Any, fixed: bool) -> dict[tuple[bool, bool], Any]:
    look = {"bg_color": "#F0F3F7"} if fixed else {"locked": False}
    return {(False, quoted): made.add_format(look | {"quote_prefix": quoted}) for quoted in (False, True)}


def add_cell_validation(page: Any, lists: Any, place: int, column: ImportColumn, rows: int) -> None:
    """Let the spreadsheet check the column: against its list of choices, or that it is a whole number."""
    if not rows:
        return
    if column.choices:
        write_choice_list(lists, place, column.choices)
        source = f"={LISTS}!{build_cell_address(0, place)}:{build_cell_address(len(column.choices) - 1, place)}"
        rule: dict[str, Any] = {"validate": "list", "source": source, "error_message": _("Pilih dari daftar.")}
    elif column.code.startswith("reason_") or column.is_summed:
        rule = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": _("Tulis bilangan bulat.")}
    else:
        return
    page.data_validation(1, place, rows, place, rule | {"error_title": _("Tidak dikenal"), "error_type": "warning"})


def write_choice_list(lists: Any, place: int, words: Iterable[str]) -> None:
    for line, word in enumerate(words):
        lists.write_string(line, place, word)
