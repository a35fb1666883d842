"""docs/licences.md: under which licences stands what the portal stands on: `python -m krs_portal.development.licences`.

Read from the metadata of the installed packages and from package-lock.json, so run it where `make test` has set up.
"""

import json
import re
from importlib import metadata

from krs_portal.runtime.setup import REQUIREMENTS, ROOT

PAGE = ROOT / "docs" / "licences.md"
LONGEST = 60  # signs; a longer `License` is the licence's text and not its name

HEAD = """# Licences

What the portal stands on, and under which licence each package says it is. `make docs` writes this page from the
metadata of the packages; several names in one row stand there as the package lists them, mostly for a choice.

**The portal's own licence is its owner's to choose.** Until the owner has put a file `LICENSE` beside the README,
nobody else has a right to use, change or pass on this code.

Some of the licences below (LGPL, MPL, OFL) ask something of whoever passes the package on. The image that the
Dockerfile makes contains these packages. The tools of tests and development (requirements/test.txt) are not in it.
"""


def list_locked() -> dict[str, str]:
    """The packages of requirements/base.txt with the machines they are for, where that is not every one."""
    lock = (REQUIREMENTS / "base.txt").read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==[^ ;\\]+(?: ; ([^\\\n]+?))? \\$", lock, re.MULTILINE))


def name_licence(package: str) -> str:
    """What the package's metadata say: an SPDX expression, a name, or the classifiers of older packages."""
    told = metadata.metadata(package)
    if "License-Expression" in told:
        return told["License-Expression"]
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License :: ")]
    named = [one for one in classifiers if one != "OSI Approved"]
    if named:
        return ", ".join(named)
    licence = told["License"].strip() if "License" in told else ""
    return licence if licence and "\n" not in licence and len(licence) <= LONGEST else "not named in its metadata"


def build_python_rows() -> dict[str, str]:
    """Each locked package with its licence; those of other machines are not here to be asked."""
    rows = {}
    for package, machines in list_locked().items():
        try:
            rows[package] = name_licence(package)
        except metadata.PackageNotFoundError:
            rows[package] = f"not installed on this machine: `{machines}`"
    return rows


def build_front_end_rows() -> dict[str, str]:
    """Each package of package-lock.json that production needs."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    needed = {path: told for path, told in packages.items() if path and not told.get("dev")}
    return {path.rpartition("node_modules/")[2]: told.get("license", "not named") for path, told in needed.items()}


def build_table(head: str, rows: dict[str, str]) -> str:
    lines = [f"| {package} | {licence} |" for package, licence in sorted(rows.items())]
    return "\n".join([f"## {head}", "", "| package | licence |", "|---|---|", *lines, ""])


def build_page() -> str:
    return "\n".join(
        [
            HEAD,
            build_table("Python (requirements/base.txt)", build_python_rows()),
            build_table("Front end (package-lock.json)", build_front_end_rows()),
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(build_page())
    print(f"{PAGE.relative_to(ROOT)} written")
