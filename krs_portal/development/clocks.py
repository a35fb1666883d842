"""The suite at another hour: `make test CLOCK=lebaran`. `CLOCK=by-turns`, as in `.ci/run`, takes another one every day.

A small library, clock.c, moves the clock of every process of the run by the same time: of the tests, PostgreSQL,
Valkey, web servers, workers and the browser. The clock goes on from there. Two things keep the true time: what is
measured (sleeping, waiting), and the times of files, which the kernel writes.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from krs_portal.runtime import home
from krs_portal.runtime.setup import (
    TOOLS,
    SetupRefused,
    hash_paths,
    install_system_packages,
    run_quietly,
    runs_cleanly,
)

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
# Close to midnight, two zones have different days; each of these hours but the last is also 00.30 in the next zone.
CLOCKS = {
    "wib-0030": datetime(2027, 10, 1, 0, 30, tzinfo=WIB),  # with a month and a quarter that begin here and not in UTC
    "wib-2330": datetime(2027, 5, 5, 23, 30, tzinfo=WIB),
    "wita-2330": datetime(2027, 6, 30, 23, 30, tzinfo=WITA),
    "wit-2330": datetime(2027, 8, 18, 23, 30, tzinfo=WIT),
    "saturday": datetime(2027, 7, 17, 10, 0, tzinfo=WIB),
    "lebaran": datetime(2027, 3, 10, 10, 0, tzinfo=WIB),
    "leap-day": datetime(2028, 2, 29, 10, 0, tzinfo=WIB),
    "new-years-eve": datetime(2027, 12, 31, 23, 30, tzinfo=WIB),
}
BY_TURNS = "by-turns"
SOURCE = Path(__file__).with_name("clock.c")


def choose_clock(asked: str, today: datetime) -> str:
    """The name of a clock; `by-turns` is another one on the next day."""
    if asked == BY_TURNS:
        return list(CLOCKS)[today.toordinal() % len(CLOCKS)]
    if asked not in CLOCKS:
        raise SetupRefused(f"There is no clock {asked}; there are {', '.join(CLOCKS)} and {BY_TURNS}.")
    return asked


def ensure_library() -> Path:
    """The library, built once, where PostgreSQL's account can read it too."""
    folder = TOOLS if home.can_enter(home.find_server_account(), TOOLS) else home.ELSEWHERE
    library = folder / f"clock-{hash_paths(SOURCE)[:16]}.so"
    if not library.exists():
        if not runs_cleanly("cc", "--version"):
            install_system_packages(["gcc", "libc6-dev"], "a C compiler, for the tests at another hour", needed=True)
        half = library.with_suffix(f".{os.getpid()}")
        run_quietly("cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", half, SOURCE)
        half.rename(library)
    return library


def build_environment(library: Path, clock: str, now: datetime) -> dict[str, str]:
    """The variables under which a process has its clock moved, whenever it starts."""
    offset = round((CLOCKS[clock] - now).total_seconds())
    return {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(offset)}


def run_under_clock(asked: str, command: list[str]) -> NoReturn:
    """The command in our place, at the hour that was asked for."""
    now = datetime.now(UTC)
    clock = choose_clock(asked, now)
    environment = build_environment(ensure_library(), clock, now)
    print(f"  the clock is {clock}: {CLOCKS[clock]:%A, %d %B %Y, %H.%M %Z}. Again: make test CLOCK={clock}", flush=True)
    os.execvpe(command[0], command, {**os.environ, **environment})  # noqa: S606


if __name__ == "__main__":
    try:
        run_under_clock(sys.argv[1], sys.argv[2:])
    except SetupRefused as refusal:
        sys.exit(f"\nmake test: {refusal}")
