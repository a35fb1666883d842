"""A round from its invitations to frozen profiles, as the province and as a kab/kota with a telephone, once offline."""

import io
import re
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from krs_portal.demo import PASSWORD
from krs_portal.kit import clock
from krs_portal.kit.formats import format_number
from tests.factories.imports import REAL, xlsx
from tests.journeys.conftest import PICTURES, Visitor

# Where the real list is not at hand.
SMALL = xlsx(
    [
        ["NO", "NAMA RUSUN", "KAB / KOTA", "KATEGORI PENERIMA MANFAAT", "JUMLAH TOWER", "JUMLAH UNIT"],
        [1, "Rusunawa Contoh", "Kota Semarang", "MBR", 1, 96],
        [2, "Rusunawa Lain", "Kab. Demak", "Pekerja Industri", 2, 140],
    ]
)

NAME = "Monitoring antara Semarang dan Tegal"
PAIR = ("Kota Semarang", "Kota Tegal")
PHONE = {"width": 360, "height": 800}
LOST = "Atap bocor di lantai lima, dua unit tidak dapat dihuni"
AGREED = "Memperbaiki atap sebelum musim hujan"


class Phone(Visitor):
    def look(self, name=""):
        super().look(name)
        self.page.set_viewport_size(PHONE)
        return self


@pytest.fixture
def agency(chromium, portal):
    """The operator of Kota Semarang with a telephone."""
    person = Phone(chromium, portal, axe_at=(360, 1280), viewport=PHONE)
    yield person.sign_in("kabkota", PASSWORD)
    person.context.close()


@pytest.fixture
def province(visitor):
    return visitor().sign_in("provinsi", PASSWORD)


def press(person, name, role="button", within=None):
    (within or person.page).get_by_role(role, name=name, exact=True).first.click()
    person.page.wait_for_load_state()
    return person


def follow(person, name):
    return press(person, name, "link")


def fill(person, prefix="id_", **values):
    for name, value in values.items():
        person.page.locator(f"#{prefix}{name}").fill(value)
    return person


def choose(select, words):
    """The option that says so."""
    select.select_option(next(each for each in select.locator("option").all_inner_texts() if words in each))


def document(person, address, picture=""):
    """Its text; and with a name, a picture of its first page."""
    answer = person.context.request.get(address)
    assert answer.ok, f"{address}: {answer.status}"
    if picture and PICTURES:
        (paper := Path(PICTURES, f"{picture}.pdf")).write_bytes(answer.body())
        whole = ["pdftoppm", "-r", "60", "-png", "-singlefile", str(paper), f"{PICTURES}/{picture}"]
        subprocess.run(whole, check=True)
        paper.unlink()
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.body())).pages)


def arrives(mailbox, *words, seconds=30):
    """A letter, its calendar entry included, that says all of it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if any(all(word in said(letter) for word in words) for letter in list(mailbox.letters)):
            return True
        time.sleep(0.2)
    return False


def said(letter):
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    texts = [part if isinstance(part, str) else part.decode() for part in parts]
    return " ".join([letter["Subject"], *texts]).replace("\r\n ", "")


def day(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_round_from_its_invitations_to_frozen_profiles(portal, mailbox, province, agency):
    round_url = open_round(province)
    assert arrives(mailbox, f"Rapat koordinasi {NAME}", "Semarang")
    answer_invitation(agency)
    fill_profiles(agency, round_url)
    desk_url = plan_desk(province, round_url)
    assert arrives(mailbox, f"Desk {NAME}: Kota Semarang", "METHOD:REQUEST", "rapat.example.go.id")
    agency.go(desk_url).look().sees("Sesi desk Anda", "Ruang Virtual A")

    the_day_comes(portal)
    session_url = talk_it_through(province, round_url, desk_url)
    agree(province, session_url)
    province.sees("Persetujuan tercatat", "Menunggu").look()
    agree(agency, session_url)
    agency.sees("Profil dibekukan").look()

    read_berita_acara(agency, session_url)
    follow(agency.go(round_url), estates_of(agency)[0])
    agency.look().sees("sudah disepakati dan dibekukan")
    assert agency.page.get_by_role("button", name="Simpan", exact=True).count() == 0
    close_round(province, round_url)
    read_figures(province)


def open_round(province):
    """The province writes it down, chooses two kab/kota and invites them to the coordination meeting."""
    as_at = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    days = {"fill_until_on": day(5), "desk_starts_on": day(7), "desk_ends_on": day(13)}
    follow(province.go("/monitoring/putaran/").look(), "Putaran baru")
    fill(province, name=NAME, data_as_at=as_at.isoformat(), **days).look()
    press(province, "Simpan dan pilih peserta").look()
    for line in province.page.locator("label", has=province.page.locator("input[name=offices]")).all():
        line.locator("input").set_checked(any(name in line.inner_text() for name in PAIR))
    press(province, "Simpan peserta").look().sees("Calon peserta", *PAIR)
    round_url = province.page.url
    follow(province, "Buka pengisian").look()
    fill(province, day=day(2), link="https://rapat.example.go.id/koordinasi", letter_number="005/1234")
    press(province, "Buka dan undang peserta").look().sees("Putaran dibuka", *PAIR)
    province.page.locator("main a[href^='/rapat/']").first.click()
    province.look().sees("Undangan", *PAIR)
    letters = province.page.get_by_role("link", name="Cetak surat untuk semua undangan").get_attribute("href")
    assert "005/1234" in document(province, letters)
    return round_url


def answer_invitation(agency):
    agency.go("/rapat/").look()
    follow(agency, f"Rapat koordinasi {NAME}").look().sees("Cara mengisi profil")
    agency.page.get_by_role("link", name="Jawab").first.click()
    agency.page.get_by_label("Hadir", exact=True).check()
    press(agency.look(), "Simpan jawaban")
    agency.sees("Hadir")


def estates_of(agency):
    return agency.page.locator(".sheet-list h3").all_inner_texts()


def fill_profiles(agency, round_url):
    """One where there is no network, the others at the desk."""
    page = agency.page
    agency.go(round_url).look().sees("Profil Anda")
    names = estates_of(agency)
    follow(agency, "Buka halaman lapangan")
    own = page.locator("li.card", has_text=NAME)
    expect(own.first.locator("[data-kept-mark]")).to_be_visible(timeout=20_000)
    agency.look()
    agency.context.set_offline(True)
    follow(agency, names[0])
    expect(page.locator("[data-offline-form][data-ready]")).to_be_attached()
    lose(agency, 3)
    press(agency, "Simpan dan sampaikan")
    expect(page.locator("[data-offline-queue]")).to_contain_text("1 isian menunggu jaringan")
    agency.context.set_offline(False)
    expect(page.locator("main")).to_contain_text(re.compile("Isian terkirim|sudah disampaikan"), timeout=20_000)
    for place, name in enumerate(names[1:]):
        follow(agency.go(round_url), name)
        expect(page.locator("[data-offline-form][data-ready]")).to_be_attached()
        if not place:
            lose(agency, 2).look("monitoring-profil")
        press(agency, "Simpan dan sampaikan")
        expect(page.locator(".page-head")).to_contain_text("Disampaikan", timeout=10_000)


def lose(agency, units):
    """So many more stand empty."""
    occupied = agency.page.locator("#id_occupied").input_value()
    return fill(agency, occupied=str(int(occupied) - units))


def plan_desk(province, round_url):
    follow(province.go(round_url), "Buka desk").look()
    fill(province, "id_room_", name="Ruang Virtual A", link="https://rapat.example.go.id/desk-a")
    press(province, "Tambah ruang").look().sees("usulan, belum disimpan", *PAIR)
    press(province, "Simpan jadwal").sees("2 sesi terjadwal")
    press(province, "Kirim undangan").look().sees("2 kab/kota diundang", "Diundang")
    return province.page.url


def the_day_comes(portal):
    """The desk begins ten minutes ago; nobody waits for a working day."""
    code = (
        "from datetime import timedelta; from django.utils import timezone; from monitoring.models import DeskSession;"
        f"each = DeskSession.objects.get(participant__round__name='{NAME}', participant__office__code='DINAS-33-74');"
        "now = timezone.now(); times = {'starts_at': now - timedelta(minutes=10), 'ends_at': now + timedelta(hours=1)};"
        "DeskSession.objects.filter(pk=each.pk).update(**times);"
        "type(each.meeting).objects.filter(pk=each.meeting_id).update(**times)"
    )
    portal.manage("shell", "--no-imports", "-c", code)


def talk_it_through(province, round_url, desk_url):
    """Differences are marked; a remark, a problem, a decision and who is there become the minutes."""
    press(province.go(round_url), "Mulai sesi desk")
    follow(province.go(desk_url), "Kota Semarang").look()
    session_url = province.page.url
    press(province, "Mulai sesi").sees("Berubah", "Putaran lalu", "Putaran ini")
    card = province.page.locator(".desk-card", has=province.page.locator(".talk-changed")).first
    card.get_by_label("Tentang").select_option("occupied")
    card.get_by_label("Catatan").fill("Tiga unit menunggu perbaikan atap.")
    press(province, "Tambah catatan", within=card)
    expect(province.page.locator("#naskah")).to_contain_text("Tiga unit menunggu perbaikan atap.")
    press(province, "Catat masalah", "link", within=card).look()
    fill(province, title=LOST, plan="Mengganti talang dan penutup atap", owner="UPTD Rusunawa", due_on=day(60))
    province.page.locator("#id_category").select_option(index=1)
    press(province, "Simpan masalah").sees(LOST)
    province.page.locator("summary", has_text="Catat keputusan").click()
    fill(province, "id_decision_", text=AGREED, due_on=day(30))
    choose(province.page.locator("#id_decision_owner_office"), "Semarang")
    press(province, "Simpan keputusan").sees(AGREED)
    choose(province.page.locator("#id_office"), "Semarang")
    fill(province, name="Siti Rahmawati", position="Operator Data Perumahan")
    press(province, "Catat hadir").sees("Siti Rahmawati").look("monitoring-desk-sesi")
    press(province, "Simpan sebagai notulen").look()
    press(province, "Ajukan kepada kedua pihak").sees("setiap pihak menerima kodenya").look()
    return session_url


def agree(person, session_url):
    """Each side reads its own code and says yes with it."""
    person.go(session_url)
    [code] = person.page.locator(".own-code-value").all_inner_texts()
    office = re.match("Kode (.+) untuk", person.page.locator(".own-code p").first.inner_text())
    choose(person.page.locator("#notulen select[name=office]"), office.group(1))
    fill(person, code=code)
    press(person, "Setujui berita acara")


def read_berita_acara(agency, session_url):
    address = agency.page.get_by_role("link", name="Berita Acara (PDF)").get_attribute("href")
    text = document(agency, address, "monitoring-berita-acara")
    for words in (LOST, AGREED, "Tiga unit menunggu perbaikan atap.", "Siti Rahmawati"):
        assert words in text, words
    sheet = agency.page.get_by_role("link", name="Lembar desk (XLSX)").get_attribute("href")
    assert agency.context.request.get(sheet).ok


def close_round(province, round_url):
    """What Kota Tegal left open needs a reason."""
    follow(province.go(round_url), "Tutup putaran")
    for reason in province.page.locator("[name^=reason_]").all():
        reason.fill("Kota Tegal mengisi pada putaran berikutnya")
    press(province.look(), "Tutup putaran").sees("Ditutup").look()


def read_figures(province):
    """The newest closed round is the picture, and its figures open their rows."""
    province.go("/monitoring/").look().sees(NAME, "9 lokasi rusun di 2 kab/kota")
    occupied = province.page.locator(".stat", has_text="Unit terhuni").first.locator("a")
    figure = occupied.inner_text()
    occupied.click()
    province.look().sees(f"{figure} unit", NAME)


@pytest.fixture
def of_2021(province):
    """The published round: 61 rusun in 23 kab/kota, and 4 rusus in 3."""
    province.go("/monitoring/putaran/")
    follow(province, "Monitoring Rusun/Rusus 2021")
    return re.search(r"/putaran/(\d+)/", province.page.url).group(1)


def test_the_figures_of_2021_open_their_rows(province, of_2021):
    province.go(f"/monitoring/?round={of_2021}").look("monitoring-gambaran")
    province.sees("82,34\u00a0% unit rusun terhuni", "61 lokasi rusun di 23 kab/kota dan 4 lokasi rusus di 3 kab/kota")
    links = province.page.locator(".stat a").all()
    figures = [(link.inner_text(), link.get_attribute("href")) for link in links]

    assert [each for each, _url in figures[:5]] == ["61", "120", "9.778", "8.051", "1.727"]
    for figure, url in figures:
        assert sum_of_rows(province, url) == figure, url


def sum_of_rows(province, url):
    """The column behind a figure, over all its pages."""
    total = 0
    while url:
        province.go(url)
        column = province.page.locator(".rows-table td strong").all_inner_texts()
        total += sum(int(each.replace(".", "")) for each in column if each != "–")
        after = province.page.get_by_role("link", name="Berikutnya")
        url = after.get_attribute("href") if after.count() else ""
        url = f"{province.page.url.split('?')[0]}{url}" if url.startswith("?") else url
    return format_number(total)


def test_the_desk_of_2021_has_six_six_six_and_five_sessions(province, of_2021):
    province.go(f"/monitoring/putaran/{of_2021}/desk/").look("monitoring-desk-jadwal").sees("6 / 6 / 6 / 5")
    follow(province, "Kota Semarang").look().sees("Berubah", "Berita Acara")


def test_the_round_has_a_report(province, of_2021):
    province.go(f"/laporan/buat/?kind=monitoring-round&round={of_2021}").look()
    press(province, "Susun laporan")
    download = province.page.get_by_role("link", name="Unduh PDF")
    download.wait_for(timeout=60_000)
    province.look()
    text = document(province, download.get_attribute("href"), "monitoring-laporan-putaran")

    for figure in ("61", "120", "9.778", "8.051", "82,34 %", "1.727"):
        assert figure in text, figure


def test_the_rooms_of_monitoring_are_accessible(province):
    for name, path in {
        "hunian": "/monitoring/hunian/",
        "peta": "/monitoring/hunian/?view=map",
        "serah-terima": "/monitoring/serah-terima/",
        "penghuni": "/monitoring/penghuni/",
        "masalah": "/monitoring/masalah/",
        "kesiapan": "/monitoring/kesiapan/",
    }.items():
        province.go(path).look(f"monitoring-{name}")
    follow(province.go("/monitoring/hunian/"), "Rusunawa Bandarharjo").look("monitoring-dossier")
    follow(province.go("/monitoring/putaran/"), f"Monitoring Rusun/Rusus {clock.today().year}")
    province.look("monitoring-putaran").sees("Kesiapan tiap kab/kota")


def test_a_workbook_is_uploaded_its_columns_shown_and_its_rows_checked(province):
    content = REAL.read_bytes() if REAL.exists() else SMALL
    province.go("/impor/unggah/estates/").look("monitoring-impor")
    file = {"name": "rusun.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    province.page.locator("input[type=file]").set_input_files(file)
    press(province, "Unggah dan periksa")
    province.page.get_by_role("link", name="Kolom", exact=True).wait_for(timeout=60_000)
    province.look("monitoring-impor-baris").sees("Jumlah, sebelum dan sesudah")
    follow(province, "Kolom").look("monitoring-impor-kolom").sees("Kolom mana berisi apa")
