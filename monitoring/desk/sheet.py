"""The ministry's desk form (domain facts §4.3), filled in from the data of a kab/kota."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from krs_portal.kit import formats
from krs_portal.reports.workbooks import NUMBER, ReportSheet, SheetColumn, build_xlsx
from monitoring.desk.comparison import EstateTalk, group_problems_by_section
from monitoring.problems.enums import DeskSection
from monitoring.problems.models import Problem
from monitoring.register.handover.enums import HandOverState
from monitoring.register.models import Estate
from monitoring.rounds import fields

TITLE = "Format perumusan desk rusun dan rusus"
COLUMNS = (
    SheetColumn("No", width=6),
    SheetColumn("Unit Kerja", width=24),
    SheetColumn("Rangkuman Data", width=44),
    SheetColumn("Status: Jumlah", NUMBER, 12),
    SheetColumn("Status: Nilai Perolehan (Rp)", NUMBER, 20),
    SheetColumn("Status: Lengkap", NUMBER, 12),
    SheetColumn("Status: Belum Lengkap", NUMBER, 12),
    SheetColumn("Target Pemenuhan", width=20),
    SheetColumn("Kendala Permasalahan: Program & Perencanaan", width=34),
    SheetColumn("Kendala Permasalahan: Pelaksanaan", width=34),
    SheetColumn("Kendala Permasalahan: Penghunian & STA", width=34),
    SheetColumn("Tindak Lanjut dan Solusi: Program & Perencanaan", width=34),
    SheetColumn("Tindak Lanjut dan Solusi: Pelaksanaan", width=34),
    SheetColumn("Tindak Lanjut dan Solusi: Penghunian & STA", width=34),
)


@dataclass(frozen=True)
class DeskFormRow:
    """A row of the form. `number` is set on the first row of a group; None means unknown, not zero."""

    number: str = ""
    office: str = ""
    summary: str = ""
    count: int | None = None
    value: int | None = None
    complete: int | None = None
    incomplete: int | None = None
    target: str = ""
    planning: str = ""
    execution: str = ""
    occupancy: str = ""
    planning_plan: str = ""
    execution_plan: str = ""
    occupancy_plan: str = ""


def build_desk_form_rows(office: str, talks: Sequence[EstateTalk]) -> tuple[DeskFormRow, ...]:
    """The rows of the ministry's form, grouped; groups without rows are left out."""
    groups = [
        ("Jumlah rusun dan rusus menurut tahun anggaran", build_budget_year_rows(talks)),
        ("Kelengkapan profil", [build_filling_row(talk) for talk in talks]),
        ("Status hunian", build_occupancy_rows(talks)),
        ("Status aset", build_asset_rows(talks)),
        ("Permasalahan tiap lokasi", [build_problem_row(talk) for talk in talks if talk.problems]),
    ]
    made = []
    for number, (title, lines) in enumerate((each for each in groups if each[1]), start=1):
        made += [DeskFormRow(number=str(number), office=office, summary=title), *lines]
    return tuple(made)


def build_budget_year_rows(talks: Sequence[EstateTalk]) -> list[DeskFormRow]:
    found: dict[str, list[EstateTalk]] = defaultdict(list)
    for talk in talks:
        found[format_budget_years(talk.profile.estate)].append(talk)
    return [
        DeskFormRow(summary=year, count=len(there), value=sum_acquisition_values(there))
        for year, there in sorted(found.items())
    ]


def format_budget_years(estate: Estate) -> str:
    first, last = estate.budget_year_first, estate.budget_year_last
    if first is None:
        return "Tahun anggaran tidak diketahui"
    return f"TA {first}" if last in (None, first) else f"TA {first}-{last}"


def sum_acquisition_values(talks: Iterable[EstateTalk]) -> int | None:
    known = [value for talk in talks if (value := getattr(find_hand_over(talk), "value", None)) is not None]
    return sum(known) if known else None


def find_hand_over(talk: EstateTalk) -> object | None:
    return getattr(talk.profile.estate, "hand_over", None)


def build_filling_row(talk: EstateTalk) -> DeskFormRow:
    filling = fields.measure_filling(talk.profile, talk.profile.round.form, has_photo=True)
    missing = ", ".join(str(label) for label in filling.missing)
    return DeskFormRow(
        summary=talk.profile.estate.name + (f" (belum ada: {missing})" if missing else ""),
        complete=filling.answered,
        incomplete=len(filling.missing),
    )


def build_occupancy_rows(talks: Sequence[EstateTalk]) -> list[DeskFormRow]:
    known = [talk.profile for talk in talks if talk.profile.empty is not None]
    rows = [
        DeskFormRow(summary="Sudah dihuni (unit)", count=sum(profile.occupied or 0 for profile in known)),
        DeskFormRow(summary="Belum dihuni (unit)", count=sum(profile.empty or 0 for profile in known)),
    ]
    unknown = len(talks) - len(known)
    return rows + ([DeskFormRow(summary="Belum menjawab keterisian (lokasi)", count=unknown)] if unknown else [])


def build_asset_rows(talks: Sequence[EstateTalk]) -> list[DeskFormRow]:
    found: dict[str, list[EstateTalk]] = defaultdict(list)
    for talk in talks:
        if state := getattr(find_hand_over(talk), "state", None):
            found[state].append(talk)
    return [
        DeskFormRow(summary=str(state.label), count=len(found[state]), value=sum_acquisition_values(found[state]))
        for state in HandOverState
        if state in found
    ]


def build_problem_row(talk: EstateTalk) -> DeskFormRow:
    """Problems and their follow-up by section of the form; the target is the earliest due date."""
    sections = group_problems_by_section(talk.problems)
    planning, execution, occupied = (sections[section] for section in DeskSection)
    due = min((problem.due_on for problem in talk.problems if problem.due_on), default=None)
    return DeskFormRow(
        summary=talk.profile.estate.name,
        count=len(talk.problems),
        target=formats.format_day(due) if due else "",
        planning=join_problem_titles(planning),
        execution=join_problem_titles(execution),
        occupancy=join_problem_titles(occupied),
        planning_plan=join_problem_plans(planning),
        execution_plan=join_problem_plans(execution),
        occupancy_plan=join_problem_plans(occupied),
    )


def join_problem_titles(problems: Iterable[Problem]) -> str:
    return "; ".join(problem.title for problem in problems)


def join_problem_plans(problems: Iterable[Problem]) -> str:
    return "; ".join(problem.plan.strip() or "belum ada tindak lanjut" for problem in problems)


def build_desk_workbook(rows: Iterable[DeskFormRow], *, subtitle: str) -> bytes:
    sheet = ReportSheet(
        name="Format perumusan",
        title=f"{TITLE} – {subtitle}",
        columns=COLUMNS,
        rows=[tuple(None if value == "" else value for value in astuple(row)) for row in rows],
        notes=("STA: serah terima aset. Kosong berarti tidak diketahui, bukan nol.",),
    )
    return build_xlsx([sheet], title=TITLE, code=subtitle)
