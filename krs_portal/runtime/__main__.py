"""python -m krs_portal.runtime serve | develop | exec [--throwaway [--structured]] [--no-fsync] -- COMMAND"""

import argparse
import os
import signal
import subprocess
import sys
import time
from typing import NoReturn

from krs_portal.runtime import Refused, home, servers
from krs_portal.runtime.develop import develop_portal
from krs_portal.runtime.kept import borrow_cluster
from krs_portal.runtime.processes import STOPPING, ignore_stopping
from krs_portal.runtime.serve import serve_portal
from krs_portal.runtime.setup import find_browser


class Stopped(BaseException):
    """Somebody asked us to stop."""


def stop_once(*_: object) -> NoReturn:
    """The first signal unwinds us, later ones wait: stopping is under way."""
    ignore_stopping()
    raise Stopped


def run_command(command: list[str], env: dict[str, str]) -> int:
    """A command in our place: Ctrl-C reaches it by itself, other signals are passed on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(command, env=env, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda number, _: process.send_signal(number))
    status = process.wait()
    return status if status >= 0 else 128 - status


def run_with_servers(command: list[str], *, throwaway: bool, structured: bool, fsync: bool) -> int:
    lend = borrow_cluster if structured and not os.environ.get("DATABASE_URL") else None
    found = (
        servers.run_throwaway_servers(fsync=fsync, lend=lend)
        if throwaway
        else servers.run_servers(home.ensure_data_folder(), fsync=fsync)
    )
    with found as env:
        return run_command(command, {"KRS_CHROMIUM": find_browser(), **env})


def main() -> int:
    began = time.monotonic()
    parser = argparse.ArgumentParser(prog="python -m krs_portal.runtime")
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("serve", help="everything, in the foreground")
    words.add_parser("develop", help="everything, with a web server and a worker that take in changes of the code")
    run = words.add_parser("exec", help="one command, with the servers it needs")
    run.add_argument("--throwaway", action="store_true", help="servers of its own, empty, gone afterwards")
    run.add_argument("--structured", action="store_true", help="with --throwaway: not empty, the structure is in them")
    run.add_argument("--no-fsync", action="store_true", help="quicker, and nothing to keep")
    run.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    for name in STOPPING:
        signal.signal(name, stop_once)
    try:
        if asked.word == "serve":
            serve_portal(began)
        elif asked.word == "develop":
            return develop_portal(began)
        else:
            command = asked.command[1:] if asked.command[:1] == ["--"] else asked.command
            if not command:
                parser.error("which command?")
            return run_with_servers(
                command, throwaway=asked.throwaway, structured=asked.structured, fsync=not asked.no_fsync
            )
    except Refused as refusal:
        print(f"\nkrs-portal: {refusal}", file=sys.stderr)
        return 1
    except Stopped:
        print("\nStopped; everything is put away.", flush=True)
    return 0


if __name__ == "__main__":
    os.chdir(home.PROJECT)
    sys.exit(main())
