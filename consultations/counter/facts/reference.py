"""What a new portal asks of each of the fourteen topics: the few facts on which advice depends.

The option lists are those that housing agencies use in their own intake of households (certificate, origin of the land,
condition of a component, latrine, drinking water, area).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from consultations.booking.models.topics import Topic
from consultations.counter.facts.definitions import FactChoice, FactDefinition, list_json
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.models import FactForm
from krs_portal.kit.reference import Loading, Reference

Choices = Sequence[tuple[str, str]]


def ask_choice(key: str, label: str, label_en: str, choices: Choices) -> FactDefinition:
    return FactDefinition(key, FactKind.CHOICE, label, label_en, choices=tuple(FactChoice(*each) for each in choices))


def ask_whether(key: str, label: str, label_en: str) -> FactDefinition:
    return FactDefinition(key, FactKind.YES_NO, label, label_en)


def ask_number(key: str, label: str, label_en: str, unit: str, high: float, low: float = 0) -> FactDefinition:
    return FactDefinition(key, FactKind.NUMBER, label, label_en, unit, low, high)


def ask_money(key: str, label: str, label_en: str, high: float = 10_000_000_000) -> FactDefinition:
    return FactDefinition(key, FactKind.MONEY, label, label_en, low=0, high=high)


def ask_text(key: str, label: str, label_en: str) -> FactDefinition:
    return FactDefinition(key, FactKind.TEXT, label, label_en)


CONDITION = [
    ("Baik", "Good"),
    ("Rusak ringan", "Light damage"),
    ("Rusak sedang", "Medium damage"),
    ("Rusak berat", "Heavy damage"),
]
WORK = [("Membangun baru", "New building"), ("Memperbaiki", "Repair"), ("Menambah ruang", "Extension")]
CERTIFICATE = [
    ("SHM", "Ownership certificate (SHM)"),
    ("HGB", "Right to build (HGB)"),
    ("Letter C", "Letter C"),
    ("Letter D", "Letter D"),
    ("Surat keterangan desa", "Village statement"),
    ("Akta notaris", "Notarial deed"),
    ("Lainnya", "Other"),
    ("Belum ada", "None yet"),
]
FACTS: Mapping[str, Sequence[FactDefinition]] = {
    "DESAIN": (
        ask_choice("pekerjaan", "Rencana pekerjaan", "Planned work", WORK),
        ask_number("luas-lahan", "Luas lahan", "Area of the land", "m²", 100_000),
        ask_number("luas-bangunan", "Luas bangunan yang direncanakan", "Planned floor area", "m²", 5_000),
        ask_number("lantai", "Jumlah lantai", "Floors", "", 10, 1),
        ask_number("penghuni", "Jumlah penghuni", "People in the house", "orang", 50, 1),
        ask_whether("punya-gambar", "Sudah punya gambar", "Has drawings"),
    ),
    "RAB": (
        ask_choice("pekerjaan", "Rencana pekerjaan", "Planned work", WORK),
        ask_number("luas-bangunan", "Luas yang dikerjakan", "Area to be built", "m²", 5_000),
        ask_money("dana", "Dana yang tersedia", "Money at hand"),
        ask_money("hasil-rab", "Hasil perhitungan RAB", "Estimated cost"),
        ask_choice(
            "cara-kerja",
            "Cara mengerjakan",
            "How it is built",
            [("Swakelola", "By oneself"), ("Tukang harian", "Daily workers"), ("Borongan", "Contract")],
        ),
    ),
    "PERIZINAN": (
        ask_choice(
            "fungsi",
            "Fungsi bangunan",
            "Use of the building",
            [("Hunian", "Dwelling"), ("Hunian dan usaha", "Dwelling and business"), ("Lainnya", "Other")],
        ),
        ask_number("luas-bangunan", "Luas bangunan", "Floor area", "m²", 5_000),
        ask_number("lantai", "Jumlah lantai", "Floors", "", 10, 1),
        ask_choice(
            "tahap",
            "Tahap PBG di SIMBG",
            "Stage of the permit",
            [
                ("Belum mendaftar", "Not applied"),
                ("Berkas diperiksa", "Papers under review"),
                ("Perlu perbaikan", "To be amended"),
                ("Terbit", "Issued"),
            ],
        ),
        ask_whether("sudah-berdiri", "Bangunan sudah berdiri", "Already built"),
    ),
    "STRUKTUR": (
        ask_choice("pondasi", "Kondisi pondasi", "Condition of the foundation", CONDITION),
        ask_choice("kolom", "Kondisi kolom dan balok", "Condition of columns and beams", CONDITION),
        ask_choice("dinding", "Kondisi dinding", "Condition of walls", CONDITION),
        ask_choice("atap", "Kondisi rangka atap", "Condition of the roof frame", CONDITION),
        ask_number("lantai", "Jumlah lantai", "Floors", "", 10, 1),
        ask_whether("kena-bencana", "Rusak karena bencana", "Damaged by a disaster"),
    ),
    "BAHAN": (
        ask_choice(
            "bagian",
            "Untuk bagian",
            "For which part",
            [
                ("Struktur", "Structure"),
                ("Dinding", "Walls"),
                ("Atap", "Roof"),
                ("Lantai", "Floor"),
                ("Sanitasi", "Sanitation"),
                ("Lainnya", "Other"),
            ],
        ),
        ask_text("bahan", "Bahan yang ditanyakan", "Material in question"),
        ask_whether("ber-sni", "Bahannya ber-SNI", "Material has SNI"),
        ask_money("anggaran", "Anggaran bahan", "Budget for materials"),
    ),
    "TUKANG": (
        ask_choice(
            "dicari",
            "Yang dicari",
            "What is looked for",
            [("Tukang", "Builder"), ("Kontraktor", "Contractor"), ("Pengawas", "Supervisor")],
        ),
        ask_choice(
            "cara-bayar",
            "Cara membayar",
            "How it is paid",
            [("Harian", "By the day"), ("Borongan upah", "Labour contract"), ("Borongan penuh", "Full contract")],
        ),
        ask_whether("ada-perjanjian", "Ada perjanjian tertulis", "There is a written contract"),
        ask_money("nilai", "Nilai pekerjaan", "Value of the work"),
    ),
    "PEMBIAYAAN": (
        ask_choice(
            "skema",
            "Skema yang dituju",
            "Scheme in mind",
            [
                ("KPR FLPP", "Subsidised mortgage (FLPP)"),
                ("KUR atau KPP", "Micro credit (KUR or KPP)"),
                ("Kredit daerah", "Regional credit"),
                ("Tabungan", "Savings"),
                ("Belum tahu", "Not known yet"),
            ],
        ),
        ask_money("penghasilan", "Penghasilan keluarga sebulan", "Household income a month", 1_000_000_000),
        ask_money("kebutuhan", "Dana yang dibutuhkan", "Money needed"),
        ask_money("angsuran", "Angsuran lain sebulan", "Other instalments a month", 1_000_000_000),
        ask_whether("rumah-pertama", "Rumah pertama", "First house"),
        ask_whether("bukti-penghasilan", "Punya bukti penghasilan tetap", "Has proof of steady income"),
    ),
    "BANTUAN": (
        ask_choice(
            "program",
            "Program yang ditanyakan",
            "Programme asked about",
            [
                ("BSPS", "BSPS"),
                ("RTLH provinsi", "Provincial RTLH aid"),
                ("RTLH kab/kota", "Local RTLH aid"),
                ("CSR", "Company aid (CSR)"),
                ("BAZNAS", "BAZNAS"),
                ("Belum tahu", "Not known yet"),
            ],
        ),
        ask_number("desil", "Desil kesejahteraan", "Welfare decile", "", 10, 1),
        ask_choice(
            "status-rumah",
            "Status rumah",
            "Tenure of the house",
            [
                ("Milik sendiri", "Own"),
                ("Kontrak atau sewa", "Rented"),
                ("Bebas sewa", "Free of rent"),
                ("Menumpang", "Staying with others"),
                ("Lainnya", "Other"),
            ],
        ),
        ask_choice("kondisi", "Kondisi rumah", "Condition of the house", CONDITION),
        ask_money("swadaya", "Nilai swadaya yang mampu", "Own contribution"),
        ask_whether("pernah-dibantu", "Pernah menerima bantuan rumah", "Had housing aid before"),
    ),
    "SANITASI": (
        ask_choice(
            "jamban",
            "Jamban",
            "Latrine",
            [
                ("Leher angsa", "Water seal"),
                ("Plengsengan", "Chute"),
                ("Cemplung", "Pit"),
                ("Tidak punya", "None"),
            ],
        ),
        ask_choice(
            "tinja",
            "Pembuangan tinja",
            "Sewage goes to",
            [
                ("Tangki septik", "Septic tank"),
                ("IPAL", "Treatment plant"),
                ("Kolam, sawah, atau sungai", "Pond, field or river"),
                ("Lubang tanah", "Hole in the ground"),
                ("Pantai atau kebun", "Beach or garden"),
            ],
        ),
        ask_choice(
            "air",
            "Sumber air minum",
            "Drinking water",
            [
                ("Kemasan atau isi ulang", "Bottled or refilled"),
                ("PDAM", "Piped"),
                ("Sumur", "Well"),
                ("Mata air", "Spring"),
                ("Air hujan", "Rain water"),
                ("Lainnya", "Other"),
            ],
        ),
        ask_number("jarak", "Jarak sumur ke tangki septik", "From well to septic tank", "m", 500),
        ask_number("pengguna", "Jumlah pengguna", "Users", "orang", 200, 1),
    ),
    "LAHAN": (
        ask_choice("surat", "Bukti kepemilikan", "Proof of ownership", CERTIFICATE),
        ask_choice(
            "asal",
            "Asal tanah",
            "Origin of the land",
            [
                ("Milik sendiri", "Own"),
                ("Warisan", "Inherited"),
                ("Hibah", "Given"),
                ("Jual beli", "Bought"),
            ],
        ),
        ask_number("luas", "Luas tanah", "Area of the land", "m²", 100_000),
        ask_whether("atas-nama-sendiri", "Atas nama pemohon", "In the applicant's name"),
        ask_whether("sengketa", "Ada sengketa", "Disputed"),
    ),
    "RUSUN": (
        ask_text("rusun", "Rusun yang diminati", "Flats in mind"),
        ask_money("penghasilan", "Penghasilan keluarga sebulan", "Household income a month", 1_000_000_000),
        ask_number("anggota", "Jumlah anggota keluarga", "Members of the household", "orang", 50, 1),
        ask_whether("punya-rumah", "Sudah punya rumah", "Owns a house"),
    ),
    "KUMUH": (
        ask_choice(
            "kawasan",
            "Kawasan",
            "Area",
            [
                ("Kumuh", "Slum"),
                ("Rawan bencana", "Prone to disasters"),
                ("Bantaran sungai", "River bank"),
                ("Bantaran rel KA", "Beside railway"),
                ("Kekeringan", "Drought"),
                ("Baik", "Good"),
                ("Lainnya", "Other"),
            ],
        ),
        ask_number("rumah", "Jumlah rumah", "Houses", "unit", 100_000, 1),
        ask_number("luas", "Luas kawasan", "Size of the area", "ha", 10_000),
        ask_whether("ada-sk", "Masuk SK kumuh daerah", "In the region's decree on slums"),
    ),
    "DOKUMEN": (
        ask_choice(
            "berkas",
            "Berkas yang disusun",
            "Papers to be prepared",
            [
                ("Proposal bantuan", "Proposal for aid"),
                ("Permohonan PBG", "Application for a permit"),
                ("Permohonan kredit", "Application for credit"),
                ("Surat tanah", "Land papers"),
                ("Lainnya", "Other"),
            ],
        ),
        ask_text("ditujukan", "Ditujukan kepada", "Addressed to"),
        ask_whether("lengkap", "Berkas sudah lengkap", "Papers are complete"),
        ask_text("kurang", "Yang masih kurang", "What is missing"),
    ),
    "SOSIALISASI": (
        ask_choice(
            "peserta",
            "Peserta",
            "Participants",
            [
                ("Warga desa", "Villagers"),
                ("Mahasiswa", "Students"),
                ("Aparat desa", "Village officials"),
                ("Tukang", "Builders"),
                ("Penerima bantuan", "Recipients of aid"),
                ("Lainnya", "Other"),
            ],
        ),
        ask_text("materi", "Materi", "Subject"),
        ask_text("mitra", "Bersama lembaga", "Together with"),
        ask_number("perempuan", "Peserta perempuan", "Women among them", "orang", 100_000),
    ),
}


def load_facts(loading: Loading, day: date) -> None:
    for code, facts in FACTS.items():
        loading.put_once("facts", code, partial(make_first_version, code, facts))


def make_first_version(code: str, facts: Sequence[FactDefinition]) -> bool:
    """Only for a topic of which nobody asks anything yet."""
    topic = Topic.objects.filter(code=code, fact_forms=None).first()
    if topic is None:
        return False
    form = FactForm(topic=topic, version=1, asked=list_json(facts))
    form.full_clean()
    form.save()
    return True


REFERENCES = (Reference("facts", load_facts),)
