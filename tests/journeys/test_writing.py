"""Two people write into one draft, and a session ends in the middle of writing: nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from krs_portal.demo import PASSWORD

pytestmark = pytest.mark.browser


def write(page, **texts):
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def record_draft(person, name):
    """A consultation that is still open."""
    page = person.go("/konsultasi/baru/").page
    write(page, client_name=name, summary="Bertanya")
    page.locator("input[name=topics]").first.check()
    press(page, "Simpan konsultasi")
    page.wait_for_url(lambda url: "/baru/" not in url)
    return page.url.removeprefix(person.portal.base)


@pytest.fixture
def officer(visitor):
    return visitor().sign_in("petugas", PASSWORD)


def test_two_officers_write_into_one_draft(officer, visitor):
    path = record_draft(officer, "Dua Penulis")
    head = visitor().sign_in("kepala", PASSWORD)
    for person in (officer, head):
        person.go(path)

    write(officer.page, summary="Ingin menambah kamar")
    press(officer.page, "Simpan")
    expect(officer.page.locator("body")).to_contain_text("Konsultasi tersimpan")
    write(head.page, summary="Ingin memperbaiki atap", advice="Minta gambar")
    press(head.page, "Simpan")

    both = head.page.locator(".both-versions")
    expect(both).to_have_count(1)
    expect(both).to_contain_text("Ingin menambah kamar")
    expect(both).to_contain_text("Ingin memperbaiki atap")
    expect(head.page.locator("#id_summary")).to_have_value("Ingin memperbaiki atap")
    expect(head.page.locator("#id_advice")).to_have_value("Minta gambar")
    head.look("tulisan-dua-orang")
    both.get_by_label("Yang tersimpan sekarang").check()
    press(head.page, "Simpan")

    head.go(path)
    expect(head.page.locator("#id_summary")).to_have_value("Ingin menambah kamar")
    expect(head.page.locator("#id_advice")).to_have_value("Minta gambar")


def test_a_session_that_ends_in_the_middle_of_writing_loses_nothing(officer, visitor):
    path = record_draft(officer, "Sesi Berakhir")
    page = officer.go(path).page
    write(page, summary="Tulisan panjang pertama")
    expect(page.locator("body")).to_contain_text("Disimpan sementara pukul", timeout=10_000)

    # On another machine it is offered, and can be thrown away there.
    elsewhere = visitor().sign_in("petugas", PASSWORD).go(path)
    expect(elsewhere.page.locator("[data-offer]")).to_contain_text("belum disimpan")
    elsewhere.look("tulisan-ditawarkan")

    # The session ends; what is written then waits in the tab, and the page says so.
    officer.context.clear_cookies(name="sessionid")
    write(page, summary="Tulisan panjang kedua")
    expect(page.locator("form.form")).to_contain_text("Sesi Anda berakhir", timeout=10_000)
    expect(page.locator("form.form")).to_contain_text("tersimpan di peramban ini")
    officer.look("tulisan-sesi-berakhir")
    page.locator("form.form").get_by_role("link", name="Masuk lagi").click()
    sign_in(page)
    assert page.url.endswith(path)
    offer = page.locator("[data-offer]")
    expect(offer).to_have_count(1)
    offer.get_by_role("button", name="Lanjutkan tulisan").click()
    expect(page.locator("#id_summary")).to_have_value("Tulisan panjang kedua")
    press(page, "Simpan")
    expect(page.locator("body")).to_contain_text("Konsultasi tersimpan")

    officer.go(path)
    expect(page.locator("#id_summary")).to_have_value("Tulisan panjang kedua")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-offer]")).to_have_count(0)


def test_a_form_sent_after_the_session_is_sent_again(officer):
    """Also without a script: the page shows what was typed, one signs in beside it, and sends it once more."""
    path = record_draft(officer, "Kirim Lagi")
    page = officer.go(path).page
    officer.context.clear_cookies(name="sessionid")
    write(page, summary="Ditulis sebelum sesi berakhir")
    press(page, "Simpan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sesi Anda berakhir")
    expect(page.locator(".typed")).to_contain_text("Ditulis sebelum sesi berakhir")
    officer.look("tulisan-belum-terkirim")

    with officer.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi di tab baru").click()
    sign_in(opened.value)
    press(page, "Kirim lagi")
    expect(page.get_by_role("heading", level=1)).to_contain_text("dikirim sekali lagi")
    officer.look("tulisan-kirim-lagi")
    press(page, "Kirim lagi")

    expect(page.locator("body")).to_contain_text("Konsultasi tersimpan")
    officer.go(path)
    expect(page.locator("#id_summary")).to_have_value("Ditulis sebelum sesi berakhir")


def test_a_board_that_is_asked_again_says_that_the_session_is_over(officer):
    page = officer.go("/meja/").page
    officer.context.clear_cookies(name="sessionid")

    page.evaluate("htmx.ajax('GET', document.querySelector('#board').dataset.hxGet, '#board')")  # as every 20 s

    expect(page.locator("body")).to_contain_text("Sesi Anda berakhir.")
    expect(page.get_by_role("heading", name="Masuk")).to_have_count(0)
    page.get_by_role("link", name="Masuk lagi").click()
    sign_in(page)
    assert page.url.endswith("/meja/")


def sign_in(page):
    page.locator("#id_login").fill("petugas@demo.krs.test")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)


MOST_STOPS = 25


def reach(page, chosen, most=60):
    """Press Tab until the chosen element has the focus; how many times that was."""
    for stops in range(1, most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement === document.querySelector({chosen!r})"):
            return stops
    raise AssertionError(f"{chosen} is not reached by Tab")


def test_a_record_is_written_by_keyboard_in_few_stops_and_folds_on_a_phone(officer):
    path = record_draft(officer, "Dengan Papan Tombol")
    page = officer.go(path).page

    stops = reach(page, ".skip-link")
    page.keyboard.press("Enter")
    stops += reach(page, "[name=topics]:checked")
    page.keyboard.type("renc")
    page.keyboard.press("Space")  # its facts appear
    expect(page.get_by_label("Dana yang tersedia (Rp)")).to_be_visible()
    stops += reach(page, "[name='facts.RAB.dana']")
    page.keyboard.type("35000000")
    stops += reach(page, "#id_summary") + reach(page, "#id_outcome")
    page.keyboard.press("ArrowDown")
    stops += reach(page, "button[name=close]")
    officer.look("catatan-isian")
    page.keyboard.press("Enter")

    expect(page.locator("body")).to_contain_text("Konsultasi ditutup")
    expect(page.locator("body")).to_contain_text("Rp35.000.000")
    assert stops <= MOST_STOPS, stops

    page.set_viewport_size({"width": 360, "height": 740})
    path = record_draft(officer, "Di Ponsel")
    page = officer.go(path).page
    page.locator("summary", has_text="Isi konsultasi").click()
    expect(page.locator("#id_summary")).to_be_hidden()
    page = officer.go(path).page
    expect(page.locator("#id_summary")).to_be_hidden()
