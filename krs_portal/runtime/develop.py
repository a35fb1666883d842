"""`make dev`: the portal of `make run`, whose web and worker take in each change of the code.

The web server is Django's own, in this terminal: what it says is read here, and `breakpoint()` stops here.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable

from krs_portal.runtime import home
from krs_portal.runtime.ports import LOOPBACK, read_wanted_port
from krs_portal.runtime.processes import die_with_parent, ignore_stopping
from krs_portal.runtime.serve import Portal, build_scheduler_command, build_welcome_text
from krs_portal.runtime.supervisor import LOOK_EVERY

SETTINGS = "krs_portal.development.settings"


class Workshop(Portal):
    """A portal whose programs reload themselves."""

    def start_programs(self) -> None:
        worker = [sys.executable, "-m", "krs_portal.development.worker", "--hostname", f"krs-{self.port}@%h"]
        self.keep("worker", [*worker, "--loglevel", "INFO", "--without-gossip", "--without-mingle"])
        self.keep("scheduler", build_scheduler_command(self.data))

    def run_web(self, say_open: Callable[[], None]) -> int:
        """The web server to its end, while the other programs are kept alive."""
        is_open = False
        with subprocess.Popen(
            [sys.executable, "manage.py", "runserver", f"{LOOPBACK}:{self.port}"], cwd=home.PROJECT,
            env={**self.env, "DJANGO_SETTINGS_MODULE": SETTINGS}, preexec_fn=die_with_parent(signal.SIGTERM),
        ) as web:  # fmt: skip
            try:
                while web.poll() is None:
                    self.supervisor.look_around()
                    if not is_open and self.answers():
                        is_open = True
                        say_open()
                    time.sleep(LOOK_EVERY)
            finally:
                web.terminate()
        return web.returncode if web.returncode >= 0 else 128 - web.returncode


def develop_portal(began: float) -> int:
    """Serve until the web server ends or somebody stops us; the status is the web server's."""
    port = read_wanted_port()
    data = home.ensure_data_folder()
    print(f"KRS portal for development on port {port}, data in {data}", flush=True)
    with home.claim_data_folder(data):
        portal = Workshop(data, port)
        try:
            portal.start()
            return portal.run_web(lambda: print(build_welcome_text(portal, time.monotonic() - began), flush=True))
        finally:
            ignore_stopping()
            portal.stop()
