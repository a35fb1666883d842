"""The main job on the real figures of 2022, walked in a browser: booking, counter, ledger, board, report, paper."""

import csv
import io
import json
import re
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from krs_portal.demo import PASSWORD
from krs_portal.kit import clock
from tests.journeys.conftest import PICTURES, Visitor, get_figures, get_realised

STATED = {
    "BP2P Jawa II": 334,
    "BP2P Jawa III": 660,
    "BP2P Kalimantan I": 305,
    "BP2P Sumatera III": 336,
    "Satker Bali": 173,
}
REASON = "Dua layanan dicatat sesudah siaran pers disusun; jumlah bagian yang dipakai."


def slot_of_today(portal):
    """A free appointment in a few minutes at the place of the demo's officer, still today there."""
    while clock.day_of(clock.now()) != clock.day_of(clock.now() + timedelta(minutes=10)):
        time.sleep(5)
    code = (
        "from datetime import timedelta; from django.utils import timezone; from clinics.models import Place;"
        "from consultations.models import Slot; at = timezone.now() + timedelta(minutes=8);"
        "place = Place.objects.filter(office__code='JAW3', kind='OFFICE').first();"
        "print(Slot.objects.create(place=place, starts_at=at, ends_at=at + timedelta(minutes=45)).pk)"
    )
    return int(portal.manage("shell", "--no-imports", "-c", code).split()[-1])


def test_a_citizens_visit_moves_the_ledger_and_the_board_by_one(portal, visitor):
    slot, citizen = slot_of_today(portal), visitor()
    before = get_realised(citizen, "JAW3")

    citizen.go("/").look("beranda").sees("1.808 layanan dari target 1.250")
    citizen.page.get_by_role("link", name="Buat janji konsultasi").first.click()
    citizen.look()
    citizen.page.get_by_role("link", name="Rencana anggaran biaya").click()
    citizen.look()
    citizen.page.get_by_role("link", name="Lewati pertanyaan").click()
    citizen.look()
    sleman = citizen.page.locator("section.clinic", has_text="Pojok KRS Sleman")
    sleman.get_by_role("link", name="Pilih klinik ini").click()
    citizen.look()
    citizen.page.get_by_role("link", name="Pojok KRS Sleman").click()
    citizen.look()
    citizen.page.locator(f"main button[formaction*='/janji/jadwal/{slot}/']").click()
    citizen.page.wait_for_url("**/janji/isi/*/")
    citizen.page.get_by_label("Nama lengkap").fill("Ngatiyem Wulandari")
    citizen.page.get_by_label("Nomor telepon").fill("12")
    citizen.page.get_by_role("button", name="Lanjut memeriksa").click()
    citizen.look("janji-salah").sees("tidak dikenali")
    assert citizen.page.get_by_label("Nama lengkap").input_value() == "Ngatiyem Wulandari"
    citizen.page.get_by_label("Nomor telepon").fill("0812 3456 7890")
    citizen.page.get_by_role("button", name="Lanjut memeriksa").click()
    citizen.look()
    citizen.page.get_by_label("Saya setuju").check()
    citizen.page.get_by_role("button", name="Buat janji").click()
    citizen.page.wait_for_url("**/tiket/")
    citizen.look("tiket").sees("Ngatiyem Wulandari", "Pojok KRS Sleman")
    assert re.search(r"KRS-[2-9A-Z]{7}", citizen.page.inner_text("main"))

    officer = visitor().sign_in("petugas", PASSWORD)
    officer.go("/meja/").look("meja")
    line = officer.page.locator("li", has_text="Ngatiyem Wulandari")
    line.get_by_role("button", name="Datang").click()
    line.get_by_role("button", name="Panggil").click()
    line.get_by_role("button", name="Mulai").click()
    officer.page.wait_for_url("**/konsultasi/*/")
    officer.page.get_by_label("Ringkasan").fill("Menghitung biaya rumah tipe 36 dari denah yang dibawa.")
    officer.look("konsultasi")
    officer.page.get_by_role("button", name="Tutup konsultasi").click()
    officer.look("konsultasi-tanpa-hasil").sees("hasil konsultasi")
    officer.page.locator("#id_outcome").select_option("ADVISED")
    officer.page.get_by_role("button", name="Tutup konsultasi").click()
    officer.page.get_by_text("Selesai", exact=True).first.wait_for()
    officer.look("konsultasi-selesai").sees("Layanan konsultasi")

    assert get_realised(citizen, "JAW3") == before + 1
    officer.go(f"/dasbor/?year={clock.today().year}").look("dasbor-petugas")
    officer.page.get_by_role("link", name=str(before + 1), exact=True).first.click()
    officer.look("baris").sees("Konsultasi")


@pytest.fixture(scope="module")
def report(chromium, portal):
    """The evaluation report of 2022, built, explained and published by the ministry; its files by their ending."""
    ministry = Visitor(chromium, portal).sign_in("kementerian", PASSWORD)
    ministry.go("/evaluasi/").look("evaluasi")
    ministry.go("/laporan/buat/").look("laporan-buat")
    ministry.page.get_by_label("Tahun").select_option("2022")
    ministry.page.get_by_label("Data per tanggal").fill("2022-12-05")
    ministry.page.get_by_role("button", name="Susun laporan").click()
    ministry.page.get_by_role("link", name="Unduh PDF").wait_for(timeout=60_000)
    ministry.look("laporan-draf").sees("belum diberi alasan")
    assert ministry.page.get_by_role("button", name="Terbitkan").is_disabled()
    ministry.page.get_by_label("Sebab, baris 1").select_option("SOURCE")
    ministry.page.get_by_label("Keterangan atau rujukan, baris 1").fill(REASON)
    ministry.page.get_by_role("button", name="Simpan alasan").click()
    ministry.page.wait_for_load_state()
    ministry.page.get_by_role("button", name="Terbitkan").click()
    ministry.page.get_by_text("Terbit", exact=True).first.wait_for(timeout=60_000)
    ministry.look("laporan-terbit")
    files = {}
    for ending in ("PDF", "XLSX", "CSV"):
        link = ministry.page.get_by_role("link", name=f"Unduh {ending}").get_attribute("href")
        files[ending] = ministry.context.request.get(link).body()
    if PICTURES:
        (paper := Path(PICTURES, "laporan.pdf")).write_bytes(files["PDF"])
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(paper), f"{PICTURES}/laporan-pdf"], check=True)
        paper.unlink()
    code = re.search(r"Kode dokumen\s+([0-9A-Z-]+)", ministry.page.inner_text("main")).group(1)
    yield ministry, files, code
    ministry.context.close()


def text_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_paper_says_what_happened_in_2022(report):
    _ministry, files, _code = report
    text = text_of(files["PDF"])

    for said in ("1.808", "1.806", "1.250", "69,20 %", "4 dari 5 unit", "Data per 5 Desember 2022", "806"):
        assert said in text, said
    assert REASON in text
    assert "DRAF" not in text
    assert "sertifikat elektronik" not in text.lower()


def test_screen_api_pdf_and_workbook_say_the_same(report):
    ministry, files, _code = report

    ministry.go("/dasbor/?as_at=2022-12-05").look("dasbor")
    rows = ministry.page.locator("table").first.locator("tbody tr")
    screen = {}
    for row in rows.all():
        name = row.locator("th").inner_text().split("\n")[0].strip("◆ ")
        numbers = re.findall(r"(?<![\d,.])\d{1,3}(?:\.\d{3})*(?![\d,])", row.inner_text().replace(name, "", 1))
        screen[name] = int(numbers[0].replace(".", ""))
    api = {row["name"]: row["realised"] for row in get_figures(ministry, year=2022, as_at="2022-12-05")["offices"]}
    total = get_figures(ministry, year=2022, as_at="2022-12-05")["total"]
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(files["XLSX"]))
    cells = [cell for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python() for cell in row]
    paper = text_of(files["PDF"])

    assert {name: screen[name] for name in STATED} == STATED
    assert sorted(api.values()) == sorted(STATED.values())
    assert (total["realised"], total["target"], total["percent"], total["offices_reached"]) == (1808, 1250, 144.64, 4)
    for quantity in [*STATED.values(), 1808, 1250]:
        assert float(quantity) in [cell for cell in cells if isinstance(cell, float)], quantity
        assert f"{quantity:,}".replace(",", ".") in paper, quantity
    assert "1808" in files["CSV"].decode("utf-8-sig")


def test_every_figure_opens_exactly_its_rows(report):
    ministry, _files, _code = report

    for row in get_figures(ministry, year=2022, as_at="2022-12-05")["offices"]:
        answer = ministry.context.request.get(row["rows"], headers={"Authorization": "Token demo-kementerian"})
        assert json.loads(answer.text())["count"] == row["realised"]


def test_who_holds_the_paper_can_verify_it(report, visitor, tmp_path):
    _ministry, files, code = report
    paper, forged = tmp_path / "laporan.pdf", tmp_path / "palsu.pdf"
    paper.write_bytes(files["PDF"])
    forged.write_bytes(files["PDF"].replace(b"%%EOF", b"%%EOG"))
    anybody = visitor()

    anybody.go(f"/verifikasi/{code}/").look("verifikasi").sees("1.808")
    anybody.page.locator("input[type=file]").set_input_files(paper)
    anybody.page.get_by_text("cocok", exact=False).first.wait_for()
    anybody.page.locator("input[type=file]").set_input_files(forged)
    anybody.page.get_by_text("tidak cocok", exact=False).first.wait_for()


def test_the_same_pages_speak_english(visitor):
    guest = visitor()
    guest.go("/")
    guest.page.get_by_role("button", name="English").click()

    guest.look().sees("Book")
    assert guest.page.locator("html").get_attribute("lang") == "en"
    for path in ("/janji/", "/capaian/", "/verifikasi/", "/masuk/", "/api/docs/"):
        guest.go(path).look()


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("kepala", ["/meja/", "/konsultasi/", "/dasbor/", "/evaluasi/", "/laporan/"]),
        ("kementerian", ["/konsultasi/", "/dasbor/target/", "/dasbor/periode/", "/dasbor/target/baru/", "/laporan/"]),
        ("auditor", ["/meja/", "/konsultasi/", "/dasbor/", "/laporan/"]),
        ("kabkota", ["/dasbor/"]),
        ("provinsi", ["/dasbor/"]),
    ],
)
def test_pages_of_every_role_are_accessible(name, paths, visitor):
    someone = visitor().sign_in(name, PASSWORD)

    for path in paths:
        someone.go(path).look()


def test_the_counter_works_by_keyboard_and_at_twice_the_size(visitor):
    officer = visitor().sign_in("petugas", PASSWORD)
    officer.go("/meja/")
    officer.page.set_viewport_size({"width": 640, "height": 450})  # 1280 px at 200 %
    officer.page.keyboard.press("Tab")

    assert officer.page.evaluate("document.activeElement.getAttribute('href')") == "#isi"
    officer.page.get_by_label("Nama", exact=True).focus()
    officer.page.keyboard.type("Sukirman Uji")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("ArrowDown")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.type("123456789012345")
    officer.page.keyboard.press("Enter")

    officer.page.get_by_text("NIK terdiri dari 16 angka").first.wait_for()
    assert officer.page.get_by_label("Nama", exact=True).input_value() == "Sukirman Uji"


def test_csv_of_the_rows_has_as_many_as_the_figure_says(report):
    ministry, _files, _code = report
    answer = ministry.context.request.get("/dasbor/baris/csv/?indicator=layanan&year=2022&as_at=2022-12-05")

    lines = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff"))))
    assert len(lines) == 1 + 1808
