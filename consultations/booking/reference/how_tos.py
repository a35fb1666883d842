"""Answers of a new portal to what people ask before they come; the institution changes and adds to them.

Figures are those of the rules named in them. What depends on a clinic, such as its telephone number, the page adds.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.topics import Topic
from krs_portal.kit.reference import Loading


class HowToText(NamedTuple):
    topic: str
    question: str
    question_en: str
    steps: tuple[tuple[str, str], ...]  # Indonesian, English
    is_enough: bool = False


HOW_TOS = [
    HowToText(
        "DESAIN",
        "Apa yang saya siapkan sebelum rumah digambar?",
        "What do I prepare before the house is drawn?",
        (
            (
                "Ukur panjang dan lebar lahan, lalu gambar sketsanya dengan arah utara dan letak jalan.",
                "Measure the length and width of the land, and sketch it with north and the road.",
            ),
            (
                "Hitung penghuninya: tiap orang memerlukan luas lantai paling sedikit 7,2 m².",
                "Count who will live there: each person needs at least 7.2 m² of floor.",
            ),
            (
                "Rencanakan jendela paling sedikit 10% dan lubang angin paling sedikit 5% dari luas lantai ruang.",
                "Plan windows of at least 10% and openings for air of at least 5% of a room's floor.",
            ),
            (
                "Foto lahan dari empat sisi, dengan rumah tetangga dan saluran air.",
                "Take photos of the land from four sides, with the neighbours' houses and the drains.",
            ),
            ("Bawa semuanya ke konsultasi desain.", "Bring all of it to the consultation."),
        ),
    ),
    HowToText(
        "RAB",
        "Bagaimana saya menghitung biaya kasar sendiri?",
        "How do I reckon a rough cost myself?",
        (
            (
                "Tulis pekerjaannya berurutan: pondasi, dinding, atap, lantai, pintu dan jendela, listrik, air.",
                "List the work in order: foundation, walls, roof, floor, doors and windows, electricity, water.",
            ),
            ("Ukur tiap pekerjaan dalam meter, m², atau m³.", "Measure each in metres, m² or m³."),
            (
                "Tanya harga bahan di dua toko dan upah kepada dua tukang; catat tanggalnya.",
                "Ask two shops for prices and two builders for wages; write down the day.",
            ),
            (
                "Kalikan, jumlahkan, lalu tambahkan cadangan untuk harga yang naik.",
                "Multiply, add up, and put something aside for rising prices.",
            ),
            (
                "Bila jumlahnya melebihi kemampuan, bagi menjadi tahap; petugas membantu memilih tahap pertama.",
                "If it is more than you can pay, part it into stages; the officer helps to choose the first.",
            ),
        ),
    ),
    HowToText(
        "PERIZINAN",
        "Bagaimana mengurus PBG rumah tinggal?",
        "How do I get a building permit (PBG) for a house?",
        (
            ("Buat akun di simbg.pu.go.id.", "Open an account at simbg.pu.go.id."),
            (
                "Siapkan data pemilik, bukti hak atas tanah, dan gambar rumah.",
                "Prepare the owner's data, proof of the right to the land, and drawings of the house.",
            ),
            (
                "Unggah semuanya, lalu ikuti perbaikan yang diminta dinas kabupaten atau kota.",
                "Upload them, and follow the corrections that the kabupaten or kota asks for.",
            ),
            (
                "Bayar retribusi sesuai surat ketetapannya; PBG terbit sesudah itu.",
                "Pay the fee by its written notice; the PBG is issued after that.",
            ),
            (
                "Tidak punya gambar? Buat janji dengan topik desain rumah.",
                "No drawings? Make an appointment about house design.",
            ),
        ),
        is_enough=True,
    ),
    HowToText(
        "STRUKTUR",
        "Rumah saya retak. Apa yang saya lakukan lebih dahulu?",
        "My house has cracked. What do I do first?",
        (
            (
                "Bila dinding miring, kolom patah, atau retak terus melebar: keluar, jauhkan orang lain, dan minta "
                "ditelepon.",
                "If a wall leans, a column is broken, or the crack keeps widening: get out, keep others away, and ask "
                "for a call.",
            ),
            (
                "Bila tidak ada bahaya, foto retaknya dengan penggaris di sebelahnya.",
                "If there is no danger, take a photo of the crack with a ruler beside it.",
            ),
            (
                "Tandai kedua ujung retak dengan pensil dan tulis tanggalnya. Periksa lagi seminggu kemudian.",
                "Mark both ends of the crack with a pencil and write the day. Look again a week later.",
            ),
            (
                "Jangan menambal atau memplester sebelum diperiksa.",
                "Do not fill or plaster it before it has been looked at.",
            ),
            ("Bawa fotonya ke konsultasi struktur.", "Bring the photos to the consultation about structure."),
        ),
    ),
    HowToText(
        "PEMBIAYAAN",
        "Apa yang saya siapkan untuk KPR bersubsidi?",
        "What do I prepare for a subsidised mortgage?",
        (
            (
                "Siapkan KTP, kartu keluarga, NPWP, dan bukti penghasilan; untuk usaha sendiri, catatan pemasukan.",
                "Prepare identity card, family card, tax number and proof of income; if self-employed, your accounts.",
            ),
            (
                "Hitung angsuran yang sanggup dibayar tiap bulan sesudah kebutuhan pokok.",
                "Reckon what you can pay each month after basic needs.",
            ),
            (
                "Tanyakan syarat dan batas penghasilan yang berlaku kepada bank penyalur di kota Anda.",
                "Ask a bank of the scheme in your town for today's conditions and limits of income.",
            ),
            (
                "Penghasilan tidak tetap atau ditolak bank? Buat janji dengan topik pembiayaan.",
                "Irregular income, or refused by a bank? Make an appointment about finance.",
            ),
        ),
        is_enough=True,
    ),
    HowToText(
        "BANTUAN",
        "Apakah saya dapat diusulkan menerima BSPS?",
        "Can I be proposed for BSPS aid?",
        (
            (
                "Anda berkeluarga, dan menguasai tanahnya dengan bukti yang sah.",
                "You have a family, and hold the land with lawful proof.",
            ),
            (
                "Rumah itu satu-satunya dan tidak layak huni, atau Anda belum punya rumah.",
                "The house is your only one and not fit to live in, or you have none.",
            ),
            (
                "Penghasilan Anda termasuk berpenghasilan rendah, dan Anda belum pernah menerima bantuan perumahan.",
                "Your income counts as low, and you have received no housing aid before.",
            ),
            (
                "Anda mau berswadaya dan bekerja dalam kelompok penerima bantuan.",
                "You are willing to add work or money of your own, in a group of recipients.",
            ),
            (
                "Usulan dibuat lewat desa atau kelurahan, bukan oleh klinik: tanyakan jadwalnya di sana.",
                "Proposals are made by the village or kelurahan, not by the clinic: ask there when.",
            ),
        ),
        is_enough=True,
    ),
    HowToText(
        "SANITASI",
        "Bagaimana memeriksa jamban dan tangki septik sendiri?",
        "How do I check toilet and septic tank myself?",
        (
            (
                "Jamban berleher angsa, sehingga tidak berbau.",
                "The toilet has a water seal, so that it does not smell.",
            ),
            (
                "Tangki septik kedap, dan disedot paling lama setiap lima tahun.",
                "The septic tank is tight, and emptied at least every five years.",
            ),
            (
                "Ukur jarak resapannya ke sumur, juga sumur tetangga; catat bila kurang dari 10 meter.",
                "Measure from its soakaway to the well, the neighbours' too; note it if less than 10 metres.",
            ),
            (
                "Ada yang tidak terpenuhi? Bawa ukuran dan fotonya ke konsultasi sanitasi.",
                "Something is missing? Bring measures and photos to the consultation about sanitation.",
            ),
        ),
    ),
    HowToText(
        "LAHAN",
        "Tanah warisan saya belum bersertifikat. Mulai dari mana?",
        "My inherited land has no title. Where do I start?",
        (
            (
                "Kumpulkan bukti yang ada: letter C atau girik, surat hibah atau waris, bukti bayar PBB.",
                "Gather what proof there is: letter C or girik, papers of gift or inheritance, tax receipts.",
            ),
            (
                "Minta surat keterangan riwayat tanah di desa atau kelurahan, dengan persetujuan semua ahli waris.",
                "Ask the village or kelurahan for the history of the land, agreed to by all heirs.",
            ),
            ("Pasang patok batas bersama tetangga.", "Set boundary marks together with the neighbours."),
            (
                "Daftarkan di kantor pertanahan kabupaten atau kota; tanyakan apakah ada pendaftaran massal (PTSL).",
                "Register it at the land office; ask whether there is a collective registration (PTSL).",
            ),
            (
                "Ada sengketa atau ahli waris yang tidak setuju? Buat janji dengan topik legalitas lahan.",
                "A dispute, or an heir who does not agree? Make an appointment about land title.",
            ),
        ),
        is_enough=True,
    ),
]


def load_how_tos(loading: Loading, day: date) -> None:
    for position, text in enumerate(HOW_TOS, 1):
        loading.put_once("how-to answers", text.topic, partial(make_how_to, text, position))


def make_how_to(text: HowToText, position: int) -> bool:
    values = {
        "position": position,
        "question_en": text.question_en,
        "steps": "\n".join(step for step, _ in text.steps),
        "steps_en": "\n".join(step for _, step in text.steps),
        "is_enough": text.is_enough,
    }
    topic = Topic.objects.filter(code=text.topic).first()
    if topic is None:  # deleted by the institution
        return False
    return HowTo.objects.get_or_create(topic=topic, question=text.question, defaults=values)[1]
