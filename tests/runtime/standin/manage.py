"""Stands in for the portal's own: notes what it was asked, and fails if FAIL names it."""

import os
import sys
from pathlib import Path

with (Path(os.environ["KRS_DATA_DIR"]) / "asked").open("a") as file:
    file.write(sys.argv[1] + "\n")
if os.environ.get("FAIL") == sys.argv[1]:
    sys.exit("a sentence of its own")
