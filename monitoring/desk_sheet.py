"""The desk form of the ministry (domain facts §4.3), filled in from what the portal knows of a kab/kota."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from krs_portal.kit import formats
from krs_portal.reports.workbooks import NUMBER, Column, Sheet, xlsx
from monitoring import fields
from monitoring.comparison import Talk, by_section
from monitoring.enums import DeskSection, HandOverState
from monitoring.models import Estate, Problem

TITLE = "Format perumusan desk rusun dan rusus"
COLUMNS = (
    Column("No", width=6),
    Column("Unit Kerja", width=24),
    Column("Rangkuman Data", width=44),
    Column("Status: Jumlah", NUMBER, 12),
    Column("Status: Nilai Perolehan (Rp)", NUMBER, 20),
    Column("Status: Lengkap", NUMBER, 12),
    Column("Status: Belum Lengkap", NUMBER, 12),
    Column("Target Pemenuhan", width=20),
    Column("Kendala Permasalahan: Program & Perencanaan", width=34),
    Column("Kendala Permasalahan: Pelaksanaan", width=34),
    Column("Kendala Permasalahan: Penghunian & STA", width=34),
    Column("Tindak Lanjut dan Solusi: Program & Perencanaan", width=34),
    Column("Tindak Lanjut dan Solusi: Pelaksanaan", width=34),
    Column("Tindak Lanjut dan Solusi: Penghunian & STA", width=34),
)


@dataclass(frozen=True)
class Row:
    """A line of the form. `number` stands where a group begins; a blank is not zero."""

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


def rows(office: str, talks: Sequence[Talk]) -> tuple[Row, ...]:
    """The groups of the form that a desk on occupancy speaks of."""
    groups = [
        ("Jumlah rusun dan rusus menurut tahun anggaran", by_budget_year(talks)),
        ("Kelengkapan profil", [filled(talk) for talk in talks]),
        ("Status hunian", occupancy(talks)),
        ("Status aset", assets(talks)),
        ("Permasalahan tiap lokasi", [troubled(talk) for talk in talks if talk.problems]),
    ]
    made = []
    for number, (title, lines) in enumerate((each for each in groups if each[1]), start=1):
        made += [Row(number=str(number), office=office, summary=title), *lines]
    return tuple(made)


def by_budget_year(talks: Sequence[Talk]) -> list[Row]:
    found: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        found[budget_year(talk.profile.estate)].append(talk)
    return [Row(summary=year, count=len(there), value=value_of(there)) for year, there in sorted(found.items())]


def budget_year(estate: Estate) -> str:
    first, last = estate.budget_year_first, estate.budget_year_last
    if first is None:
        return "Tahun anggaran tidak diketahui"
    return f"TA {first}" if last in (None, first) else f"TA {first}-{last}"


def value_of(talks: Iterable[Talk]) -> int | None:
    known = [value for talk in talks if (value := getattr(hand_over(talk), "value", None)) is not None]
    return sum(known) if known else None


def hand_over(talk: Talk) -> object | None:
    return getattr(talk.profile.estate, "hand_over", None)


def filled(talk: Talk) -> Row:
    filling = fields.filling(talk.profile, talk.profile.round.form, has_photo=True)
    missing = ", ".join(str(label) for label in filling.missing)
    return Row(
        summary=talk.profile.estate.name + (f" (belum ada: {missing})" if missing else ""),
        complete=filling.answered,
        incomplete=len(filling.missing),
    )


def occupancy(talks: Sequence[Talk]) -> list[Row]:
    known = [talk.profile for talk in talks if talk.profile.empty is not None]
    rows_ = [
        Row(summary="Sudah dihuni (unit)", count=sum(profile.occupied or 0 for profile in known)),
        Row(summary="Belum dihuni (unit)", count=sum(profile.empty or 0 for profile in known)),
    ]
    unknown = len(talks) - len(known)
    return rows_ + ([Row(summary="Belum menjawab keterisian (lokasi)", count=unknown)] if unknown else [])


def assets(talks: Sequence[Talk]) -> list[Row]:
    found: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        if state := getattr(hand_over(talk), "state", None):
            found[state].append(talk)
    return [
        Row(summary=str(state.label), count=len(found[state]), value=value_of(found[state]))
        for state in HandOverState
        if state in found
    ]


def troubled(talk: Talk) -> Row:
    """Problems and what is done about them, each under its heading; the target is the earliest day due."""
    sections = by_section(talk.problems)
    planning, execution, occupied = (sections[section] for section in DeskSection)
    due = min((problem.due_on for problem in talk.problems if problem.due_on), default=None)
    return Row(
        summary=talk.profile.estate.name,
        count=len(talk.problems),
        target=formats.day(due) if due else "",
        planning=titles(planning),
        execution=titles(execution),
        occupancy=titles(occupied),
        planning_plan=plans(planning),
        execution_plan=plans(execution),
        occupancy_plan=plans(occupied),
    )


def titles(problems: Iterable[Problem]) -> str:
    return "; ".join(problem.title for problem in problems)


def plans(problems: Iterable[Problem]) -> str:
    return "; ".join(problem.plan.strip() or "belum ada tindak lanjut" for problem in problems)


def workbook(rows_: Iterable[Row], *, subtitle: str) -> bytes:
    sheet = Sheet(
        name="Format perumusan",
        title=f"{TITLE} – {subtitle}",
        columns=COLUMNS,
        rows=[tuple(None if value == "" else value for value in astuple(row)) for row in rows_],
        notes=("STA: serah terima aset. Kosong berarti tidak diketahui, bukan nol.",),
    )
    return xlsx([sheet], title=TITLE, code=subtitle)
