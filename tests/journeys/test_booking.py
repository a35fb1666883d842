"""Booking on a telephone: in both languages, with and without JavaScript; moved, cancelled, and seen by staff."""

import time
from datetime import timedelta

import brotli
import pytest

from krs_portal.demo import PASSWORD
from krs_portal.kit import clock
from tests.journeys.conftest import TWICE, Visitor

PHONE_SIZE = {"width": 360, "height": 800}
WORDS = {
    "id": {"topic": "Desain rumah", "land": "Belum", "skip": "Lewati pertanyaan", "office": "Di kantor"},
    "en": {"topic": "House design", "land": "No", "skip": "Skip the questions", "office": "At the office"},
}


@pytest.fixture
def phone(chromium, portal):
    """`phone(javascript=False)`: a small screen; axe looks at it at 360 px and at twice the size."""
    opened = []

    def open_one(javascript=True):
        one = Visitor(
            chromium, portal, axe_at=(TWICE, 360), viewport=PHONE_SIZE, java_script_enabled=javascript,
            device_scale_factor=2,
        )  # fmt: skip
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
    page.locator("form.form .btn-primary").click()


def finish(visitor):
    visitor.page.locator("#id_consents").check()
    visitor.page.locator("form.form .btn-primary").click()
    visitor.page.wait_for_url("**/tiket/")
    return visitor.page.locator(".ticket-reference").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_booking_on_a_phone_is_moved_and_cancelled(phone, mailbox, gateway, language, javascript):
    citizen, picture = phone(javascript), "booking" if language == "id" else "booking-en"
    number = f"0812 3456 7{language == 'en':d}{javascript:d}1"
    to_the_form(citizen, language, picture)
    citizen.sees_with(f"{picture}-6-data")
    fill(citizen, "12")
    citizen.sees_with(f"{picture}-6-salah")
    assert citizen.page.locator("#id_name").input_value() == "Siti Aminah"
    fill(citizen, number, party_size="2", email="siti@uji.krs.test")
    citizen.page.wait_for_url("**/periksa/")
    citizen.sees_with(f"{picture}-7-periksa")
    reference = finish(citizen)
    citizen.sees_with(f"{picture}-8-tiket")
    assert is_told(mailbox, gateway, reference, "METHOD:REQUEST", "SEQUENCE:0")

    citizen.go(f"/janji/{reference}/").sees_with(f"{picture}-9-kelola")
    citizen.go(f"/janji/{reference}/pindah/").sees_with(f"{picture}-10-pindah")
    citizen.page.locator(".times a").last.click()
    citizen.sees_with(f"{picture}-10-periksa")
    citizen.page.locator("main form .btn-primary").click()
    citizen.page.wait_for_url("**/tiket/")
    assert citizen.page.locator(".ticket-reference").inner_text() == reference
    assert is_told(mailbox, gateway, reference, "METHOD:REQUEST", "SEQUENCE:1")
    citizen.go(f"/janji/{reference}/batal/").sees_with(f"{picture}-11-batal")
    citizen.page.locator("main form button").click()
    citizen.page.wait_for_url(f"**/janji/{reference}/")
    citizen.sees("Dibatalkan" if language == "id" else "Cancelled").sees_with(f"{picture}-12-dibatalkan")
    assert is_told(mailbox, gateway, reference, "METHOD:CANCEL", "SEQUENCE:2")


OWED = (
    "privasi",
    "aksesibilitas",
    "standar-pelayanan",
    "standar-pelayanan/desain",
    "cara",
    "cara/perizinan",
    "bantuan",
    "pengaduan",
    "janji/lupa",
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_that_a_public_service_owes(phone, language):
    citizen = phone()
    if language == "en":
        press(citizen.go("/"), "English", "button")
    for page in OWED:
        citizen.go(f"/{page}/").look(f"owed-{page.replace('/', '-')}" if language == "id" else "")


def test_from_surabaya_one_asks_and_the_answer_is_read(phone, visitor):
    citizen = phone()
    citizen.go("/janji/?topic=STRUKTUR&answers=lewati&region=surabaya").look("ask-1-tanpa-loket")
    citizen.page.get_by_role("link", name="Kirim pertanyaan tertulis").click()
    page = citizen.look("ask-2-isian").page
    page.locator("#id_text").fill("Kolom teras retak miring sesudah gempa. Apakah masih aman?")
    page.locator("#bahasa-isian").click()
    assert page.locator("#id_text").input_value().startswith("Kolom teras")
    citizen.look("ask-2-english")
    page.locator("#bahasa-isian").click()
    page.locator("form.form .btn-primary").click()
    citizen.look("ask-2-salah")
    assert page.title().startswith("Kesalahan:")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator("#id_name").fill("Yohana")
    page.locator("#id_phone").fill("0812 3456 7666")
    page.locator("#id_consents").check()
    page.locator("form.form .btn-primary").click()
    reference = citizen.look("ask-3-terkirim").page.locator("h1 .reference").inner_text()
    staff = visitor().sign_in("petugas", PASSWORD)
    staff.go("/pertanyaan/").look("ask-4-daftar")
    staff.page.get_by_role("link", name="Yohana").click()
    staff.look("ask-5-jawab").page.locator("#id_answer").fill("Kosongkan teras dahulu; kirim foto retaknya.")
    staff.page.locator("form.form .btn-primary").click()
    citizen.go(f"/tanya/{reference}/").sees("Kosongkan teras dahulu").look("ask-6-dijawab")


def is_told(mailbox, gateway, reference, *calendar, seconds=30):
    """By mail with a calendar entry that says so, and by the gateway of WhatsApp."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        entries = [
            part.get_content() if isinstance(part.get_content(), str) else part.get_content().decode()
            for letter in mailbox.letters
            for part in letter.walk()
            if part.get_content_type() == "text/calendar"
        ]
        by_mail = any(all(word in entry for word in (reference, *calendar)) for entry in entries)
        if by_mail and any(reference in str(body) for body in gateway.bodies):
            return True
        time.sleep(0.2)
    return False


def test_back_keeps_answers_and_another_press_is_the_same_booking(phone):
    citizen = phone()
    to_the_form(citizen)
    fill(citizen, "0812 3456 7004", on_behalf_of="Pak Budi")
    citizen.page.wait_for_url("**/periksa/")
    citizen.page.go_back()
    assert citizen.page.locator("#id_on_behalf_of").input_value() == "Pak Budi"
    citizen.page.locator("form.form .btn-primary").click()
    citizen.page.wait_for_url("**/periksa/")
    check = citizen.page.url
    other = citizen.context.new_page()
    other.goto(check)
    reference = finish(citizen)

    other.locator("#id_consents").check()
    other.locator("form.form button[type=submit]").click()
    other.wait_for_url("**/tiket/")

    assert other.locator(".ticket-reference").inner_text() == reference


@pytest.mark.parametrize("first", ["/", "/janji/"])
def test_the_first_page_is_light(phone, first):
    """At most 60 kB over the wire, static files as they are served: compressed once, by brotli."""
    citizen, weights = phone(), {}

    def weigh(answer):
        body = answer.body()
        is_text = answer.url.split("?")[0].endswith((".css", ".js", ".svg"))
        weights[answer.url] = len(brotli.compress(body)) if is_text else len(body)

    citizen.page.on("response", weigh)
    citizen.go(first).page.wait_for_load_state("networkidle")

    assert sum(weights.values()) <= 60_000, weights


def test_a_booking_is_found_again_by_its_number_and_telephone(phone):
    citizen, stranger = phone(), phone(javascript=False)
    to_the_form(citizen)
    fill(citizen, "0812 3456 7005")
    reference = finish(citizen)

    stranger.go("/janji/cek/")
    look_up(stranger, reference, "0812 3456 7999")
    stranger.sees("tidak cocok")
    look_up(stranger, reference, "0812 3456 7005")
    stranger.page.wait_for_url(f"**/janji/{reference}/")
    citizen.go("/janji/cek/").look("booking-13-cek")


def look_up(visitor, reference, number):
    visitor.page.locator("#id_reference").fill(reference)
    visitor.page.locator("#id_phone").fill(number)
    visitor.page.locator("main form button[type=submit]").click()


def test_staff_see_the_day_and_the_week(visitor):
    officer = visitor().sign_in("petugas", PASSWORD)
    officer.go("/agenda/").look("agenda-hari").sees("Sisa")
    officer.go("/agenda/?view=pekan").look("agenda-pekan")
    officer.go("/agenda/").page.locator("input[name=attendance]").first.check()
    officer.page.get_by_role("button", name="Batalkan yang dipilih").click()
    officer.look("agenda-ubah").sees("Ubah 1 janji")


def test_a_session_is_opened_joined_moved_elsewhere_and_called_off(visitor, phone, gateway):
    officer, citizen = visitor().sign_in("petugas", PASSWORD), phone(javascript=False)
    day = (clock.today() + timedelta(days=9)).isoformat()
    officer.go("/agenda/")
    press(officer, "Buat sesi kelompok")
    for field, value in {"title": "Klinik gambar", "day": day, "begins": "05:00", "ends": "06:00"}.items():
        officer.page.locator(f"#id_{field}").fill(value)
    officer.page.locator("#id_note").fill("Bawa foto rumah dari empat sisi.")
    officer.look("agenda-sesi").page.get_by_role("button", name="Simpan").click()
    officer.sees("Klinik gambar", "terbuka untuk pendaftaran").look()

    card = officer.page.locator("li.card", has_text="Klinik gambar")
    edit = card.get_by_role("link", name="Ubah jadwal").get_attribute("href")
    number = edit.strip("/").split("/")[-1]
    citizen.go(f"/janji/jadwal/{number}/").page.locator("#id_topic").select_option(index=1)
    citizen.page.locator("#id_consents").check()
    fill(citizen, "0812 3456 7006", party_size="2")
    citizen.page.wait_for_url("**/tiket/")
    citizen.sees("Bawa foto rumah")
    reference = citizen.page.locator(".ticket-reference").inner_text()

    officer.go(edit).page.locator("#id_channel").select_option("ONLINE")
    officer.page.locator("#id_link").fill("https://rapat.example.go.id/klinik")
    officer.page.get_by_role("button", name="Simpan").click()
    officer.sees("1 janji terkena", "Siti Aminah").look("agenda-sesi-terkena")
    officer.page.locator("#id_reason").fill("Ruang sedang diperbaiki")
    officer.page.get_by_role("button", name="Simpan dan tulis pesan").click()
    officer.sees("Portal mengirim pesan kepada 1 orang")
    assert said_by(gateway, reference, "rapat.example.go.id")

    officer.go(edit)
    press(officer, "Batalkan jadwal ini")
    officer.page.locator("#id_reason").fill("Narasumber sakit")
    officer.look("agenda-sesi-batal").page.get_by_role("button", name="Batalkan dan beri tahu").click()
    officer.sees("Jadwal dibatalkan")
    assert said_by(gateway, reference, "Narasumber sakit")


def said_by(gateway, *words, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if any(all(word in str(body) for word in words) for body in gateway.bodies):
            return True
        time.sleep(0.2)
    return False
