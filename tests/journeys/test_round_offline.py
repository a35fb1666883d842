"""A kab/kota fills in a profile where there is no network, comes back, and meets what a colleague wrote meanwhile."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from krs_portal.demo import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(visitor):
    person = visitor().sign_in("kabkota", PASSWORD)
    person.page.set_viewport_size({"width": 360, "height": 800})
    return person


def fill(page, **values):
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)


def save(page):
    page.get_by_role("button", name="Simpan", exact=True).click()


def choose_photo(page):
    taken = io.BytesIO()
    Image.new("RGB", (640, 480), "steelblue").save(taken, "JPEG")
    form = page.locator('form[action^="/berkas/unggah/"]')
    picture = {"name": "depan.jpg", "mimeType": "image/jpeg", "buffer": taken.getvalue()}
    form.locator("input[type=file]").set_input_files(picture)
    form.locator("input[type=text]").fill("Tampak depan")
    form.get_by_role("button", name="Unggah").click()


def queue(page):
    return page.locator("[data-offline-queue]")


def offline(person):
    person.context.set_offline(True)


def online(person):
    person.context.set_offline(False)


def test_what_is_written_offline_arrives_and_a_conflict_is_chosen_side_by_side(phone, visitor):
    page = phone.page
    phone.go("/monitoring/lapangan/")
    expect(page.locator("[data-kept-mark]").first).to_be_visible(timeout=20_000)
    phone.look("lapangan")
    path = page.locator("a[data-keep]").first.get_attribute("href")

    # Out of reach: the page opens from the device, and two savings wait there.
    offline(phone)
    page.goto(path)
    expect(page.locator("[data-offline-form][data-ready]")).to_be_attached()
    fill(page, units="100", occupied="80", broken_units="1", residents="200")
    save(page)
    expect(queue(page)).to_contain_text("1 isian menunggu jaringan")
    fill(page, occupied="81")
    save(page)
    expect(queue(page)).to_contain_text("2 isian menunggu jaringan")
    choose_photo(page)
    expect(queue(page)).to_contain_text("3 isian menunggu jaringan")
    page.reload()  # the telephone was switched off in between
    expect(page.locator("#id_occupied")).to_have_value("81")
    page.once("dialog", lambda dialog: dialog.dismiss())  # signing out would lose them: it asks
    page.get_by_role("button", name="Keluar").click()
    expect(queue(page)).to_contain_text("3 isian menunggu jaringan")

    # Within reach again: everything arrives, the later saving stands.
    online(phone)
    expect(queue(page)).to_contain_text("Isian terkirim", timeout=20_000)
    phone.go(path).look("profil")
    expect(page.locator("#id_occupied")).to_have_value("81")
    phone.sees("versi 2", "Tampak depan")

    # A week later the session is over: the saving waits until the same person has signed in again.
    expect(queue(page)).to_have_attribute("data-ready", "", timeout=20_000)
    phone.context.clear_cookies()
    fill(page, occupied="82")
    save(page)
    expect(queue(page)).to_contain_text("Masuk kembali")
    phone.refusals.clear()
    phone.sign_in("kabkota", PASSWORD).go(path)
    expect(queue(page)).to_contain_text("Isian terkirim", timeout=20_000)
    phone.go(path).sees("versi 3")

    # A colleague saves while the telephone is away again: nobody is overwritten, somebody chooses.
    expect(queue(page)).to_have_attribute("data-ready", "", timeout=20_000)
    offline(phone)
    fill(page, occupied="70")
    save(page)
    expect(queue(page)).to_contain_text("1 isian menunggu jaringan")
    colleague = visitor().sign_in("kabkota", PASSWORD)
    colleague.go(path)
    expect(colleague.page.locator("[data-offline-form][data-ready]")).to_be_attached()
    fill(colleague.page, occupied="75")
    save(colleague.page)
    expect(queue(colleague.page)).to_contain_text("Isian terkirim")
    online(phone)
    expect(queue(page)).to_contain_text("Diubah orang lain", timeout=20_000)
    queue(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile("/pilih/"))
    phone.refusals.clear()  # the answer 409, which the browser reports as well
    phone.look("profil-pilih").sees("Unit terhuni", "75", "70")
    page.locator("input[name=occupied][value=mine]").check()
    page.get_by_role("button", name="Simpan pilihan").click()
    expect(page.locator("#id_occupied")).to_have_value("70")
    phone.sees("versi 5")

    # Signed out, nothing is left on the device.
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(lambda url: "/monitoring/" not in url)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases().then((all) => all.map((each) => each.name))") == []
