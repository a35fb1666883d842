"""Invented problems found in the rounds: some resolved with proof, some repeated, some overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from monitoring.problems.enums import SECTIONS, DecisionLevel, DeskSection, ProblemCategory, ProblemState, Severity
from monitoring.problems.models import Problem
from monitoring.register.models import Estate
from monitoring.rounds.models import Round


class ProblemSample(NamedTuple):
    category: ProblemCategory
    section: DeskSection
    title: str
    plan: str
    proof: str


TOLD = [
    ProblemSample(
        ProblemCategory.BUILDING, DeskSection.EXECUTION, "Plafon lantai teratas bocor",
        "Perbaikan atap diusulkan dalam APBD.", "Atap diperbaiki; diperiksa setelah hujan, tidak ada rembesan.",
    ),
    ProblemSample(
        ProblemCategory.BUILDING, DeskSection.EXECUTION, "Dinding kamar mandi retak dan lembap",
        "Pengelola menutup retak dan melapis ulang.", "Retak ditutup, foto sesudah perbaikan dilampirkan.",
    ),
    ProblemSample(
        ProblemCategory.WATER, DeskSection.EXECUTION, "Air PDAM belum tersambung ke menara B",
        "Dinas menyurati PDAM.", "Sambungan PDAM menyala di semua lantai.",
    ),
    ProblemSample(
        ProblemCategory.POWER, DeskSection.EXECUTION, "Daya listrik PLN tidak cukup",
        "Penambahan daya diajukan ke PLN.", "Daya ditambah; berita acara PLN dilampirkan.",
    ),
    ProblemSample(
        ProblemCategory.LAND, DeskSection.PLANNING, "Sertifikat tanah belum terbit",
        "Berkas dilengkapi ke kantor pertanahan.", "Sertifikat terbit.",
    ),
    ProblemSample(
        ProblemCategory.HAND_OVER, DeskSection.OCCUPANCY, "BAST hibah belum selesai",
        "Dokumen pendukung dilengkapi untuk Biro PBMN.", "BAST ditandatangani kedua pihak.",
    ),
    ProblemSample(
        ProblemCategory.OCCUPANCY, DeskSection.OCCUPANCY, "Pendataan calon penghuni belum selesai",
        "Pendaftaran dibuka ulang melalui kelurahan.", "Daftar calon penghuni ditetapkan.",
    ),
    ProblemSample(
        ProblemCategory.ARREARS, DeskSection.OCCUPANCY, "Tunggakan sewa lebih dari enam bulan",
        "Penagihan bertahap dan perjanjian cicilan.", "Tunggakan lunas menurut buku pengelola.",
    ),
    ProblemSample(
        ProblemCategory.LEASE, DeskSection.OCCUPANCY, "Penghuni melewati masa sewa terlama",
        "Penghuni diarahkan ke program kepemilikan rumah.", "Penghuni pindah ke rumah sendiri.",
    ),
    ProblemSample(
        ProblemCategory.BUDGET, DeskSection.PLANNING, "Tidak ada anggaran pemeliharaan tahun ini",
        "Usulan masuk APBD perubahan.", "Anggaran tersedia dalam DPA perubahan.",
    ),
]  # fmt: skip


def load_problems(estates: Sequence[Estate], today: date) -> None:
    chance = Random(4)  # noqa: S311
    before, latest = Round.objects.filter(closed_at__isnull=False).order_by("data_as_at")
    first = [_build_problem(estate, before, chance) for estate in chance.sample(list(estates), 34)]
    for each in first[:22]:
        _resolve_problem(each, chance)
    Problem.objects.bulk_create(first)
    again = [_build_repeated_problem(each, latest, chance) for each in first[:5]]
    found = [_build_problem(estate, latest, chance) for estate in chance.sample(list(estates), 31)]
    for each in found[:9]:
        _resolve_problem(each, chance)
    Problem.objects.bulk_create([*again, *found, *_build_fresh_problems(estates, today)])


def _build_fresh_problems(estates: Sequence[Estate], today: date) -> list[Problem]:
    """Three that were found in the last weeks, so that their clocks run; one waits for the province."""
    told = [
        (ProblemCategory.BUILDING, Severity.EMERGENCY, 1, "Pagar balkon lantai 4 lepas", "Pagar sementara dipasang."),
        (ProblemCategory.SANITATION, Severity.MODERATE, 9, "Septic tank meluap", ""),
        (ProblemCategory.POWER, Severity.HEAVY, 24, "Gardu listrik tidak cukup", "Penambahan daya diusulkan."),
    ]
    made = [
        Problem(
            estate=estate,
            category=category,
            section=SECTIONS.get(category, DeskSection.OCCUPANCY),
            severity=severity,
            title=title,
            description="Data contoh: masalah ini rekaan.",
            found_on=today - timedelta(days=days),
            plan=plan,
            owner=estate.manager if plan else "",
        )
        for estate, (category, severity, days, title, plan) in zip(estates, told, strict=False)
    ]
    made[-1].level, made[-1].looked_on = DecisionLevel.PROVINCE, made[-1].found_on + timedelta(days=6)
    return made


def _build_problem(estate: Estate, found_in: Round, chance: Random) -> Problem:
    told = chance.choice(TOLD)
    found_on = found_in.desk_starts_on - timedelta(days=chance.randint(1, 60))
    return Problem(
        estate=estate,
        category=told.category,
        section=told.section,
        severity=chance.choice((Severity.LIGHT, Severity.MODERATE, Severity.HEAVY)),
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


def _resolve_problem(problem: Problem, chance: Random) -> None:
    problem.state = ProblemState.RESOLVED
    problem.resolved_on = problem.found_on + timedelta(days=chance.randint(20, 300))
    problem.proof = next(told.proof for told in TOLD if told.title == problem.title)


def _build_repeated_problem(earlier: Problem, found_in: Round, chance: Random) -> Problem:
    """The same problem at the same estate, found again in the next round after it was resolved."""
    problem = _build_problem(earlier.estate, found_in, chance)
    problem.category, problem.section = earlier.category, earlier.section
    problem.title, problem.plan, problem.repeats = earlier.title, earlier.plan, earlier
    problem.occurrence = earlier.occurrence + 1
    problem.found_on = max(problem.found_on, (earlier.resolved_on or date.min) + timedelta(days=5))
    return problem
