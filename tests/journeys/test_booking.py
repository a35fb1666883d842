"""Booking on a telephone: in both languages, with and without JavaScript; moved, cancelled, and seen by staff."""

import brotli
import pytest

from krs_portal.demo import PASSWORD
from tests.journeys.conftest import Visitor

PHONE_SIZE = {"width": 360, "height": 800}
WORDS = {
    "id": {"topic": "Desain rumah", "land": "Belum", "skip": "Lewati pertanyaan", "office": "Di kantor"},
    "en": {"topic": "House design", "land": "No", "skip": "Skip the questions", "office": "At the office"},
}


@pytest.fixture
def phone(chromium, portal):
    """`phone(javascript=False)`: a small screen."""
    opened = []

    def open_one(javascript=True):
        one = Visitor(chromium, portal)
        one.context.close()
        one.context = chromium.new_context(
            base_url=portal.base, locale="id", viewport=PHONE_SIZE, java_script_enabled=javascript
        )
        one.page = one.context.new_page()
        one.page.on("console", one.hear)
        one.sees_with = one.look if javascript else lambda name="": one
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.context.close()


def press(visitor, name, role="link"):
    visitor.page.get_by_role(role, name=name).first.click()


def to_the_form(visitor, language="id", picture=""):
    """From the first question to a seat that is held."""
    words, shot = WORDS[language], (lambda name: f"{picture}-{name}" if picture else "")
    visitor.go("/janji/")
    if language == "en":
        press(visitor, "English", "button")
    visitor.sees_with(shot("1-topik"))
    press(visitor, words["topic"])
    visitor.sees_with(shot("2-pertanyaan"))
    visitor.page.locator(".answers a").nth(1).click()
    press(visitor, words["skip"])
    visitor.page.locator("#region").fill("Sleman")
    visitor.page.locator(".search button").click()
    visitor.sees_with(shot("3-klinik"))
    visitor.page.locator(".clinic a.btn").first.click()
    visitor.sees_with(shot("4-cara"))
    visitor.page.locator(".manners a").first.click()
    visitor.sees_with(shot("5-waktu"))
    visitor.page.locator(".times button").first.click()
    visitor.page.wait_for_url("**/janji/isi/*/")


def fill(visitor, number, **others):
    page = visitor.page
    page.locator("#id_name").fill("Siti Aminah")
    page.locator("#id_phone").fill(number)
    for field, value in others.items():
        page.locator(f"#id_{field}").fill(value)
    page.locator("form.form button[type=submit]").click()


def finish(visitor):
    visitor.page.locator("#id_consents").check()
    visitor.page.locator("form.form button[type=submit]").click()
    visitor.page.wait_for_url("**/tiket/")
    return visitor.page.locator(".ticket-reference").inner_text()


@pytest.mark.parametrize(("language", "number"), [("id", "0812 3456 7001"), ("en", "0812 3456 7002")])
def test_a_booking_on_a_phone_is_moved_and_cancelled(phone, language, number):
    citizen = phone()
    to_the_form(citizen, language, "booking" if language == "id" else "booking-en")
    citizen.look("booking-6-data" if language == "id" else "")
    fill(citizen, "12")
    citizen.look()
    assert citizen.page.locator("#id_name").input_value() == "Siti Aminah"
    fill(citizen, number, party_size="2")
    citizen.page.wait_for_url("**/periksa/")
    citizen.look("booking-7-periksa" if language == "id" else "")
    reference = finish(citizen)
    citizen.look("booking-8-tiket" if language == "id" else "")

    citizen.go(f"/janji/{reference}/").look("booking-9-kelola" if language == "id" else "")
    citizen.go(f"/janji/{reference}/pindah/").look("booking-10-pindah" if language == "id" else "")
    citizen.page.locator(".times button").last.click()
    citizen.page.wait_for_url("**/tiket/")
    assert citizen.page.locator(".ticket-reference").inner_text() == reference
    citizen.go(f"/janji/{reference}/batal/").look()
    citizen.page.locator("main form button").click()
    citizen.page.wait_for_url(f"**/janji/{reference}/")
    citizen.look().sees("Dibatalkan" if language == "id" else "Cancelled")


def test_without_javascript_it_is_the_same_way(phone):
    citizen = phone(javascript=False)
    to_the_form(citizen)
    fill(citizen, "0812 3456 7003")

    assert finish(citizen).startswith("KRS-")


def test_back_keeps_answers_and_another_press_is_the_same_booking(phone):
    citizen = phone()
    to_the_form(citizen)
    fill(citizen, "0812 3456 7004", on_behalf_of="Pak Budi")
    citizen.page.wait_for_url("**/periksa/")
    citizen.page.go_back()
    assert citizen.page.locator("#id_on_behalf_of").input_value() == "Pak Budi"
    citizen.page.locator("form.form button[type=submit]").click()
    citizen.page.wait_for_url("**/periksa/")
    check = citizen.page.url
    other = citizen.context.new_page()
    other.goto(check)
    reference = finish(citizen)

    other.locator("#id_consents").check()
    other.locator("form.form button[type=submit]").click()
    other.wait_for_url("**/tiket/")

    assert other.locator(".ticket-reference").inner_text() == reference


def test_the_first_page_is_light(phone):
    """At most 60 kB over the wire, static files as they are served: compressed once, by brotli."""
    citizen, weights = phone(), {}

    def weigh(answer):
        body = answer.body()
        is_text = answer.url.split("?")[0].endswith((".css", ".js", ".svg"))
        weights[answer.url] = len(brotli.compress(body)) if is_text else len(body)

    citizen.page.on("response", weigh)
    citizen.go("/janji/").page.wait_for_load_state("networkidle")

    assert sum(weights.values()) <= 60_000, weights


def test_staff_see_the_day_and_the_week(visitor):
    officer = visitor().sign_in("petugas", PASSWORD)
    officer.go("/agenda/").look("agenda-hari").sees("Sisa")
    officer.go("/agenda/?view=pekan").look("agenda-pekan")
    officer.go("/agenda/").page.locator("input[name=attendance]").first.check()
    officer.page.get_by_role("button", name="Batalkan yang dipilih").click()
    officer.look("agenda-ubah").sees("Ubah 1 janji")
