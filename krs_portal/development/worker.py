"""The worker of `make dev`: it starts anew when a module that it has loaded changes.

One process without children, so that a new start leaves none behind. A task that was under way is taken up again, as
after the death of any worker.
"""

import sys

from django.utils import autoreload

from krs_portal.celery import app


def run_worker() -> None:
    app.worker_main(["worker", "--pool", "solo", *sys.argv[1:]])


if __name__ == "__main__":
    autoreload.run_with_reloader(run_worker)
