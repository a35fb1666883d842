"""The fourteen topics people come for. Eight are offered for booking, all are recorded."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from consultations.booking.enums import Pillar
from consultations.booking.models.topics import Topic
from krs_portal.kit.reference import Loading

INFORMATION, TECHNICAL, ACCOMPANIMENT = Pillar.INFORMATION, Pillar.TECHNICAL, Pillar.ACCOMPANIMENT


class TopicText(NamedTuple):
    """A topic as a new portal has it."""

    code: str
    name: str
    name_en: str
    explanation: str
    pillar: Pillar
    icon: str
    is_offered: bool = True


TOPICS = [
    TopicText(
        "DESAIN",
        "Desain rumah",
        "House design",
        "Denah, tampak, dan contoh desain rumah sederhana.",
        TECHNICAL,
        "ruler-2",
    ),
    TopicText(
        "RAB",
        "Rencana anggaran biaya",
        "Cost estimate",
        "Menghitung bahan, upah, dan tahapan pembangunan.",
        TECHNICAL,
        "calculator",
    ),
    TopicText(
        "PERIZINAN",
        "Perizinan bangunan (PBG)",
        "Building permit (PBG)",
        "Syarat dan langkah mengurus PBG lewat SIMBG.",
        INFORMATION,
        "license",
    ),
    TopicText(
        "STRUKTUR",
        "Struktur tahan gempa",
        "Earthquake-safe structure",
        "Pondasi, kolom, balok, dan sambungan yang aman.",
        TECHNICAL,
        "building",
    ),
    TopicText(
        "PEMBIAYAAN",
        "Pembiayaan rumah",
        "Housing finance",
        "KPR bersubsidi, kredit mikro, dan tabungan perumahan.",
        INFORMATION,
        "coin",
    ),
    TopicText(
        "BANTUAN",
        "Bantuan perbaikan rumah",
        "Home improvement aid",
        "Syarat BSPS, bantuan RTLH daerah, CSR, dan Baznas.",
        INFORMATION,
        "heart-handshake",
    ),
    TopicText(
        "SANITASI",
        "Air minum dan sanitasi",
        "Water and sanitation",
        "Jamban, tangki septik, dan sumber air yang layak.",
        TECHNICAL,
        "droplet",
    ),
    TopicText(
        "LAHAN", "Legalitas lahan", "Land title", "Sertifikat, letter C, hibah, dan warisan.", INFORMATION, "map"
    ),
    TopicText(
        "BAHAN", "Bahan bangunan", "Building materials", "Memilih bahan ber-SNI.", TECHNICAL, "wall", is_offered=False
    ),
    TopicText(
        "TUKANG",
        "Tukang dan kontraktor",
        "Builders and contractors",
        "Memilih tukang dan menyusun kesepakatan kerja.",
        INFORMATION,
        "tool",
        is_offered=False,
    ),
    TopicText(
        "RUSUN",
        "Rumah susun sewa",
        "Rental flats",
        "Cara mendaftar dan syarat penghuni.",
        INFORMATION,
        "building-skyscraper",
        is_offered=False,
    ),
    TopicText(
        "KUMUH",
        "Kawasan kumuh",
        "Slum areas",
        "Penataan lingkungan permukiman.",
        INFORMATION,
        "building-community",
        is_offered=False,
    ),
    TopicText(
        "DOKUMEN",
        "Pendampingan dokumen",
        "Help with documents",
        "Menyusun proposal dan berkas permohonan.",
        ACCOMPANIMENT,
        "file-text",
        is_offered=False,
    ),
    TopicText(
        "SOSIALISASI",
        "Sosialisasi rumah layak huni",
        "Outreach",
        "Penyuluhan di desa, kampus, dan kelompok warga.",
        INFORMATION,
        "school",
        is_offered=False,
    ),
]


def load_topics(loading: Loading, day: date) -> None:
    for position, text in enumerate(TOPICS, 1):
        loading.put_once("topics", text.code, partial(make_topic, text, position))


def make_topic(text: TopicText, position: int) -> bool:
    values = text._asdict()
    _, made = Topic.objects.get_or_create(code=values.pop("code"), defaults=values | {"position": position})
    return made
