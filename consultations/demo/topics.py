"""The fourteen topics people come for, with what is said to them. Eight are offered for booking, all are recorded."""

from __future__ import annotations

from typing import NamedTuple

from consultations.enums import Pillar
from consultations.models import Topic

INFORMATION, TECHNICAL, ACCOMPANIMENT = Pillar.INFORMATION, Pillar.TECHNICAL, Pillar.ACCOMPANIMENT


class Told(NamedTuple):
    code: str
    name: str
    name_en: str
    explanation: str
    pillar: Pillar
    icon: str
    is_offered: bool
    weight: int  # how often people came for it (invented)
    question: str
    advice: str


TOPICS = [
    Told(
        "DESAIN",
        "Desain rumah",
        "House design",
        "Denah, tampak, dan contoh desain rumah sederhana.",
        TECHNICAL,
        "ruler-2",
        True,
        20,
        "meminta contoh desain rumah tipe 36 yang dapat dikembangkan.",
        "Diberi tiga contoh denah dan dijelaskan cara mengembangkannya bertahap.",
    ),
    Told(
        "RAB",
        "Rencana anggaran biaya",
        "Cost estimate",
        "Menghitung bahan, upah, dan tahapan pembangunan.",
        TECHNICAL,
        "calculator",
        True,
        16,
        "ingin menghitung biaya perbaikan atap dan lantai.",
        "Disusun perkiraan volume dan biaya; harga bahan diminta dicek di toko setempat.",
    ),
    Told(
        "PERIZINAN",
        "Perizinan bangunan (PBG)",
        "Building permit (PBG)",
        "Syarat dan langkah mengurus PBG lewat SIMBG.",
        INFORMATION,
        "license",
        True,
        8,
        "menanyakan syarat PBG untuk rumah tinggal.",
        "Dijelaskan langkah di SIMBG dan berkas yang perlu disiapkan.",
    ),
    Told(
        "STRUKTUR",
        "Struktur tahan gempa",
        "Earthquake-safe structure",
        "Pondasi, kolom, balok, dan sambungan yang aman.",
        TECHNICAL,
        "building",
        True,
        11,
        "menanyakan kolom dan balok yang retak.",
        "Dijelaskan perkuatan kolom praktis dan ikatan antara balok dan dinding.",
    ),
    Told(
        "PEMBIAYAAN",
        "Pembiayaan rumah",
        "Housing finance",
        "KPR bersubsidi, kredit mikro, dan tabungan perumahan.",
        INFORMATION,
        "coin",
        True,
        9,
        "membandingkan KPR bersubsidi dengan membangun sendiri.",
        "Dijelaskan syarat penghasilan dan simulasi angsuran.",
    ),
    Told(
        "BANTUAN",
        "Bantuan perbaikan rumah",
        "Home improvement aid",
        "Syarat BSPS, bantuan RTLH daerah, CSR, dan Baznas.",
        INFORMATION,
        "heart-handshake",
        True,
        14,
        "menanyakan cara mengajukan bantuan perbaikan rumah.",
        "Dijelaskan syarat penerima dan diarahkan mengusulkan melalui desa.",
    ),
    Told(
        "SANITASI",
        "Air minum dan sanitasi",
        "Water and sanitation",
        "Jamban, tangki septik, dan sumber air yang layak.",
        TECHNICAL,
        "droplet",
        True,
        6,
        "menanyakan letak tangki septik terhadap sumur.",
        "Diberi ukuran tangki septik dan jarak aman dari sumur.",
    ),
    Told(
        "LAHAN",
        "Legalitas lahan",
        "Land title",
        "Sertifikat, letter C, hibah, dan warisan.",
        INFORMATION,
        "map",
        True,
        5,
        "menanyakan bukti tanah warisan untuk syarat bantuan.",
        "Dijelaskan jenis bukti penguasaan tanah dan tempat mengurusnya.",
    ),
    Told(
        "BAHAN",
        "Bahan bangunan",
        "Building materials",
        "Memilih bahan ber-SNI.",
        TECHNICAL,
        "wall",
        False,
        4,
        "menanyakan mutu besi dan semen.",
        "Dijelaskan tanda SNI dan cara memeriksa ukuran besi.",
    ),
    Told(
        "TUKANG",
        "Tukang dan kontraktor",
        "Builders and contractors",
        "Memilih tukang dan menyusun kesepakatan kerja.",
        INFORMATION,
        "tool",
        False,
        2,
        "menanyakan cara menyusun kesepakatan upah tukang.",
        "Diberi contoh kesepakatan kerja dan tahap pembayaran.",
    ),
    Told(
        "RUSUN",
        "Rumah susun sewa",
        "Rental flats",
        "Cara mendaftar dan syarat penghuni.",
        INFORMATION,
        "building-skyscraper",
        False,
        1,
        "menanyakan syarat menghuni rumah susun sewa.",
        "Diarahkan ke pengelola rumah susun di kab/kota.",
    ),
    Told(
        "KUMUH",
        "Kawasan kumuh",
        "Slum areas",
        "Penataan lingkungan permukiman.",
        INFORMATION,
        "building-community",
        False,
        1,
        "menanyakan rencana penataan lingkungan.",
        "Dijelaskan program penataan dan peran warga.",
    ),
    Told(
        "DOKUMEN",
        "Pendampingan dokumen",
        "Help with documents",
        "Menyusun proposal dan berkas permohonan.",
        ACCOMPANIMENT,
        "file-text",
        False,
        2,
        "meminta pendampingan menyusun proposal bantuan.",
        "Berkas diperiksa bersama dan kekurangannya dicatat.",
    ),
    Told(
        "SOSIALISASI",
        "Sosialisasi rumah layak huni",
        "Outreach",
        "Penyuluhan di desa, kampus, dan kelompok warga.",
        INFORMATION,
        "school",
        False,
        1,
        "mengikuti penyuluhan rumah layak huni.",
        "Disampaikan empat syarat rumah layak huni dan cara memeriksanya.",
    ),
]


def load() -> dict[str, Topic]:
    topics = Topic.objects.bulk_create(
        Topic(
            code=told.code,
            name=told.name,
            name_en=told.name_en,
            explanation=told.explanation,
            pillar=told.pillar,
            icon=told.icon,
            position=position,
            is_offered=told.is_offered,
        )
        for position, told in enumerate(TOPICS, 1)
    )
    return {topic.code: topic for topic in topics}
