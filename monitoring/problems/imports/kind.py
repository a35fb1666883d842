"""The import kind `estates` with the problems that such lists tell beside each location.

Lists of rusun have a column for what is wrong and one for what is to be done; each filled one becomes a problem of the
estate that its row makes. The register below knows no problems, so that its kind is completed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t

from krs_portal.imports import values
from krs_portal.imports.columns import build_column
from krs_portal.imports.kinds import ImportLine, Lines
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import list_result_keys
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from monitoring.problems.enums import ProblemCategory, ProblemState
from monitoring.problems.models import Problem
from monitoring.problems.services import create_problem
from monitoring.register.imports import kind as estates
from monitoring.register.imports.checking import check_estate_rows
from monitoring.register.imports.writing import commit_estate_rows, undo_estate_import
from monitoring.register.models import Estate

NONE = frozenset({"tidak ada", "tidak ada masalah", "nihil", "tdk ada", "aman", "0"})
LONGEST_TITLE = Problem._meta.get_field("title").max_length or 200
text = values.build_text_parser(longest=2000)


def parse_problem(raw: Any) -> str | None:
    """What is wrong, in words; None for the words that say that nothing is."""
    said = text(raw)
    return None if said is None or values.normalise_text(said) in NONE else said


COLUMNS = [
    build_column(
        "problem",
        t("Masalah"),
        parse_problem,
        "PERMASALAHAN HUNIAN",
        "Permasalahan",
        "Masalah hunian",
        "MASALAH / URAIAN",
        "Uraian masalah",
        help=t("Menjadi masalah terbuka pada lokasi ini."),
    ),
    build_column("plan", t("Tindak lanjut masalah"), parse_problem, "TINDAK LANJUT", "Rencana tindak lanjut"),
]


def check_rows(lines: Lines, office: Office, user: Any) -> None:
    check_estate_rows(lines, office, user)
    for line in lines:
        if line.values.get("plan") and not line.values.get("problem"):
            line.hint("plan", _("Tindak lanjut tanpa masalah; tidak ikut dimasukkan."))


def commit_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    keys = commit_estate_rows(lines, batch, user, at)
    told = {key: line for key, line in zip(keys, lines, strict=True) if line.values.get("problem")}
    for estate in Estate.objects.filter(pk__in=told).select_related("office__parent").order_by("pk"):
        record_problem(estate, told[estate.pk], user, at)
    return keys


def record_problem(estate: Estate, line: ImportLine, user: Any, at: datetime) -> None:
    said = line.values["problem"]
    create_problem(
        estate=estate,
        category=ProblemCategory.OTHER,
        title=said[:LONGEST_TITLE],
        description=said if len(said) > LONGEST_TITLE else "",
        plan=line.values.get("plan") or "",
        found_on=day_of(at, estate.office.time_zone),
        by=user,
        at=at,
    )


def undo_import(batch: Batch, user: Any, at: datetime) -> None:
    """Take back the problems that came with the estates, too, unless somebody has worked on one of them since."""
    made = [int(key) for key in list_result_keys(batch)]
    came = Problem.objects.filter(estate__in=made, created_at=F("estate__created_at"))
    came.filter(state=ProblemState.OPEN, log__isnull=True, repeated_by__isnull=True).delete()
    undo_estate_import(batch, user, at)


KIND = replace(
    estates.KIND,
    columns=[*estates.KIND.columns, *COLUMNS],
    check=check_rows,
    commit=commit_rows,
    undo=undo_import,
)
