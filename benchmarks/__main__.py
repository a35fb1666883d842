from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks import databases, machine
from benchmarks.measure import Result, note, taken

PARTS = [
    "board", "ledger", "seats", "pages", "paper", "imports", "logbook", "memory", "booking", "people", "counter",
    "lists", "trials",
    "register", "readiness", "start",
]  # fmt: skip
OFFICES = "40"
PAGE = databases.ROOT / "docs" / "benchmarks.md"
KEPT = databases.ROOT / "benchmarks" / "results.json"  # the newest results of each part
MISSES = databases.ROOT / "benchmarks" / "misses.md"  # why something is slower than was asked, as it was measured


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
    found: list[Result] = []
    for part, results in measure(parts, sizes):
        found += results
        if not asked.quick:
            keep(part, results)
    print(table({"": found}, machine.described()))
    return int(any(result.is_kept is False for result in found))


def measure(parts: list[str], sizes: list[tuple[str, int]]) -> Iterator[tuple[str, list[Result]]]:
    """Each part with its results as soon as it ends; one that breaks off is a row, and the next one begins."""
    if "board" in parts:
        yield "board", attempt("board", lambda: board(sizes))
    on_demo_data = ("ledger", "seats", "pages", "paper", "imports", "logbook", "memory", "booking")
    if rest := [part for part in on_demo_data if part in parts]:
        with databases.private("demo") as env:
            databases.manage(env, "load_demo", "--allow-production")
            for part in rest:
                yield part, attempt(part, lambda part=part: run(part, env))
    if "people" in parts:
        with databases.private("people") as env:
            databases.manage(env, "load_demo", "--allow-production")
            yield "people", attempt("people", lambda: run("people", env))
    if "lists" in parts:
        size, number = sizes[-1]
        with databases.private("lists") as env:
            databases.manage(
                env, "load_synthetic", "--consultations", str(number), "--offices", OFFICES, "--allow-production"
            )
            databases.settle(env)
            yield "lists", attempt("lists", lambda: run("lists", env, size))
    if "trials" in parts:
        with databases.private("trials") as env:
            size, number = ("1 M", 1_000_000)  # all of them of one year
            asked = ["--consultations", str(number), "--offices", OFFICES, "--years", "1", "--allow-production"]
            databases.manage(env, "load_synthetic", *asked)
            databases.settle(env)
            yield "trials", attempt("trials", lambda: run("trials", env, size))
    if "counter" in parts:
        with databases.private("counter") as env:
            databases.manage(env, "load_demo", "--allow-production")
            yield "counter", attempt("counter", lambda: run("counter", env))
    if "register" in parts:
        with databases.private("register") as env:
            databases.manage(env, "load_regions", "--without-villages")
            databases.manage(env, "load_synthetic_monitoring", "--allow-production")
            databases.settle(env)
            yield "register", attempt("register", lambda: run("register", env))
    if "readiness" in parts:
        with databases.private("readiness") as env:
            databases.manage(env, "load_regions", "--without-villages")
            yield "readiness", attempt("readiness", lambda: run("readiness", env))
    if "start" in parts:
        yield "start", attempt("start", lambda: run("start", dict(os.environ)))


def attempt(part: str, doing: Callable[[], list[Result]]) -> list[Result]:
    try:
        return doing()
    except subprocess.CalledProcessError as error:
        note(f"{part} broke off: {error}")
        return [*read_results(error.stdout or ""), Result(part, "broke off before its end", has_failed=True)]


def keep(part: str, results: list[Result]) -> None:
    """Write the page anew with what was measured of this part now, and of the others when they were measured last."""
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    known[part] = {"on": f"{date.today():%Y-%m-%d}", "results": [asdict(result) for result in results]}  # noqa: DTZ011
    KEPT.write_text(json.dumps(known, indent=1))
    by_day: dict[str, list[Result]] = {}
    for name in [name for name in PARTS if name in known]:
        by_day.setdefault(known[name]["on"], []).extend(Result(**row) for row in known[name]["results"])
    PAGE.write_text(table(by_day, machine.described()))
    note(f"{part} is written to {PAGE.relative_to(databases.ROOT)}")


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
    return read_results(done.stdout)


def read_results(output: str) -> list[Result]:
    return [result for line in output.splitlines() if (result := taken(line))]


def table(by_day: dict[str, list[Result]], on: list[str]) -> str:
    """The page: a table for each day on which something was measured."""
    made = [
        "# Benchmarks",
        "",
        '`make bench` writes this page, part by part as they end; `make bench ARGS="--only booking"` measures one',
        "again. Ours and the thing beside it are measured in turn in one run, so the ratios travel; the milliseconds",
        "are those of the machine named here.",
        "",
        *(f"- {line}" for line in on),
        "",
    ]
    for day, results in sorted(by_day.items(), reverse=True):
        made += [f"## {day}", ""] if day else []
        made += ["| part | what | ours | beside it | ratio | at most | |", "|---|---|---:|---|---:|---:|---|"]
        made += [*lines(results), ""]
    return "\n".join([*made, MISSES.read_text()])


def lines(results: list[Result]) -> Iterator[str]:
    for result in results:
        beside = f"{amount(result.beside)} {result.unit}, {result.beside_what}" if result.beside else ""
        ratio = f"{result.ratio:.2f} ×" if result.ratio else ""
        limit = "" if result.limit is None else f"{result.limit:g} {'×' if result.ratio else result.unit}"
        kept = "**failed**" if result.has_failed else {True: "kept", False: "**missed**", None: ""}[result.is_kept]
        ours = "" if result.has_failed else f"{amount(result.ours)} {result.unit}"
        yield f"| {result.part} | {result.what} | {ours} | {beside} | {ratio} | {limit} | {kept} |"


def amount(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:,.0f}"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
