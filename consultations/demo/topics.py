"""What people came for in 2022 and were told: how often, in which words. All of it is invented."""

from __future__ import annotations

from typing import NamedTuple

from consultations.booking.enums import Pillar
from consultations.booking.reference import topics

PILLARS = {text.code: text.pillar for text in topics.TOPICS}


class DemoTopic(NamedTuple):
    """How often people came for a topic, what they asked, and what they were advised."""

    code: str
    weight: int
    question: str
    advice: str

    @property
    def pillar(self) -> Pillar:
        return PILLARS[self.code]


TOPICS = [
    DemoTopic(
        "DESAIN",
        20,
        "meminta contoh desain rumah tipe 36 yang dapat dikembangkan.",
        "Diberi tiga contoh denah dan dijelaskan cara mengembangkannya bertahap.",
    ),
    DemoTopic(
        "RAB",
        16,
        "ingin menghitung biaya perbaikan atap dan lantai.",
        "Disusun perkiraan volume dan biaya; harga bahan diminta dicek di toko setempat.",
    ),
    DemoTopic(
        "PERIZINAN",
        8,
        "menanyakan syarat PBG untuk rumah tinggal.",
        "Dijelaskan langkah di SIMBG dan berkas yang perlu disiapkan.",
    ),
    DemoTopic(
        "STRUKTUR",
        11,
        "menanyakan kolom dan balok yang retak.",
        "Dijelaskan perkuatan kolom praktis dan ikatan antara balok dan dinding.",
    ),
    DemoTopic(
        "PEMBIAYAAN",
        9,
        "membandingkan KPR bersubsidi dengan membangun sendiri.",
        "Dijelaskan syarat penghasilan dan simulasi angsuran.",
    ),
    DemoTopic(
        "BANTUAN",
        14,
        "menanyakan cara mengajukan bantuan perbaikan rumah.",
        "Dijelaskan syarat penerima dan diarahkan mengusulkan melalui desa.",
    ),
    DemoTopic(
        "SANITASI",
        6,
        "menanyakan letak tangki septik terhadap sumur.",
        "Diberi ukuran tangki septik dan jarak aman dari sumur.",
    ),
    DemoTopic(
        "LAHAN",
        5,
        "menanyakan bukti tanah warisan untuk syarat bantuan.",
        "Dijelaskan jenis bukti penguasaan tanah dan tempat mengurusnya.",
    ),
    DemoTopic("BAHAN", 4, "menanyakan mutu besi dan semen.", "Dijelaskan tanda SNI dan cara memeriksa ukuran besi."),
    DemoTopic(
        "TUKANG",
        2,
        "menanyakan cara menyusun kesepakatan upah tukang.",
        "Diberi contoh kesepakatan kerja dan tahap pembayaran.",
    ),
    DemoTopic(
        "RUSUN", 1, "menanyakan syarat menghuni rumah susun sewa.", "Diarahkan ke pengelola rumah susun di kab/kota."
    ),
    DemoTopic("KUMUH", 1, "menanyakan rencana penataan lingkungan.", "Dijelaskan program penataan dan peran warga."),
    DemoTopic(
        "DOKUMEN",
        2,
        "meminta pendampingan menyusun proposal bantuan.",
        "Berkas diperiksa bersama dan kekurangannya dicatat.",
    ),
    DemoTopic(
        "SOSIALISASI",
        1,
        "mengikuti penyuluhan rumah layak huni.",
        "Disampaikan empat syarat rumah layak huni dan cara memeriksanya.",
    ),
]
