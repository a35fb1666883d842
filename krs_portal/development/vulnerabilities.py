"""Known vulnerabilities of what runs in production: `python -m krs_portal.development.vulnerabilities`.

A list that could not be had is said as loudly as a vulnerability: silence would be taken for safety. The status is 0
when every package was asked about and none is named, 1 when some are named, 2 when some could not be asked about.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from krs_portal.runtime.setup import (
    REQUIREMENTS,
    ROOT,
    VENV,
    SetupRefused,
    ensure_uv,
    find_node_commands,
    report_step,
    run_quietly,
)

SERVICES = ("pypi", "osv")  # whom pip-audit can ask; the second where the first does not answer
ENVIRONMENT = VENV / "audit"


@dataclass
class Audit:
    """What was learnt about one list of packages: sentences about those named, and about those nobody answered for."""

    about: str
    named: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def audit_python() -> Audit:
    """The packages of requirements/base.txt."""
    about = "Python packages (requirements/base.txt)"
    asked = [str(ensure_program()), "-r", f"{REQUIREMENTS}/base.txt", "--disable-pip", "--progress-spinner", "off"]
    answers = []
    for service in SERVICES:
        told = run_tool(*asked, "--format", "json", "--vulnerability-service", service)
        answers.append(read_python_answer(about, *told))
        if not answers[-1].unanswered:
            return answers[-1]
    return answers[0]


def audit_front_end() -> Audit:
    """The packages of package-lock.json that production uses."""
    npm, _ = find_node_commands()
    return read_npm_answer(
        "front-end packages (package-lock.json)",
        *run_tool(*npm, "audit", "--package-lock-only", "--omit=dev", "--json"),
    )


def ensure_program() -> Path:
    """pip-audit, of hashed wheels, in an environment of its own."""
    uv = ensure_uv()
    with report_step("pip-audit (requirements/audit.txt)"):
        run_quietly(uv, "venv", "-q", "--allow-existing", "--python", sys.executable, ENVIRONMENT)
        lock = REQUIREMENTS / "audit.txt"
        run_quietly(uv, "pip", "sync", "-q", "--python", ENVIRONMENT / "bin" / "python", "--require-hashes", lock)
    return ENVIRONMENT / "bin" / "pip-audit"


def run_tool(*command: str | Path) -> tuple[str, str]:
    """What a program answers and what it complains of, whatever its status."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    return done.stdout, done.stderr


def read_python_answer(about: str, answer: str, complaint: str) -> Audit:
    """pip-audit's JSON. It skips what the service does not know and calls that no vulnerability; we do not."""
    audit = Audit(about)
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        audit.unanswered.append(find_last_line(complaint))
        return audit
    for package in packages:
        if "skip_reason" in package:
            audit.unanswered.append(package["skip_reason"])
        for known in package.get("vulns", ()):
            mended = ", ".join(known["fix_versions"]) or "no version yet"
            audit.named.append(f"{package['name']} {package['version']}: {known['id']}, mended in {mended}")
    return audit


def read_npm_answer(about: str, answer: str, complaint: str) -> Audit:
    """npm's JSON: a report, or what went wrong."""
    try:
        told: dict[str, Any] = json.loads(answer)
    except ValueError:
        return Audit(about, unanswered=[find_last_line(complaint)])
    if "vulnerabilities" not in told:
        return Audit(about, unanswered=[str(told.get("message") or told.get("error") or told)])
    found = sorted(told["vulnerabilities"].values(), key=lambda one: one["name"])
    return Audit(about, named=[f"{one['name']} {one['range']}: {one['severity']}" for one in found])


def find_last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "no answer")


def write_audit(audit: Audit) -> Iterable[str]:
    if not audit.named and not audit.unanswered:
        yield f"  {audit.about}: no known vulnerability"
    for sentence in audit.named:
        yield f"  ! {sentence}"
    if audit.unanswered:
        yield from (
            "  !",
            f"  ! NO LIST OF KNOWN VULNERABILITIES COULD BE HAD for {audit.about}:",
            f"  ! {audit.unanswered[0]}" + (f" (and {len(audit.unanswered) - 1} more)" if audit.unanswered[1:] else ""),
            "  ! Ask again from a machine that reaches the list, before this goes into production.",
            "  !",
        )


def main() -> int:
    status = 0
    for find in (audit_python, audit_front_end):
        try:
            audit = find()
        except SetupRefused as refusal:
            audit = Audit(find.__name__, unanswered=[str(refusal)])
        print("\n".join(write_audit(audit)), flush=True)
        status = max(status, 2 if audit.unanswered else int(bool(audit.named)))
    return status


if __name__ == "__main__":
    sys.exit(main())
