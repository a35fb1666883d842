"""What the Dockerfile would make of this folder, without Docker: its stages as folders, its steps done for real.

Only what needs the base image is left out: `apt-get` (the machine has Debian's libraries itself), and pip, for which uv
installs the same hashed lock. Everything else runs as it stands there, in the stage's folder.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from krs_portal.runtime.setup import ROOT, ensure_uv, find_node_commands


@dataclass(frozen=True)
class Step:
    """One instruction of a Dockerfile: `COPY`, and the rest of its line."""

    word: str
    rest: str


@dataclass
class Stage:
    """A stage under way: its file system as a folder, where it stands in it, and what it says of its programs."""

    folder: Path
    python: str
    workdir: str = "/"
    env: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    volumes: list[str] = field(default_factory=list)
    user: str = ""

    def at(self, path: str) -> Path:
        """Where a path of the stage lies on this machine; a relative one stands in the working folder."""
        return self.folder / os.path.normpath(os.path.join("/", self.workdir, path)).lstrip("/")

    @property
    def programs(self) -> Path:
        return self.folder / "venv" / "bin"


def read_steps(text: str) -> list[Step]:
    """The instructions, continued lines joined and comments dropped."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [Step(*line.split(None, 1)) for line in joined.splitlines() if line.strip()]


# --- what Docker is sent ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pattern:
    """A line of .dockerignore; the last one that matches a path decides whether it is sent."""

    text: str
    lets_through: bool

    def matches(self, path: str) -> bool:
        """`*` stays within a folder, `**` does not, and what matches a folder matches all that is in it."""
        made = ""
        for part in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", self.text):
            made += {"**/": "(.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part, re.escape(part))
        return re.fullmatch(f"{made}(/.*)?", path) is not None


def read_ignored(text: str) -> list[Pattern]:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Pattern(line.removeprefix("!").strip("/"), line.startswith("!")) for line in lines]


def is_sent(path: str, patterns: list[Pattern]) -> bool:
    return next((pattern.lets_through for pattern in reversed(patterns) if pattern.matches(path)), True)


def list_context(root: Path = ROOT) -> list[str]:
    """Every file of the folder that Docker is sent, by its path in the folder."""
    patterns = read_ignored((root / ".dockerignore").read_text())
    assert patterns[0] == Pattern("*", False), "only what .dockerignore names is looked for"
    tops = sorted({root / pattern.text.split("/")[0] for pattern in patterns if pattern.lets_through})
    found = [path for top in tops for path in ([top] if top.is_file() else walk_files(top))]
    return sorted(name for path in found if is_sent(name := str(path.relative_to(root)), patterns))


def walk_files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


# --- building ---------------------------------------------------------------------------------------------------------


def build_image(folder: Path, python: str) -> Stage:
    """The last stage of the Dockerfile, built below `folder` on an interpreter of this machine."""
    context = list_context()
    stages: dict[str, Stage] = {}
    stage = Stage(folder, python)
    for step in read_steps((ROOT / "Dockerfile").read_text()):
        if step.word == "FROM":
            name = step.rest.partition(" AS ")[2] or "last"
            stage = stages[name] = Stage(folder / name, python)
            stage.folder.mkdir()
        else:
            do_step(step, stage, stages, context)
    return stage


def do_step(step: Step, stage: Stage, stages: dict[str, Stage], context: list[str]) -> None:
    match step.word:
        case "WORKDIR":
            stage.workdir = step.rest
            stage.at("").mkdir(parents=True, exist_ok=True)
        case "ENV":
            stage.env |= dict(word.split("=", 1) for word in shlex.split(step.rest))
        case "COPY":
            copy_files(step.rest.split(), stage, stages, context)
        case "RUN":
            run_step(step.rest, stage)
        case "VOLUME":
            stage.volumes.append(step.rest)
        case "USER":
            stage.user = step.rest
        case "CMD":
            stage.command = json.loads(step.rest)
        case "HEALTHCHECK":
            stage.health = json.loads(step.rest.partition(" CMD ")[2])
        case "EXPOSE":
            pass
        case _:
            raise AssertionError(f"The rehearsal does not know how to do: {step}")


def copy_files(words: list[str], stage: Stage, stages: dict[str, Stage], context: list[str]) -> None:
    """`COPY [--from=STAGE] SOURCE… TARGET`: as Docker does it, a folder's content into the target."""
    *sources, target = [word for word in words if not word.startswith("--")]
    origin = next((stages[word.partition("=")[2]] for word in words if word.startswith("--from=")), None)
    for source in sources:
        if origin:
            place = origin.at(source)
            found = {str(path.relative_to(place)): path for path in walk_files(place)}
        else:
            found = {name_within(path, source): ROOT / path for path in context if holds(source, path)}
        assert found, f"COPY {source}: nothing of that name is sent to Docker"
        for name, path in found.items():
            into = stage.at(target) / (name or Path(source).name if target.endswith("/") or name else "")
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, into)


def holds(source: str, path: str) -> bool:
    return source == "." or path == source or path.startswith(f"{source}/")


def name_within(path: str, source: str) -> str:
    """A file's name below the folder that is copied; "" for a file that is copied itself."""
    return path if source == "." else path.removeprefix(source).lstrip("/")


def run_step(line: str, stage: Stage) -> None:
    if line.startswith("apt-get"):
        return None
    if found := re.fullmatch(r"pip install .*--require-hashes -r (\S+)", line):
        return install_packages(stage, stage.at(found[1]))
    if line.startswith("npm "):
        npm, path = find_node_commands()
        return run_command([*map(str, npm), *line.split()[1:]], stage, path)
    return run_command(["sh", "-eu", "-c", line], stage, os.environ["PATH"])


def install_packages(stage: Stage, lock: Path) -> None:
    """The lock and nothing else, in an environment that only this image has."""
    uv = ensure_uv()
    venv = stage.programs.parent
    subprocess.run([uv, "venv", "-q", "--python", stage.python, venv], check=True)
    python = venv / "bin" / "python"
    subprocess.run([uv, "pip", "sync", "-q", "--python", python, "--require-hashes", lock], check=True)


def run_command(command: list[str], stage: Stage, path: str) -> None:
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        command, cwd=stage.at(""), env=kept | stage.env | {"PATH": f"{stage.programs}{os.pathsep}{path}"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, f"RUN {shlex.join(command)}\n{done.stdout}{done.stderr}"
