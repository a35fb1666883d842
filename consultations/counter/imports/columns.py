"""The columns of a logbook of consultations, and how officers head and spell them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as t

from consultations.booking.enums import ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.counter.enums import ConsultationKind, Outcome
from krs_portal.accounts import nik
from krs_portal.imports import days, values
from krs_portal.imports.columns import Spellings, build_choice_column, build_column
from krs_portal.imports.identities import build_identity_parser, parse_phone_cell
from krs_portal.imports.kinds import ImportColumn

KINDS: Spellings = {
    ConsultationKind.INDIVIDUAL: ["Perseorangan", "Perorangan", "Individu", "Pribadi"],
    ConsultationKind.GROUP: ["Kelompok", "Kelas", "Rombongan", "Grup"],
}
CHANNELS: Spellings = {
    ServiceChannel.OFFICE: ["Di kantor", "Kantor", "Datang langsung", "Luring", "Offline", "Tatap muka"],
    ServiceChannel.ONLINE: ["Daring", "Online", "Zoom", "Virtual"],
    ServiceChannel.PHONE: ["Telepon", "Telpon", "Telp"],
    ServiceChannel.WHATSAPP: ["WhatsApp", "WA"],
    ServiceChannel.MPP: ["Mal Pelayanan Publik", "MPP"],
    ServiceChannel.SITE_VISIT: ["Kunjungan lapangan", "Kunjungan", "Lapangan", "Survei"],
    ServiceChannel.POP_UP: ["Klinik keliling", "Keliling", "Pameran"],
    ServiceChannel.OUTREACH: ["Sosialisasi", "Penyuluhan"],
}
OUTCOMES: Spellings = {
    Outcome.ADVISED: ["Diberi saran", "Saran", "Konsultasi selesai"],
    Outcome.ASSISTED: ["Diberi bantuan teknis", "Bantuan teknis", "Pendampingan"],
    Outcome.REFERRED: ["Dirujuk", "Rujukan"],
    Outcome.INFORMED: ["Diberi informasi", "Informasi"],
    Outcome.DISCONTINUED: ["Tidak dilanjutkan pemohon", "Tidak dilanjutkan", "Batal"],
}


def parse_whole_nik(text: str) -> str:
    try:
        return nik.read_nik(text).text
    except ValidationError as error:
        raise values.InvalidCell(" ".join(error.messages)) from error


def list_topic_columns() -> Sequence[ImportColumn]:
    """What somebody came for, by the topics that the portal has: their names in both languages, and their codes."""
    topics: Spellings = {
        topic.code: [topic.name, topic.name_en, topic.code] for topic in Topic.objects.in_order()
    }  # fmt: skip
    return [
        build_choice_column(
            "topic", t("Topik"), topics, "Topik konsultasi", "Materi", "Materi konsultasi", "Jenis layanan",
            "Jenis konsultasi", "Layanan", required=True,
        )
    ]  # fmt: skip


words = values.build_text_parser(longest=4_000)
COLUMNS = [
    build_column(
        "happened_on", t("Tanggal layanan"), days.build_day_parser(), "Tanggal", "Tgl", "Hari/Tanggal",
        "Tanggal konsultasi", "Tgl konsultasi", required=True, example="14/03/2022",
    ),
    build_column(
        "client_name", t("Nama pemohon"), values.build_text_parser(longest=150), "Nama", "Pemohon", "Nama pengunjung",
        "Nama tamu", "Nama kelompok", "Nama pemohon atau kelompok", required=True, example="Siti Aminah",
    ),
    build_choice_column("outcome", t("Hasil"), OUTCOMES, "Hasil konsultasi", "Hasil layanan", required=True),
    build_choice_column("kind", t("Jenis"), KINDS, "Jenis pemohon", "Perorangan/Kelompok"),
    build_column(
        "head_count", t("Jumlah orang"), values.build_count_parser(low=1, high=100_000, zero_is_unknown=True),
        "Jumlah", "Jumlah peserta", "Orang", "Jml orang", is_summed=True, example="1",
    ),
    build_choice_column("channel", t("Cara"), CHANNELS, "Media", "Cara konsultasi", "Media konsultasi"),
    build_column("phone", t("Telepon"), parse_phone_cell, "HP", "No HP", "No Telp", "Nomor telepon",
                 "No HP/WA"),
    build_column("nik", t("NIK"), build_identity_parser(parse_whole_nik), "No KTP", "Nomor KTP", is_private=True),
    build_column("officer", t("Petugas"), values.build_text_parser(longest=150), "Nama petugas", "Konsultan", "PIC"),
    build_column("summary", t("Ringkasan"), words, "Uraian", "Permasalahan", "Isi konsultasi", "Keperluan"),
    build_column("advice", t("Saran"), words, "Saran yang diberikan", "Solusi", "Rekomendasi", "Jawaban"),
    build_column("obstacle", t("Kendala"), words, "Hambatan"),
    build_column("follow_up", t("Tindak lanjut"), words, "TL", "Rencana tindak lanjut"),
    build_column("address", t("Alamat rumah"), values.build_text_parser(longest=300), "Alamat", "Lokasi rumah",
                 example="Jl. Melati 3 RT 02 RW 05"),
    build_column("region", t("Kab/kota rumah"), values.build_region_name_parser(), "Kab/Kota", "Kabupaten/Kota",
                 "Kabupaten", example="Kota Semarang"),
    build_column("is_assistance", t("Bantuan teknis untuk rumah ini"), values.build_yes_no_parser(), "Bantuan teknis",
                 "Rumah dibantu", choices=["Ya", "Tidak"]),
]  # fmt: skip
