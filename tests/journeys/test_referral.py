"""Somebody is referred from the counter, the partner answers by the link of its letter, the citizen reads it."""

import re
import time

from krs_portal.demo import PASSWORD

PARTNER = "rujukan.bank@demo.krs.test"
ADDRESS = re.compile(r"http\S+(/rujukan/jawab/\S+)")


def wait_for_letter(mailbox):
    """The address in the last letter to the partner."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for letter in reversed(mailbox.letters):
            if PARTNER in str(letter["To"]) and (found := ADDRESS.search(letter.get_content())):
                return found[1]
        time.sleep(0.2)
    raise AssertionError("no letter came")


def test_a_referral_is_answered_by_link_and_read_under_the_reference(portal, visitor, mailbox):
    officer = visitor().sign_in("petugas", PASSWORD)
    page = officer.go("/meja/").page
    page.locator("#id_name").fill("Rukmini Rujukan")
    page.locator("#id_phone").fill("0813 9000 1234")
    page.locator("#id_topic").select_option(index=1)
    page.locator(".counter-register .btn-primary").click()
    line = page.locator("li", has_text="Rukmini Rujukan")
    line.get_by_role("button", name="Panggil").click()
    line.get_by_role("button", name="Mulai").click()
    page.wait_for_url("**/konsultasi/*/")
    record = page.url
    page.get_by_label("Ringkasan").fill("Membutuhkan kredit untuk membangun.")
    page.locator("#id_outcome").select_option("REFERRED")
    page.get_by_role("button", name="Tutup konsultasi").click()
    officer.look().sees("Belum ada rujukan dari konsultasi ini")

    page.get_by_role("link", name="Rujuk", exact=True).click()
    officer.look("rujuk")
    page.get_by_label("Mitra dan program").select_option(label="Bank Contoh Cabang Sleman – Kredit bangun rumah")
    page.get_by_label("Yang dibutuhkan dari mitra").fill("Kredit Rp50 juta.")
    page.get_by_label("Nomor telepon: 0813-9000-1234").check()
    page.get_by_label("Sudah dibacakan dan disetujui pemohon").check()
    page.get_by_role("button", name="Simpan dan kirim").click()
    officer.look("rujukan-satu").sees("Rujukan dikirim kepada mitra.", "Dikirim")
    number = re.search(r"R\d+", page.locator("h1").inner_text())[0]
    page.goto(record)
    page.get_by_label("Ringkasan").fill("Membutuhkan kredit untuk membangun.")
    page.locator("#id_outcome").select_option("REFERRED")
    page.get_by_role("button", name="Tutup konsultasi").click()
    page.get_by_text("Konsultasi ditutup dan masuk capaian.").wait_for()

    partner, link = visitor(), wait_for_letter(mailbox)
    partner.go(link).look("rujukan-mitra").sees("Rukmini Rujukan", "0813-9000-1234", "Kredit Rp50 juta.")
    partner.page.get_by_label("Tidak dapat dipenuhi").check()
    partner.page.get_by_role("button", name="Simpan jawaban").click()
    partner.look().sees("Tuliskan alasan penolakannya.")
    partner.page.get_by_label("Keterangan").fill("Belum ada agunan.")
    partner.page.get_by_role("button", name="Simpan jawaban").click()
    partner.look().sees("tautan ini tidak berlaku lagi")
    assert "Rukmini" not in partner.page.inner_text("body")

    officer.go("/rujukan/?keranjang=ditolak").look("rujukan").sees("Rukmini Rujukan", number)
    page.get_by_role("link", name="Rukmini Rujukan").click()
    page.get_by_role("link", name="Sudah dijelaskan kepada pemohon").click()
    page.get_by_label("Apa yang dijelaskan kepada pemohon").fill("Boleh memakai jaminan BPKB.")
    page.get_by_role("button", name="Simpan penjelasan").click()
    officer.look().sees("Dijelaskan kepada pemohon")

    reference = portal.manage(
        "shell", "--no-imports", "-c",
        "from consultations.models import Attendance; print(Attendance.objects.get(name='Rukmini Rujukan').reference)",
    ).split()[-1]  # fmt: skip
    citizen = visitor().go(f"/janji/{reference}/")
    citizen.page.get_by_label("Nomor telepon").fill("0813 9000 1234")
    citizen.page.get_by_role("button", name="Buka janji").click()
    citizen.page.get_by_text("Rujukan Anda").wait_for()
    citizen.look("janji-rujukan").sees("Belum ada agunan.")
