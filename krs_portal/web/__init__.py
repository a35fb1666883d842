"""The web server: gunicorn keeps its processes, waitress reads and writes for them.

Everything about it stands here; image, `make run`, benchmarks and tests start it by `compose_command`. Why these two:
docs/decisions/0012. It knows no room.
"""

import sys

CONFIG = "python:krs_portal.web.config"


def compose_command(bind: str) -> list[str]:
    """What starts the web server at an address like 127.0.0.1:8000."""
    return [sys.executable, "-m", "gunicorn", "--config", CONFIG, "--bind", bind]
