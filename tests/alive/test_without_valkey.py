"""Valkey stopped, silent or frozen: pages, bookings and sign-in go on, and nobody waits long for it."""

from statistics import median
from uuid import uuid4

from benchmarks.crowd import book, citizen
from krs_portal.kit.valkey import PATIENCE

SOON = 3  # seconds for any request on a busy machine; it is a quarter, once in a while
PROCESSES = 2  # of the web server
FAILURES = 5  # that allauth allows an account in five minutes
LIMITED = "Terlalu banyak"
SAID = {"contact_by": "WHATSAPP", "language": "id", "party_size": "1", "consents": "on"}


def book_by_page(portal):
    """The answers of the page of a time, of the press, and of the ticket."""
    who, browser, path = citizen(), portal.visit(), f"/janji/jadwal/{portal.slot}/"
    page = browser.get(path)
    pressed = browser.post(path, **{name: who[name] for name in ("topic", "name", "phone", "email")}, **SAID)
    return page, pressed, browser.get(pressed.location)


def count_announced(portal, reference):
    query = "SELECT count(*) FROM outbox_announcement WHERE about_key = %s"
    return portal.ask_database(query, reference)[0][0]


def test_everything_goes_on(portal, away):
    officer = portal.visit()
    answers = [portal.visit().get("/") for _ in range(4)]
    *steps, ticket = book_by_page(portal)
    by_program = book(portal.base, portal.slot)
    entered = officer.sign_in()
    answers += [*steps, ticket, by_program, entered, officer.get("/meja/"), officer.get("/konsultasi/")]

    assert [answer.status for answer in answers] == [200] * 4 + [200, 302, 200] + [201] + [302, 200, 200]
    assert max(answer.seconds for answer in answers) < SOON
    assert "KRS-" in ticket.body
    assert count_announced(portal, by_program.said["reference"]) == 1  # the workers find it without being asked


def test_trying_passwords_is_limited_all_the_same(portal, away):
    """Each process counts by itself."""
    guesser, email = portal.visit(), f"{uuid4().hex}@uji.krs.test"

    answers = [guesser.sign_in(email, f"salah-{number}-salah") for number in range(30)]

    looked_at = [answer for answer in answers if LIMITED not in answer.body]
    assert 0 < len(looked_at) <= PROCESSES * FAILURES
    assert portal.visit().sign_in().status == 302, "others at other addresses sign in"


def test_it_is_waited_for_once_and_not_by_each(portal, away):
    for _ in range(4):  # both processes have met it
        portal.visit().get("/")

    assert median(portal.visit().get("/").seconds for _ in range(11)) < PATIENCE
