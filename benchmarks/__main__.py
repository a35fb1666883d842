from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks import databases, machine
from benchmarks.measure import Result, note, taken

PARTS = ["board", "ledger", "seats", "paper", "imports", "memory", "booking", "register", "readiness", "start"]
OFFICES = "40"
PAGE = databases.ROOT / "docs" / "benchmarks.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="The benchmark table.")
    parser.add_argument("--quick", action="store_true", help="100 k and 1 M consultations instead of 1 M and 10 M")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    asked = parser.parse_args()
    parts = asked.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    sizes = [("100 k", 100_000), ("1 M", 1_000_000)] if asked.quick else [("1 M", 1_000_000), ("10 M", 10_000_000)]
    databases.manage(databases.production(os.environ["DATABASE_URL"]), "collectstatic", "--noinput", "--verbosity", "0")
    results: list[Result] = []
    if "board" in parts:
        results += board(sizes)
    if rest := [part for part in ("ledger", "seats", "paper", "imports", "memory", "booking") if part in parts]:
        with databases.private("demo") as env:
            databases.manage(env, "load_demo", "--allow-production")
            for part in rest:
                results += run(part, env)
    if "register" in parts:
        with databases.private("register") as env:
            databases.manage(env, "load_regions")
            databases.manage(env, "load_synthetic_monitoring", "--allow-production")
            databases.settle(env)
            results += run("register", env)
    if "readiness" in parts:
        with databases.private("readiness") as env:
            databases.manage(env, "load_regions")
            results += run("readiness", env)
    if "start" in parts:
        results += run("start", dict(os.environ))
    text = table(results, machine.described())
    print(text)
    if not asked.quick and parts == PARTS:
        PAGE.write_text(text)
        note(f"written to {PAGE.relative_to(databases.ROOT)}")
    return int(any(result.is_kept is False for result in results))


def board(sizes: list[tuple[str, int]]) -> list[Result]:
    """The small and the large table in turn, twice; the better of both, and the large beside the small."""
    (small, few), (large, many) = sizes
    with databases.private("small") as first, databases.private("large") as second:
        for env, size in ((first, few), (second, many)):
            databases.manage(
                env, "load_synthetic", "--consultations", str(size), "--offices", OFFICES, "--allow-production"
            )
            databases.settle(env)
        found = [[run("board", env, name) for env, name in ((first, small), (second, large))] for _ in range(2)]
    on_small, on_large = (
        [min(pair, key=lambda result: result.ours) for pair in zip(found[0][of], found[1][of], strict=True)]
        for of in range(2)
    )
    growth = [
        Result("board", f"{big.what}: {large} rows", big.ours, little.ours, f"{small} rows", limit=1.3)
        for little, big in zip(on_small, on_large, strict=True)
    ]
    return [*on_small, *on_large, *growth]


def run(part: str, env: dict[str, str], *arguments: str) -> list[Result]:
    """The results of a part, measured in a process of its own."""
    note(" ".join((part, *arguments)))
    command = [sys.executable, "-m", f"benchmarks.{part}", *arguments]
    env = {**env, "DJANGO_SETTINGS_MODULE": "krs_portal.settings"}
    done = subprocess.run(command, cwd=databases.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return [result for line in done.stdout.splitlines() if (result := taken(line))]


def table(results: list[Result], on: list[str]) -> str:
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "`make bench` writes this page. Ours and the thing beside it are measured in turn in one run, so the",
            "ratios travel; the milliseconds are this machine's.",
            "",
            *(f"- {line}" for line in on),
            f"- {date.today():%Y-%m-%d}",  # noqa: DTZ011 - a page's date
            "",
            "| part | what | ours | beside it | ratio | at most | |",
            "|---|---|---:|---|---:|---:|---|",
            *lines(results),
            "",
        ]
    )


def lines(results: list[Result]) -> Iterator[str]:
    for result in results:
        beside = f"{amount(result.beside)} {result.unit}, {result.beside_what}" if result.beside else ""
        ratio = f"{result.ratio:.2f} ×" if result.ratio else ""
        limit = "" if result.limit is None else f"{result.limit:g} {'×' if result.ratio else result.unit}"
        kept = {True: "kept", False: "**missed**", None: ""}[result.is_kept]
        ours = f"{amount(result.ours)} {result.unit}"
        yield f"| {result.part} | {result.what} | {ours} | {beside} | {ratio} | {limit} | {kept} |"


def amount(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:,.0f}"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
