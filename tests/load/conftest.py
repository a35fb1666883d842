"""The whole portal under load, with a real mail server and HTTP gateway; the database tells what stood."""

import psycopg
import pytest

from tests.journeys.portal import Portal
from tests.journeys.post import addresses, http_gateway, mail_server

TOOK = 0.03  # seconds that mail server and gateway need for a message


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/load" in item.nodeid:
            item.add_marker(pytest.mark.load)
            item.add_marker(pytest.mark.xdist_group("load"))


@pytest.fixture(scope="session")
def mailbox():
    with mail_server(TOOK) as box:
        yield box


@pytest.fixture(scope="session")
def gateway():
    with http_gateway(TOOK) as server:
        yield server


PRODUCTION = {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "s" * 40, "KRS_FIELD_KEY": "f" * 40}
PLACE_AND_TOPIC = (
    "from tests.factories import clinics, consultations, offices;"
    "clinics.place(offices.balai('JAW3')); consultations.topic('DESAIN')"
)


class Loaded(Portal):
    """The portal as in production but for its throttle, with one place, and with questions to its database."""

    BROKERS = range(10, 16)
    WEB_OPTIONS = ("--preload",)  # a worker that was killed is back at once: more kills meet a request

    def __init__(self, mailbox, gateway):
        super().__init__("load", KRS_THROTTLE="off", **PRODUCTION, **addresses(mailbox, gateway))

    def fill(self):
        self.manage("shell", "--no-imports", "-c", PLACE_AND_TOPIC)

    @property
    def web(self):
        return self.processes[0]

    def ask(self, query, *values):
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
            found = connection.execute(query, values)
            return found.fetchall() if found.description else []

    def slots(self, number, seats):
        """New group slots of tomorrow."""
        rows = self.ask(
            "INSERT INTO consultations_slot"
            " (place_id, kind, channel, title, speaker, link, starts_at, ends_at, seats, seats_taken, state)"
            " SELECT (SELECT min(id) FROM clinics_place), 'GROUP', 'OFFICE', '', '', '',"
            " t, t + interval '1h', %s, 0, 'OPEN'"
            " FROM generate_series(now() + interval '1 day', now() + interval '2 days', interval '1 min') t LIMIT %s"
            " RETURNING id",
            seats,
            number,
        )
        return [row[0] for row in rows]


@pytest.fixture(scope="session")
def portal(mailbox, gateway):
    with Loaded(mailbox, gateway) as running:
        yield running
