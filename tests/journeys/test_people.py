"""Five people on an old telephone: 360 px, a network of 3G, a processor six times slower than this one.

Each gets what they came for, or a person who answers by a day that is named.
"""

import re

import pytest

from krs_portal.demo import PASSWORD
from krs_portal.kit import clock
from tests.journeys.conftest import Visitor
from tests.journeys.test_booking import PHONE_SIZE, look_up, press, said_by

SLOWER = 6
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
PRESSES = 90  # of the tab key, until a page has been walked through


@pytest.fixture
def old_phone(chromium, portal):
    """`old_phone(javascript=False)`"""
    opened = []

    def open_one(javascript=True):
        one = Visitor(chromium, portal, axe_at=(360,), viewport=PHONE_SIZE, java_script_enabled=javascript)
        line = one.context.new_cdp_session(one.page)
        line.send("Network.emulateNetworkConditions", NETWORK)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.context.close()


def choose_time(citizen, topic, region):
    """From the first page to the form, with all questions left out."""
    citizen.go("/")
    press(citizen, topic)
    press(citizen, "Lewati pertanyaan")
    citizen.page.locator("#region").fill(region)
    citizen.page.locator(".search button").click()


def take_first_time(citizen):
    citizen.page.locator(".times button").first.click()
    citizen.page.wait_for_url("**/janji/isi/*/")


def fill_in(citizen, number, **others):
    for field, value in {"name": "Slamet Riyadi", "phone": number, **others}.items():
        citizen.page.locator(f"#id_{field}").fill(value)
    citizen.page.locator("form.form .btn-primary").click()
    citizen.page.wait_for_url("**/periksa/")


def agree(citizen):
    citizen.page.locator("#id_consents").check()
    citizen.page.locator("form.form .btn-primary").click()
    citizen.page.wait_for_url("**/tiket/")
    return citizen.page.locator(".ticket-reference").inner_text()


def test_the_head_of_an_rt_books_for_two_neighbours(old_phone):
    head, references = old_phone(javascript=False), []
    for neighbour in ("Ibu Sri Lestari", "Pak Harto"):
        head.go("/janji/?topic=BANTUAN&answers=lewati&region=sleman")  # the link that was saved for later
        head.page.locator(".soonest a").first.click()
        take_first_time(head)
        fill_in(head, "0812 3456 7101", on_behalf_of=neighbour, wish="Atap bocor; lantai tanah.")
        references.append(agree(head))
        head.sees(neighbour, "Telepon klinik")

    assert len(set(references)) == 2
    head.go(f"/janji/{references[0]}/").sees("Ibu Sri Lestari", "Terdaftar")  # the second did not replace the first


def test_a_woman_whose_house_has_cracked_is_called_by_a_day_that_is_named(old_phone, visitor):
    woman = old_phone()
    woman.go("/cara/struktur/").sees("minta ditelepon").look()
    woman.page.locator(".action-bar .btn-primary").click()
    woman.page.locator(".answers a").first.click()
    woman.page.wait_for_selector("#bahaya")
    woman.page.locator(".urgent a[href*=CALL_BACK]").click()
    page = woman.look().page
    page.locator("#id_text").fill("Dinding kamar retak dari lantai sampai atap sesudah gempa semalam.")
    page.locator("#id_region").fill("Bantul")
    page.locator("#id_name").fill("Wulandari")
    page.locator("#id_phone").fill("0812 3456 7102")
    page.locator("#id_consents").check()
    page.locator("form.form .btn-primary").click()
    page.wait_for_selector("h1 .reference")
    assert re.search(r"paling lambat|sampai", page.inner_text("main"))

    staff = visitor().sign_in("petugas", PASSWORD)
    staff.go("/pertanyaan/").page.get_by_role("link", name="Wulandari").click()
    staff.sees("retak dari lantai sampai atap", "0812")


def test_a_family_in_makassar_talks_from_home(old_phone):
    family = old_phone(javascript=False)
    choose_time(family, "Desain rumah", "makasar")
    family.sees("Cara lain yang tersedia", "Minta ditelepon")
    family.page.locator(".ways-on a[href*='channel=ONLINE']").first.click()
    family.sees("Kapan Anda ingin berkonsultasi?")
    press(family, "Lihat per bulan, dengan hari tutup")
    family.page.locator(".month a").nth(2).click()
    take_first_time(family)
    fill_in(family, "0812 3456 7103", party_size="4")
    agree(family)

    family.sees("Daring", "Slamet Riyadi")


def tab_to(page, wanted):
    """Go on by the tab key until `wanted`, a selector, has the focus."""
    for _press in range(PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} is not reached by the keyboard on {page.url}")


def enter(page, wanted, leads_to):
    tab_to(page, wanted)
    with page.expect_navigation(url=leads_to):
        page.keyboard.press("Enter")


def test_a_deaf_man_books_by_keyboard_and_an_interpreter_is_asked_for(old_phone, gateway):
    man = old_phone()
    page = man.go("/").page
    enter(page, "a.btn-flag", "**/janji/")
    enter(page, "a[href*='topic=RAB']", "**/janji/?topic=RAB")
    enter(page, "a[href*='answers=lewati']", "**answers=lewati")
    tab_to(page, "#region")
    page.keyboard.type("yogyakarta")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    later = f".soonest a:not([href*='day={clock.today()}'])"  # what other stories offer today may be gone by then
    enter(page, later, "**day=*")
    enter(page, ".times button", "**/janji/isi/*/")
    tab_to(page, "#id_name")
    page.keyboard.type("Bagas Pratama")
    tab_to(page, "#id_phone")
    page.keyboard.type("0812 3456 7104")
    tab_to(page, "input[name=needs][value=SIGN]")
    page.keyboard.press("Space")
    enter(page, "form.form .btn-primary", "**/periksa/")
    man.sees("Juru bahasa isyarat")
    tab_to(page, "#id_consents")
    page.keyboard.press("Space")
    enter(page, "form.form .btn-primary", "**/tiket/")

    reference = man.sees("Juru bahasa isyarat").look().page.locator(".ticket-reference").inner_text()
    assert said_by(gateway, reference, "Juru bahasa isyarat")


def book_by_api(visitor, number):
    """A booking that was made some time ago, at the place that has the most free times."""
    slots = visitor.context.request.get("/api/v1/slots/").json()["results"]
    free = next(slot for slot in slots if slot["kind"] == "INDIVIDUAL" and slot["seats_left"])
    asked = {"slot": free["id"], "topic": "LAHAN", "name": "Nur Aini", "phone": number, "consent": True}
    made = visitor.context.request.post("/api/v1/bookings/", data=asked)
    assert made.ok, made.text()
    return made.json()["reference"]


def test_who_lost_the_number_gets_it_again_and_moves_the_time(old_phone, gateway):
    other = old_phone(javascript=False)
    reference = book_by_api(other, "0812 3456 7105")

    other.go("/janji/cek/")
    press(other, re.compile("hilang|lagi"))
    other.page.locator("#id_address").fill("0812-3456-7105")
    other.page.locator("main form .btn-primary").click()
    assert said_by(gateway, reference, "Nomor janji")
    other.go("/janji/cek/")
    look_up(other, reference, "+62 812 3456 7105")
    other.page.wait_for_url(f"**/janji/{reference}/")
    press(other, "Pindah waktu")
    other.page.locator(".times a").last.click()
    other.page.locator("main form .btn-primary").click()
    other.page.wait_for_url("**/tiket/")
    other.sees(reference)
