"""Problems that rounds found: some resolved with proof, some come back, some overdue (invented)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from monitoring.enums import DeskSection, ProblemCategory, ProblemState, Severity
from monitoring.models import Estate, Problem, Round


class Told(NamedTuple):
    category: ProblemCategory
    section: DeskSection
    title: str
    plan: str
    proof: str


TOLD = [
    Told(
        ProblemCategory.BUILDING, DeskSection.EXECUTION, "Plafon lantai teratas bocor",
        "Perbaikan atap diusulkan dalam APBD.", "Atap diperbaiki; diperiksa setelah hujan, tidak ada rembesan.",
    ),
    Told(
        ProblemCategory.BUILDING, DeskSection.EXECUTION, "Dinding kamar mandi retak dan lembap",
        "Pengelola menutup retak dan melapis ulang.", "Retak ditutup, foto sesudah perbaikan dilampirkan.",
    ),
    Told(
        ProblemCategory.WATER, DeskSection.EXECUTION, "Air PDAM belum tersambung ke menara B",
        "Dinas menyurati PDAM.", "Sambungan PDAM menyala di semua lantai.",
    ),
    Told(
        ProblemCategory.POWER, DeskSection.EXECUTION, "Daya listrik PLN tidak cukup",
        "Penambahan daya diajukan ke PLN.", "Daya ditambah; berita acara PLN dilampirkan.",
    ),
    Told(
        ProblemCategory.LAND, DeskSection.PLANNING, "Sertifikat tanah belum terbit",
        "Berkas dilengkapi ke kantor pertanahan.", "Sertifikat terbit.",
    ),
    Told(
        ProblemCategory.HAND_OVER, DeskSection.OCCUPANCY, "BAST hibah belum selesai",
        "Dokumen pendukung dilengkapi untuk Biro PBMN.", "BAST ditandatangani kedua pihak.",
    ),
    Told(
        ProblemCategory.OCCUPANCY, DeskSection.OCCUPANCY, "Pendataan calon penghuni belum selesai",
        "Pendaftaran dibuka ulang melalui kelurahan.", "Daftar calon penghuni ditetapkan.",
    ),
    Told(
        ProblemCategory.ARREARS, DeskSection.OCCUPANCY, "Tunggakan sewa lebih dari enam bulan",
        "Penagihan bertahap dan perjanjian cicilan.", "Tunggakan lunas menurut buku pengelola.",
    ),
    Told(
        ProblemCategory.LEASE, DeskSection.OCCUPANCY, "Penghuni melewati masa sewa terlama",
        "Penghuni diarahkan ke program kepemilikan rumah.", "Penghuni pindah ke rumah sendiri.",
    ),
    Told(
        ProblemCategory.BUDGET, DeskSection.PLANNING, "Tidak ada anggaran pemeliharaan tahun ini",
        "Usulan masuk APBD perubahan.", "Anggaran tersedia dalam DPA perubahan.",
    ),
]  # fmt: skip


def load(estates: Sequence[Estate]) -> None:
    chance = Random(4)  # noqa: S311
    before, latest = Round.objects.filter(closed_at__isnull=False).order_by("data_as_at")
    first = [_problem(estate, before, chance) for estate in chance.sample(list(estates), 34)]
    for each in first[:22]:
        _resolve(each, chance)
    Problem.objects.bulk_create(first)
    again = [_again(each, latest, chance) for each in first[:5]]
    found = [_problem(estate, latest, chance) for estate in chance.sample(list(estates), 31)]
    for each in found[:9]:
        _resolve(each, chance)
    Problem.objects.bulk_create([*again, *found])


def _problem(estate: Estate, found_in: Round, chance: Random) -> Problem:
    told = chance.choice(TOLD)
    found_on = found_in.desk_starts_on - timedelta(days=chance.randint(1, 60))
    return Problem(
        estate=estate,
        category=told.category,
        section=told.section,
        severity=chance.choice(list(Severity)),
        title=told.title,
        description="Data contoh: masalah ini rekaan.",
        found_on=found_on,
        found_in=found_in,
        owner=chance.choice([estate.manager, f"Dinas Perumahan {estate.region}"]),
        due_on=found_on + timedelta(days=chance.choice((60, 90, 180))),
        cost_estimate=chance.choice((None, 4_500_000, 18_000_000, 75_000_000, 240_000_000)),
        plan=told.plan,
        state=chance.choice((ProblemState.OPEN, ProblemState.IN_PROGRESS)),
    )


def _resolve(problem: Problem, chance: Random) -> None:
    problem.state = ProblemState.RESOLVED
    problem.resolved_on = problem.found_on + timedelta(days=chance.randint(20, 300))
    problem.proof = next(told.proof for told in TOLD if told.title == problem.title)


def _again(earlier: Problem, found_in: Round, chance: Random) -> Problem:
    """The same trouble at the same place, a year after it was called resolved."""
    problem = _problem(earlier.estate, found_in, chance)
    problem.category, problem.section = earlier.category, earlier.section
    problem.title, problem.plan, problem.repeats = earlier.title, earlier.plan, earlier
    problem.occurrence = earlier.occurrence + 1
    problem.found_on = max(problem.found_on, (earlier.resolved_on or date.min) + timedelta(days=5))
    return problem
