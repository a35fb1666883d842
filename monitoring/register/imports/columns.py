"""The columns of a list of rusun and rusus, and how people spell what stands in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as t

from krs_portal.imports import days, values
from krs_portal.imports.columns import Spellings, build_choice_column, build_column
from krs_portal.imports.coordinates import build_coordinates_parser
from monitoring.register.enums import Beneficiary, Condition, EstateKind, LandStatus
from monitoring.register.handover.enums import HandOverPath, HandOverState

B, S = Beneficiary, HandOverState
KINDS: Spellings = {EstateKind.RUSUN: ["Rusun", "Rumah susun", "Rusunawa"], EstateKind.RUSUS: ["Rusus", "Rumah khusus"]}
BENEFICIARIES: Spellings = {
    B.MBR: ["MBR"],
    B.WORKERS: ["Pekerja Industri", "Pekerja"],
    B.STUDENTS_BOARDING: ["Peserta Didik (LPKB)", "LPKB", "Santri"],
    B.STUDENTS_CAMPUS: ["Peserta Didik (Perguruan Tinggi)", "Peserta Didik (PT)", "Perguruan Tinggi", "Mahasiswa"],
    B.MILITARY: ["TNI"],
    B.POLICE: ["POLRI"],
    B.CIVIL_SERVANTS: ["ASN", "ASN (K/L)", "ASN (PUPR)"],
    B.FISHERS: ["Nelayan"],
    B.RESETTLED: ["Warga relokasi atau korban bencana", "Relokasi", "Korban bencana"],
    B.OTHER: ["Lainnya"],
}
CONDITIONS: Spellings = {
    Condition.GOOD: ["BAIK"],
    Condition.LIGHT: ["RUSAK RINGAN", "RR"],
    Condition.MODERATE: ["RUSAK SEDANG", "RS"],
    Condition.HEAVY: ["RUSAK BERAT", "RB"],
}
LANDS: Spellings = {LandStatus.CLEAR: ["CLEAR", "Jelas"], LandStatus.DISPUTED: ["BERMASALAH"]}
LIVED_IN: Spellings = {
    "yes": ["SDH", "Sudah dihuni"],
    "partly": ["HUNI SEBAGIAN", "Sebagian"],
    "no": ["BLM", "Belum dihuni"],
}
PATHS: Spellings = {HandOverPath.GRANT: ["HIBAH"], HandOverPath.STATUS_TRANSFER: ["ALIH STATUS"]}
COMPLETE = values.build_yes_no_parser(yes=["LENGKAP"], no=["BELUM LENGKAP"])
# A grant that left the ledger still waits for the asset itself; with a transfer of status the ledger is the end.
STATES: Spellings = {
    S.NOT_STARTED: ["BELUM DIPROSES"],
    S.SECRETARIAT: ["PEMBERKASAN USULAN HIBAH DI SETDITJEN", "Usulan dan pemberkasan di Setditjen"],
    S.ASSET_BUREAU: ["PERSETUJUAN HIBAH DI BIRO PBMN", "Persetujuan di Biro PBMN"],
    S.FINANCE_MINISTRY: ["PERSETUJUAN KEMENKEU", "Persetujuan Kementerian Keuangan", "PSP DI KPKNL"],
    S.STATE_SECRETARIAT: ["PERSETUJUAN HIBAH (PROSES BAST)", "BAST melalui Setneg"],
    S.TRANSFER_DEED: ["BAST dan TKTM"],
    S.WRITE_OFF: ["Penghapusan di Setditjen"],
    S.LEDGER_CLEARED: ["HIBAH SUDAH DIHAPUS", "Dihapus dari SIMAK BMN"],
    S.DONE: ["ALIH STATUS SUDAH DIHAPUS", "Serah terima aset selesai", "SELESAI"],
}


def build_words_parser(longest: int) -> values.Parse:
    """Parser for text columns. In these workbooks a 0 means "not known", so it is read as empty."""
    parse = values.build_text_parser(longest=longest)
    return lambda raw: None if raw in (0, "0") else parse(raw)


COLUMNS = [
    build_column(
        "name",
        t("Nama rusun"),
        values.build_text_parser(longest=200),
        "LOKASI RUMAH SUSUN / NAMA RUSUN",
        "Nama",
        "Nama lokasi",
        required=True,
        example="Rusunawa Kaligawe",
    ),
    build_column(
        "region",
        t("Kab/kota"),
        values.build_region_name_parser(),
        "KAB / KOTA",
        "Kabupaten/Kota",
        "Kabupaten",
        required=True,
        example="Kota Semarang",
    ),
    build_choice_column(
        "beneficiary",
        t("Penerima manfaat"),
        BENEFICIARIES,
        "KATEGORI PENERIMA MANFAAT",
        "Kategori penerima",
        "Penerima",
        "SUMBER PENGUSUL 2",
        required=True,
    ),
    build_choice_column("kind", t("Jenis hunian"), KINDS, "Rusun/Rusus"),
    build_column("rusun_id", t("ID rusun"), build_words_parser(40), "ID RUSUN"),
    build_column("package_name", t("Nama paket"), build_words_parser(300), "NAMA PAKET"),
    build_column("address", t("Alamat"), build_words_parser(400), "ALAMAT"),
    build_column(
        "point",
        t("Titik koordinat"),
        build_coordinates_parser(),
        "TITIK KOORDINAT",
        "Koordinat",
        example="-7.0051, 110.4381",
    ),
    build_column("proposer", t("Sumber pengusul"), build_words_parser(120), "SUMBER PENGUSUL", "Pengusul"),
    build_column("builder", t("Pembangun"), build_words_parser(120), "ASSET TERCATAT PADA SATUAN KERJA"),
    build_column(
        "budget_years", t("Tahun anggaran"), days.build_years_parser(), "TAHUN ANGGARAN", "TA", example="2010 - 2011"
    ),
    build_column("built_year", t("Tahun terbangun"), days.build_year_parser(), "TAHUN TERBANGUN", "SUMBER PENGUSUL 3"),
    build_column("unit_type", t("Tipe"), build_words_parser(30), "TIPE RUSUN"),
    build_column("variant", t("Varian"), build_words_parser(40), "VARIAN"),
    build_column(
        "floors", t("Jumlah lantai"), values.build_count_parser(low=1, high=60, zero_is_unknown=True), "JUMLAH LANTAI"
    ),
    build_column(
        "towers",
        t("Jumlah tower"),
        values.build_count_parser(low=1, high=200, zero_is_unknown=True),
        "JUMLAH TOWER",
        is_summed=True,
    ),
    build_column(
        "units",
        t("Jumlah unit"),
        values.build_count_parser(low=1, high=20_000, zero_is_unknown=True),
        "JUMLAH UNIT",
        is_summed=True,
    ),
    build_column(
        "capacity", t("Kapasitas hunian"), values.build_count_parser(low=1, zero_is_unknown=True), "KAPASITAS HUNIAN"
    ),
    build_choice_column("condition", t("Kondisi bangunan"), CONDITIONS, "KONDISI BANGUNAN"),
    build_choice_column("land_status", t("Status lahan"), LANDS, "STATUS LAHAN"),
    build_choice_column("lived_in", t("Status hunian"), LIVED_IN, "STATUS HUNIAN"),
    build_column("occupied_since_on", t("Dihuni sejak"), days.build_day_parser(), "Tanggal dihuni", "STATUS HUNIAN 2"),
    build_column(
        "occupied",
        t("Unit terhuni"),
        values.build_count_parser(high=20_000),
        "JUMLAH UNIT DIHUNI",
        "Terhuni",
        "Dihuni",
        "STATUS HUNIAN 4",
        is_summed=True,
    ),
    build_column(
        "empty",
        t("Sisa unit"),
        values.build_count_parser(high=20_000),
        "Unit kosong",
        "Kosong",
        "STATUS HUNIAN 5",
        is_summed=True,
    ),
    build_column("share", t("Persen hunian"), values.build_percentage_parser(), "% HUNIAN", "STATUS HUNIAN 6"),
    build_column("manager", t("Pengelola"), build_words_parser(150), "LEMBAGA PENGELOLA"),
    build_column(
        "recipient", t("Penerima barang"), build_words_parser(150), "STATUS ASSET (BMN)", "Nama penerima barang"
    ),
    build_column("recipient_address", t("Alamat penerima barang"), build_words_parser(300), "STATUS ASSET (BMN) 2"),
    build_choice_column("path", t("Jenis serah terima"), PATHS, "STATUS ASSET (BMN) 3"),
    build_column(
        "value",
        t("Nilai perolehan"),
        values.build_count_parser(zero_is_unknown=True),
        "STATUS ASSET (BMN) 4",
        forgives_errors=True,
    ),
    build_column(
        "internal", t("Dokumen internal"), COMPLETE, "STATUS ASSET (BMN) 5", choices=["LENGKAP", "BELUM LENGKAP"]
    ),
    build_column(
        "external", t("Dokumen eksternal"), COMPLETE, "STATUS ASSET (BMN) 6", choices=["LENGKAP", "BELUM LENGKAP"]
    ),
    build_choice_column("state", t("Tahap serah terima"), STATES, "STATUS ASSET (BMN) 7", "Status dokumen"),
    build_column("notes", t("Keterangan"), build_words_parser(2000), "KETERANGAN"),
]
