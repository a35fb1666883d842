"""What the offices met in 2022 and what they will do about it. Invented: the minutes of the meeting are not public."""

from __future__ import annotations

from datetime import UTC, datetime

from clinics.models import ReportingPeriod
from consultations.evaluation.models import EvaluationNote
from krs_portal.accounts.models import User
from krs_portal.offices.models import Office

PROPOSED = {"SATKER-BALI": "Tambahan dua tenaga ahli untuk kabupaten di luar Denpasar."}
WRITTEN_AT = datetime(2022, 12, 5, 11, tzinfo=UTC)
NOTES = {
    "JAW3": (
        "Permintaan jauh melebihi jumlah petugas; antrean menumpuk pada hari Senin.",
        "Menambah dua petugas terlatih dan membuka jadwal daring.",
    ),
    "JAW2": (
        "Pemohon dari kabupaten yang jauh kesulitan datang ke Bandung.",
        "Membuka klinik keliling bersama dinas kab/kota setiap bulan.",
    ),
    "SUM3": (
        "Bukti penguasaan tanah pemohon sering belum lengkap.",
        "Menyiapkan lembar periksa berkas dan bekerja sama dengan kantor pertanahan.",
    ),
    "KAL1": (
        "Harga bahan di daerah hulu sungai tidak tersedia, sehingga RAB sulit disusun.",
        "Mengumpulkan harga bahan per kecamatan setiap triwulan.",
    ),
    "SATKER-BALI": (
        "Target belum tercapai: layanan baru dikenal di Denpasar dan Badung.",
        "Sosialisasi ke seluruh kabupaten dan membuka loket di Mal Pelayanan Publik.",
    ),
}


def load_notes(offices: dict[str, Office], staff: dict[str, list[User]]) -> None:
    period = ReportingPeriod.objects.of_year(2022).get()
    EvaluationNote.objects.bulk_create(
        EvaluationNote(
            office=offices[code],
            period=period,
            obstacles=f"Data contoh. {obstacles}",
            follow_up=f"Data contoh. {follow_up}",
            proposal=f"Data contoh. {PROPOSED[code]}" if code in PROPOSED else "",
            written_at=WRITTEN_AT,
            written_by=staff[code][0],
        )
        for code, (obstacles, follow_up) in NOTES.items()
    )
