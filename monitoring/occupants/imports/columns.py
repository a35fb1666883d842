"""The columns of a list of occupants (domain.md §4.5), and how people spell what stands in them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as t

from krs_portal.accounts.enums import Sex
from krs_portal.imports import days, values
from krs_portal.imports.columns import Spellings, build_choice_column, build_column
from krs_portal.imports.identities import build_identity_parser, parse_phone_cell
from monitoring.occupants import identity, plausible
from monitoring.occupants.enums import DocumentKind, Education, MaritalStatus

SEXES: Spellings = {Sex.MALE: ["Laki-laki", "L", "Pria"], Sex.FEMALE: ["Perempuan", "P", "Wanita"]}
MARITAL: Spellings = {
    MaritalStatus.SINGLE: ["Lajang", "Belum kawin", "Belum menikah"],
    MaritalStatus.MARRIED: ["Menikah", "Kawin"],
    MaritalStatus.DIVORCED: ["Cerai", "Cerai hidup", "Cerai mati", "Janda", "Duda"],
}
EDUCATION: Spellings = {
    Education.NONE: ["Tidak punya ijazah", "Tidak sekolah", "Tidak tamat SD"],
    Education.PRIMARY: ["SD"],
    Education.JUNIOR: ["SMP", "SLTP"],
    Education.SENIOR: ["SMA", "SMK", "SLTA", "SMA/SMK"],
    Education.DIPLOMA: ["D1-D3", "D1", "D2", "D3", "Diploma"],
    Education.BACHELOR: ["D4/S1", "S1", "D4", "Sarjana"],
    Education.MASTER: ["S2/S3", "S2", "S3"],
}


def build_money_parser(bounds: tuple[int, int]) -> values.Parse:
    """Parser for rupiah. An implausible amount makes the row wait for a correction, with the reason."""
    whole = values.build_count_parser()

    def read(raw: Any) -> int | None:
        value = whole(raw)
        if reason := plausible.explain_doubt(value, bounds):
            raise values.InvalidCell(reason)
        return value

    return read


def parse_documents(raw: Any) -> list[str] | None:
    """ "Lengkap" (all), or the names of the documents that exist, separated by commas."""
    text = values.build_text_parser()(raw)
    if text is None:
        return None
    if values.normalise_text(text) in {"lengkap", "ya"}:
        return list(DocumentKind.values)
    one = values.build_choice_parser({kind.value: [str(kind.label)] for kind in DocumentKind})
    try:
        return [one(part) for part in text.replace(";", ",").split(",") if part.strip()]
    except values.UnreadableCell as error:  # the others can be read, so that nothing is dropped with it
        raise values.InvalidCell(str(error)) from error


side = values.build_amount_parser(low=0.01, high=9_999, zero_is_unknown=True)
yes = values.build_yes_no_parser()
COLUMNS = [
    build_column(
        "estate",
        t("Hunian"),
        values.build_text_parser(longest=200),
        "Rusun",
        "Rusus",
        "Nama rusun",
        "Lokasi",
        required=True,
        example="Rusunawa Kaligawe",
        help=t("Nama atau ID rusun seperti pada daftar hunian."),
    ),
    build_column(
        "block",
        t("Blok"),
        values.build_text_parser(longest=60),
        "Tower",
        "Gedung",
        "Twin blok",
        example="B",
        help=t("Boleh kosong bila hunian hanya punya satu blok."),
    ),
    build_column(
        "floor",
        t("Lantai"),
        values.build_count_parser(low=1, high=60, zero_is_unknown=True),
        "Lantai ke",
        example="4",
        help=t("Boleh kosong bila nomor unit sudah menyebut lantainya."),
    ),
    build_column(
        "unit",
        t("Nomor unit"),
        values.build_text_parser(longest=20),
        "Unit",
        "No unit",
        "Kamar",
        required=True,
        example="101",
    ),
    build_column(
        "name",
        t("Nama kepala keluarga"),
        values.build_text_parser(longest=150),
        "Nama",
        "Nama penghuni",
        required=True,
        example="Siti Aminah",
    ),
    build_column("nik", t("NIK"), build_identity_parser(identity.parse_nik), "No KTP", "Nomor KTP", is_private=True),
    build_column("kk", t("Nomor KK"), build_identity_parser(identity.parse_kk), "No KK", "KK", is_private=True),
    build_choice_column("sex", t("Jenis kelamin"), SEXES, "JK", "L/P"),
    build_column("born_on", t("Tanggal lahir"), days.build_day_parser(days.BIRTH), "Tgl lahir", is_private=True),
    build_column("phone", t("Telepon"), parse_phone_cell, "HP", "No HP", "Nomor telepon"),
    build_column(
        "origin", t("Kab/kota asal"), values.build_region_name_parser(), "Asal", "Daerah asal", example="Kota Semarang"
    ),
    build_choice_column("marital_status", t("Status perkawinan"), MARITAL, "Status kawin"),
    build_column(
        "member_count",
        t("Jumlah anggota"),
        values.build_count_parser(low=1, high=30, zero_is_unknown=True),
        "Jumlah anggota keluarga",
        "Jml anggota",
        is_summed=True,
    ),
    build_choice_column("education", t("Pendidikan"), EDUCATION, "Pendidikan terakhir"),
    build_column("occupation", t("Pekerjaan"), values.build_text_parser(longest=60)),
    build_column("workplace", t("Tempat kerja"), values.build_text_parser(longest=150), "Perusahaan"),
    build_column(
        "income",
        t("Penghasilan per bulan"),
        build_money_parser(plausible.BOUNDS["income"]),
        "Penghasilan",
        "Gaji",
        "Penghasilan suami",
        is_private=True,
    ),
    build_column(
        "spouse_income",
        t("Penghasilan pasangan"),
        build_money_parser(plausible.BOUNDS["spouse_income"]),
        "Penghasilan istri",
        is_private=True,
    ),
    build_column("savings", t("Tabungan"), build_money_parser(plausible.BOUNDS["savings"]), is_private=True),
    build_column(
        "instalment",
        t("Kemampuan angsuran per bulan"),
        build_money_parser(plausible.BOUNDS["instalment"]),
        "Kemampuan mengangsur",
        "Kemampuan angsuran",
        is_private=True,
    ),
    build_column(
        "started_on",
        t("Mulai sewa"),
        days.build_day_parser(),
        "Tgl mulai sewa",
        "Tanggal masuk",
        "Mulai huni",
        "Tgl mulai",
        required=True,
        example="1/2/2022",
    ),
    build_column(
        "ends_on",
        t("Akhir perjanjian"),
        days.build_day_parser(days.TERM),
        "Akhir kontrak",
        "Akhir sewa",
        example="1/2/2025",
    ),
    build_column("extension", t("Perpanjangan ke-"), values.build_count_parser(high=50), "Perpanjangan"),
    build_column("rent", t("Sewa per bulan"), build_money_parser(plausible.RENT), "Sewa", "Tarif sewa", "Tarif"),
    build_column(
        "arrears",
        t("Tunggakan"),
        build_money_parser(plausible.ARREARS),
        "Tunggakan sewa",
        is_private=True,
        help=t("Isi 0 bila tidak menunggak; kosong berarti belum diketahui."),
    ),
    build_column("owns_house", t("Punya rumah lain"), yes, "Punya rumah", choices=["Ya", "Tidak"]),
    build_column("has_land", t("Punya tanah"), yes, "Punya tanah lain", choices=["Ya", "Tidak"]),
    build_column("land_width", t("Lebar tanah (m)"), side, "Lebar tanah"),
    build_column("land_length", t("Panjang tanah (m)"), side, "Panjang tanah"),
    build_column(
        "wants_to_own", t("Berminat memiliki rumah"), yes, "Minat memiliki rumah", "Minat", choices=["Ya", "Tidak"]
    ),
    build_column("scheme", t("Skema yang diminati"), values.build_text_parser(longest=80), "Skema"),
    build_column("in_welfare_data", t("Terdaftar DTKS/DTSEN"), yes, "DTKS", "DTSEN", choices=["Ya", "Tidak"]),
    build_column("decile", t("Desil"), values.build_count_parser(low=1, high=10, zero_is_unknown=True)),
    build_column("has_tapera", t("Peserta Tapera"), yes, "Tapera", "BP Tapera", choices=["Ya", "Tidak"]),
    build_column(
        "documents",
        t("Dokumen"),
        parse_documents,
        "Kelengkapan dokumen",
        example="KTP, Kartu Keluarga",
        help=t("“Lengkap”, atau nama dokumen yang ada dengan koma di antaranya."),
    ),
]
