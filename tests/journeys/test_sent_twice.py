"""A hand that presses twice, Enter held down, an answer that does not come, and Back: each is one sending."""

import re
import time
from contextlib import suppress

import psycopg
import pytest
from playwright.sync_api import Error

from krs_portal.demo import PASSWORD
from krs_portal.kit.submissions import FIELD
from tests.journeys.conftest import Visitor

KEY = f".counter-register [name={FIELD}]"


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def officer(request, chromium, portal):
    one = Visitor(chromium, portal, java_script_enabled=request.param)
    one.has_script = request.param
    one.go("/masuk/")
    one.page.locator("#id_login").fill("petugas@demo.krs.test")
    one.page.locator("#id_password").fill(PASSWORD)
    one.page.get_by_role("button", name="Masuk", exact=True).click()
    one.page.wait_for_url(lambda url: "/masuk/" not in url)
    yield one
    one.context.close()


def count(portal, table, name):
    column = {"attendance": "name", "consultation": "client_name"}[table]
    with psycopg.connect(portal.env["DATABASE_URL"]) as connection:
        query = f"SELECT count(*) FROM consultations_{table} WHERE {column} = %s"  # noqa: S608 - two tables of ours
        return connection.execute(query, [name]).fetchone()[0]


def count_services(portal, name):
    """What the consultations of this person count for, in the ledger."""
    with psycopg.connect(portal.env["DATABASE_URL"]) as connection:
        return connection.execute(
            "SELECT sum(quantity) FROM clinics_ledgerentry e JOIN clinics_countingrule rule ON rule.id = e.rule_id"
            " WHERE rule.measure = 'CONSULTATION' AND e.source_key IN"
            " (SELECT id FROM consultations_consultation WHERE client_name = %s)",
            [name],
        ).fetchone()[0]


def fill_walk_in(page, name):
    page.locator("#id_name").fill(name)
    page.locator("#id_topic").select_option(index=1)
    return page.locator(".counter-register .btn-primary")


def test_a_walk_in_registered_with_a_double_click_has_one_number(officer, portal):
    name = f"Dewi Ganda {officer.has_script}"
    officer.go("/meja/")

    fill_walk_in(officer.page, name).dblclick()
    officer.page.wait_for_load_state("load")
    officer.page.get_by_text(f"{name} terdaftar dengan nomor").wait_for()

    assert count(portal, "attendance", name) == 1


def test_enter_pressed_three_times_registers_once(officer, portal):
    name = f"Dewi Enter {officer.has_script}"
    officer.go("/meja/")
    fill_walk_in(officer.page, name)
    officer.page.locator("#id_name").focus()

    for _ in range(3):
        with suppress(Error):  # the page may be on its way already
            officer.page.keyboard.press("Enter", delay=0)
    officer.page.get_by_text(f"{name} terdaftar dengan nomor").wait_for()

    assert count(portal, "attendance", name) == 1


def test_an_answer_that_never_came_is_asked_for_again(officer, portal):
    """The portal has done it, the line broke: the same press once more shows what was done."""
    name = f"Dewi Putus {officer.has_script}"
    officer.go("/meja/")
    button = fill_walk_in(officer.page, name)
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.fulfill(status=204)  # the browser stays where it is, as after a line that broke
        else:
            route.continue_()

    officer.page.route(re.compile(r"/meja/(\?|$)"), lose)  # and not what is asked while somebody types
    button.click()
    deadline = time.monotonic() + 10
    while not lost and time.monotonic() < deadline:
        officer.page.wait_for_timeout(50)
    button.click()
    officer.page.get_by_text(f"{name} terdaftar dengan nomor").wait_for()

    assert lost == [302]
    assert count(portal, "attendance", name) == 1


def test_a_consultation_closed_with_a_double_click_counts_once(officer, portal):
    name, page = f"Siti Ganda {officer.has_script}", officer.page
    officer.go("/konsultasi/baru/")
    page.locator("#id_client_name").fill(name)
    page.locator("input[name=topics]").first.check()
    page.locator("#id_summary").fill("Bertanya tentang RAB.")
    page.locator("[name=outcome]").select_option("ADVISED")

    page.locator("button[name=close]").dblclick()
    page.wait_for_url("**/konsultasi/*/")
    page.get_by_text("Konsultasi ditutup dan masuk capaian.").wait_for()

    assert count(portal, "consultation", name) == 1
    assert count_services(portal, name) == 1


def test_back_and_other_words_are_not_done_unseen(officer, portal):
    """The page before has a key that was used: what is changed there is shown with a sentence, and done when meant."""
    name, other = f"Dewi Kembali {officer.has_script}", f"Budi Kembali {officer.has_script}"
    officer.go("/meja/")
    key = officer.page.locator(KEY).input_value()
    fill_walk_in(officer.page, name).click()
    officer.page.get_by_text(f"{name} terdaftar dengan nomor").wait_for()
    officer.page.go_back()
    assert officer.page.locator(KEY).input_value() == key

    fill_walk_in(officer.page, other).click()
    officer.page.get_by_text("sudah pernah dikirim dengan isian lain").first.wait_for()
    assert count(portal, "attendance", other) == 0
    if officer.has_script:
        officer.look("kunci-terpakai")
    officer.page.locator(".counter-register .btn-primary").click()
    officer.page.get_by_text(f"{other} terdaftar dengan nomor").wait_for()

    assert count(portal, "attendance", other) == 1
