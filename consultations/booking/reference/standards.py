"""What the law and the service's own design already say of every topic's standard.

Facilities, competence, internal oversight and the service pledge are the institution's to decide: none is written here.
How many people serve, where, and how long a talk lasts, the page reads from the portal's own data.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from consultations.booking.enums import StandardComponent
from consultations.booking.models.standards import ServiceStandard
from krs_portal.kit.reference import Loading

COMMON = {
    StandardComponent.REQUIREMENTS: (
        "Nama dan nomor telepon. Tidak ada syarat lain untuk bertanya. Bila ada, siapkan KTP atau tanda pengenal lain, "
        "foto rumah atau lahan, gambar, rincian biaya, dan surat tanah.",
        "A name and a telephone number. Nothing else is required to ask. If you have them, bring an identity card, "
        "photos of the house or the land, drawings, a list of costs, and land papers.",
    ),
    StandardComponent.PROCEDURE: (
        "1. Pilih topik dan jawab beberapa pertanyaan singkat.\n"
        "2. Pilih klinik, cara, dan waktu; atau datang langsung pada jam layanan dan ambil nomor antrean; atau kirim "
        "pertanyaan tertulis atau minta ditelepon.\n"
        "3. Petugas membahas pertanyaan Anda dan mencatat sarannya.\n"
        "4. Bila perlu, petugas merujuk Anda ke program atau instansi lain.",
        "1. Choose a topic and answer a few short questions.\n"
        "2. Choose a clinic, a manner and a time; or come without an appointment in opening hours and take a queue "
        "number; or send a written question or ask for a call.\n"
        "3. An officer talks your question through and writes down the advice.\n"
        "4. Where needed, the officer refers you to a programme or another agency.",
    ),
    StandardComponent.COST: ("Tanpa biaya.", "Free of charge."),
    StandardComponent.COMPLAINTS: (
        "SP4N-LAPOR! (www.lapor.go.id) untuk pelayanan klinik; BENAR-PKP, WhatsApp 0812-8888-9911, untuk konsumen "
        "perumahan. Saran dan masukan juga lewat “Tanya klinik” di portal ini.",
        "SP4N-LAPOR! (www.lapor.go.id) about the service of a clinic; BENAR-PKP, WhatsApp 0812-8888-9911, for buyers "
        "of houses. Suggestions also by “Ask the clinic” on this portal.",
    ),
    StandardComponent.LAW: (
        "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik; Undang-Undang Nomor 27 Tahun 2022 tentang "
        "Pelindungan Data Pribadi; Peraturan Menteri PANRB Nomor 15 Tahun 2014 tentang Pedoman Standar Pelayanan; "
        "Peraturan Menteri PUPR Nomor 7 Tahun 2022, yang mengatur bantuan dan layanan rumah swadaya.",
        "Law 25/2009 on public services; Law 27/2022 on personal data protection; Regulation 15/2014 of the Minister "
        "of Administrative Reform on service standards; Regulation 7/2022 of the Minister of Public Works and Housing, "
        "which covers aid and services for self-help housing.",
    ),
    StandardComponent.SAFETY: (
        "Data pribadi hanya dibaca petugas klinik yang melayani. NIK disimpan tersandi dan ditampilkan tersamar. "
        "Setiap pencatatan dan perubahan tercatat dengan nama petugas dan waktunya.",
        "Personal data are read only by the officers of the clinic that serves you. The NIK is kept encrypted and "
        "shown masked. Every entry and every change is recorded with the officer's name and the time.",
    ),
    StandardComponent.EVALUATION: (
        "Survei Kepuasan Masyarakat menurut Peraturan Menteri PANRB Nomor 14 Tahun 2017, paling sedikit sekali "
        "setahun, dan evaluasi capaian layanan terhadap target yang diumumkan di portal ini.",
        "A public satisfaction survey under Regulation 14/2017 of the Minister of Administrative Reform, at least once "
        "a year, and an evaluation of services against targets, published on this portal.",
    ),
}


def load_standards(loading: Loading, day: date) -> None:
    for component, (text, text_en) in COMMON.items():
        loading.put_once("service standards", component, partial(make_standard, component, text, text_en))


def make_standard(component: StandardComponent, text: str, text_en: str) -> bool:
    words = {"text": text, "text_en": text_en}
    return ServiceStandard.objects.get_or_create(topic=None, component=component, defaults=words)[1]
