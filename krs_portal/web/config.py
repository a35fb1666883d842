"""gunicorn's configuration; it takes the names that are its settings. WEB_CONCURRENCY says how many processes."""

import gc
import os

wsgi_app = "krs_portal.wsgi"
worker_class = "krs_portal.web.worker.BufferingWorker"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
timeout = 60  # seconds that one request may take before its process is replaced
graceful_timeout = 8  # seconds to finish what was begun when the server stops
preload_app = True  # loaded once and shared: a process that died is back at once, and the next ones start for nothing
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat must not wait for a disk


def when_ready(_server: object) -> None:
    """Set aside what was loaded: the collector passes it over, and its pages stay shared by all processes."""
    gc.collect()
    gc.freeze()
