"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psycopg

PACKAGES = ["Django", "psycopg", "weasyprint", "gunicorn", "celery"]


def described() -> list[str]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as postgres:
        server = postgres.info.parameter_status("server_version")
        kept = postgres.execute("SHOW fsync").fetchone()[0]  # type: ignore[index]
        buffers = postgres.execute("SHOW shared_buffers").fetchone()[0]  # type: ignore[index]
    return [
        f"{processor()}, {os.cpu_count()} cores, {memory()} of memory, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, PostgreSQL {server} (fsync {kept}, shared_buffers {buffers})",
        ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    ]


def processor() -> str:
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
