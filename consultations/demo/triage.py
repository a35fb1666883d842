"""Two to four questions for each topic that is offered, so that the way in asks something."""

from __future__ import annotations

from typing import NamedTuple

from consultations.enums import Channel, LeadsTo
from consultations.models import Topic, TriageChoice, TriageQuestion


class Answer(NamedTuple):
    text: str
    text_en: str
    advice: str = ""
    advice_en: str = ""
    topic: str = ""
    channel: str = ""


class Asked(NamedTuple):
    text: str
    text_en: str
    answers: list[Answer]


LAND = Asked(
    "Apakah lahan sudah tersedia?",
    "Do you already have the land?",
    [
        Answer(
            "Ya, milik sendiri atau keluarga",
            "Yes, mine or my family's",
            "Bawa salinan surat tanah.",
            "Bring a copy of the land papers.",
        ),
        Answer(
            "Ya, tetapi suratnya belum lengkap",
            "Yes, but the papers are not complete",
            "Petugas juga akan membahas surat tanah; bawa surat apa pun yang ada.",
            "The officer will talk about the land papers too; bring whatever you have.",
        ),
        Answer(
            "Belum",
            "No",
            "Pembahasan dapat dimulai dari luas dan letak lahan yang Anda rencanakan.",
            "We can start from the size and place of the land you have in mind.",
        ),
    ],
)
WORK = Asked(
    "Apa yang akan dikerjakan?",
    "What do you want to do?",
    [
        Answer(
            "Membangun rumah baru",
            "Build a new house",
            "Catat jumlah penghuni dan ruang yang diperlukan.",
            "Note how many will live there and which rooms they need.",
        ),
        Answer(
            "Memperbaiki rumah yang ada",
            "Repair a house",
            "Foto bagian yang rusak dari dekat dan dari jauh.",
            "Take photos of the damage, close and from afar.",
        ),
        Answer(
            "Menambah ruang atau lantai",
            "Add a room or a floor",
            "Bawa gambar atau ukuran rumah sekarang, walau tulisan tangan.",
            "Bring drawings or measures of the house, even by hand.",
        ),
    ],
)
DRAWING = Asked(
    "Sudah punya gambar rumah?",
    "Do you have drawings?",
    [
        Answer("Ya", "Yes", "Bawa gambarnya; foto di telepon pun cukup.", "Bring them; photos on a phone will do."),
        Answer(
            "Belum",
            "No",
            "Petugas menyiapkan contoh denah untuk ukuran lahan Anda.",
            "The officer will have sample plans for your plot.",
        ),
    ],
)
DAMAGE = Asked(
    "Apakah ada retak besar, kolom miring, atau atap yang hampir runtuh?",
    "Are there wide cracks, leaning columns or a roof about to fall?",
    [
        Answer(
            "Ya",
            "Yes",
            "Jangan tempati bagian itu dahulu. Kami sarankan kunjungan lapangan.",
            "Stay out of that part for now. We suggest a visit to the house.",
            channel=Channel.SITE_VISIT,
        ),
        Answer("Tidak", "No"),
    ],
)
BY_TOPIC = {
    "DESAIN": [WORK, LAND],
    "RAB": [
        DRAWING._replace(
            answers=[
                DRAWING.answers[0],
                Answer(
                    "Belum; saya perlu gambar dahulu",
                    "No, I need drawings first",
                    "Biaya dihitung dari gambar, jadi kita mulai dari desain.",
                    "Costs are counted from drawings, so we start with the design.",
                    topic="DESAIN",
                ),
            ]
        ),
        WORK,
    ],
    "PERIZINAN": [DRAWING, LAND],
    "STRUKTUR": [DAMAGE, WORK],
    "PEMBIAYAAN": [
        Asked(
            "Apakah keluarga Anda sudah punya rumah?",
            "Does your family own a house already?",
            [
                Answer("Belum", "No", "Siapkan keterangan penghasilan keluarga.", "Have your family's income at hand."),
                Answer(
                    "Ya, dan perlu diperbaiki",
                    "Yes, and it needs repair",
                    "Ada bantuan perbaikan rumah; petugas memeriksa syaratnya bersama Anda.",
                    "There is help for repairs; the officer goes through the conditions with you.",
                    topic="BANTUAN",
                ),
            ],
        ),
        LAND,
    ],
    "BANTUAN": [
        Asked(
            "Pernah menerima bantuan rumah dalam sepuluh tahun terakhir?",
            "Any housing aid in the last ten years?",
            [
                Answer(
                    "Belum pernah", "Never", "Bawa KTP dan Kartu Keluarga.", "Bring your identity and family cards."
                ),
                Answer(
                    "Pernah",
                    "Yes",
                    "Bantuan yang sama umumnya tidak diberikan dua kali; petugas menjelaskan pilihan lain.",
                    "The same aid is seldom given twice; the officer explains other ways.",
                ),
                Answer("Tidak tahu", "I do not know"),
            ],
        ),
        DAMAGE,
        LAND,
    ],
    "LAHAN": [
        LAND,
        Asked(
            "Perlu bertemu langsung?",
            "Do you need to meet in person?",
            [
                Answer(
                    "Ya, ada surat yang perlu dilihat",
                    "Yes, there are papers to look at",
                    "Bawa surat aslinya.",
                    "Bring the originals.",
                    channel=Channel.OFFICE,
                ),
                Answer(
                    "Tidak, cukup daring",
                    "No, online will do",
                    "Siapkan foto surat di telepon.",
                    "Have photos of the papers on your phone.",
                    channel=Channel.ONLINE,
                ),
            ],
        ),
    ],
    "SANITASI": [
        Asked(
            "Apa yang ingin dibahas?",
            "What is it about?",
            [
                Answer(
                    "Air bersih",
                    "Clean water",
                    "Catat sumber air dan jaraknya dari tangki septik.",
                    "Note the water source and its distance from the septic tank.",
                ),
                Answer(
                    "Jamban dan tangki septik",
                    "Toilet and septic tank",
                    "Ukur lahan yang tersisa di sekitar rumah.",
                    "Measure the free ground around the house.",
                ),
                Answer("Saluran air hujan dan limbah", "Drainage"),
            ],
        ),
        WORK,
    ],
}


def load(topics: dict[str, Topic]) -> None:
    for code, topic in topics.items():
        for position, asked in enumerate(BY_TOPIC.get(code, []), 1):
            question = TriageQuestion.objects.create(
                topic=topic, text=asked.text, text_en=asked.text_en, position=position
            )
            TriageChoice.objects.bulk_create(
                TriageChoice(
                    question=question,
                    text=answer.text,
                    text_en=answer.text_en,
                    advice=answer.advice,
                    advice_en=answer.advice_en,
                    leads_to=LeadsTo.TOPIC if answer.topic else LeadsTo.CHANNEL if answer.channel else LeadsTo.NEXT,
                    other_topic=topics[answer.topic] if answer.topic else None,
                    channel=answer.channel,
                    position=number,
                )
                for number, answer in enumerate(asked.answers, 1)
            )
