"""A refused row leaves its rule in PostgreSQL's log, and nothing of what it held."""

import logging
import os
import re
import shlex
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from krs_portal.kit.quiet_log import QUIET, copy_rows, quiet_database_log
from krs_portal.runtime import postgres
from tests.constraints.test_constraints import ROWS, check_foreign_keys_at_once
from tests.factories import clinics, consultations, offices
from tests.factories import monitoring as given

pytestmark = pytest.mark.django_db
LOG = Path(os.environ.get("KRS_DATA_DIR", ".data")) / "logs" / "postgres.log"
MARK, PHONE, MAIL, NUMBER = "Wahyuningtyas Bertanda", "+6281299887766", "bertanda@krs.test", "3374010101900077"
TELLING = re.compile(r"\b(DETAIL|STATEMENT|CONTEXT|QUERY):")


@pytest.fixture
def written():
    """What was written into the log since; a function."""
    if not LOG.exists():
        pytest.skip("PostgreSQL is not ours, so its log is not here")
    start = LOG.stat().st_size

    def read():
        with LOG.open("rb") as file:
            file.seek(start)
            return file.read().decode("utf-8", "replace")

    return read


def test_every_refused_row_is_told_without_its_content(written):
    check_foreign_keys_at_once()
    for prepare in ROWS.values():
        with transaction.atomic():
            statement = prepare()
            with pytest.raises(IntegrityError), transaction.atomic():
                statement()
            transaction.set_rollback(True)

    said = written()
    assert said.count("ERROR:") >= len(ROWS)
    assert not [line for line in said.splitlines() if TELLING.search(line)]


def test_a_refused_line_of_a_copy_is_not_told():
    statement = "COPY imports_row (raw) FROM STDIN"
    with pytest.raises(psycopg.DataError) as refused, transaction.atomic(), copy_rows(statement) as copy:
        copy.write(f'{{"name": {MARK}\n')

    assert "json" in str(refused.value)
    assert not any(word in str(refused.value) for word in (MARK, MARK.split()[0], "CONTEXT"))


def test_a_refused_person_is_not_named(written):
    slot = consultations.slot(clinics.place(offices.balai()), seats=3)
    person = {"name": MARK, "phone": PHONE, "email": MAIL, "booked_on": slot.day}
    consultations.attendance(slot, **person)
    estate = given.estate(given.local(given.province()))
    given.household(estate, kk=NUMBER, name=MARK, phone=PHONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        consultations.attendance(slot, **person)
    with pytest.raises(IntegrityError), transaction.atomic():
        given.household(estate, kk=NUMBER, name=MARK, phone=PHONE)

    said = written()
    assert said.count("ERROR:") >= 2
    assert not [word for word in (MARK, PHONE, MAIL, NUMBER, PHONE[3:]) if word in said]


def test_an_error_that_reaches_the_application_names_nobody(caplog):
    """A page that answers 500 and a task that breaks off log what the error says, and whatever caused it."""
    slot = consultations.slot(clinics.place(offices.balai()), seats=3)
    person = {"name": MARK, "phone": PHONE, "email": MAIL, "booked_on": slot.day}
    consultations.attendance(slot, **person)

    with transaction.atomic():
        try:
            consultations.attendance(slot, **person)
        except IntegrityError:
            logging.getLogger(__name__).exception("Internal Server Error")
            transaction.set_rollback(True)

    assert "violates" in caplog.text
    assert not [word for word in (MARK, PHONE, MAIL, PHONE[3:]) if word in caplog.text]


def test_this_server_is_told_so():
    with connection.cursor() as cursor:
        for name, wanted in QUIET.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            assert cursor.fetchone() == (wanted,)


def test_compose_and_make_run_tell_their_servers_the_same():
    services = yaml.safe_load((Path(settings.BASE_DIR) / "docker-compose.yml").read_text())["services"]
    program, *words = shlex.split(services["postgres"]["command"])

    assert program == "postgres"
    assert set(words[::2]) == {"-c"}
    assert dict(word.split("=") for word in words[1::2]) == QUIET == postgres.QUIET


@pytest.fixture
def outside():
    """A server that another administrator set up: it tells everything, and our role is an ordinary one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_elsewhere")
        for name, loud in [("log_error_verbosity", "default"), ("log_min_error_statement", "error")]:
            cursor.execute(f"SET LOCAL {name} = '{loud}'")
        yield cursor


def read_role(cursor):
    cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname = 'portal_elsewhere'")
    return cursor.fetchone()[0]


def test_elsewhere_the_role_is_told_as_far_as_it_may(outside):
    outside.execute("GRANT SET ON PARAMETER log_error_verbosity, log_min_error_statement TO portal_elsewhere")
    outside.execute("SET LOCAL ROLE portal_elsewhere")

    quiet_database_log()

    assert sorted(read_role(outside)) == ["log_error_verbosity=terse", "log_min_error_statement=panic"]


def test_elsewhere_it_is_said_what_an_administrator_must_do(outside, caplog):
    outside.execute("SET LOCAL ROLE portal_elsewhere")

    quiet_database_log()

    assert read_role(outside) is None
    assert "SET log_error_verbosity = 'terse'" in caplog.text
    assert "SET log_min_error_statement = 'panic'" in caplog.text
