"""Two to four questions for each topic that is offered, so that the way in asks something."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from consultations.booking.enums import LeadsTo, ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from krs_portal.kit.reference import Loading


class AnswerText(NamedTuple):
    """An answer, what it advises, and the topic or the manner it leads to."""

    text: str
    text_en: str
    advice: str = ""
    advice_en: str = ""
    topic: str = ""
    channel: str = ""
    is_urgent: bool = False


class QuestionText(NamedTuple):
    """A question of a topic as a new portal asks it."""

    text: str
    text_en: str
    answers: list[AnswerText]


LAND = QuestionText(
    "Apakah lahan sudah tersedia?",
    "Do you already have the land?",
    [
        AnswerText(
            "Ya, milik sendiri atau keluarga",
            "Yes, mine or my family's",
            "Bawa salinan surat tanah.",
            "Bring a copy of the land papers.",
        ),
        AnswerText(
            "Ya, tetapi suratnya belum lengkap",
            "Yes, but the papers are not complete",
            "Petugas juga akan membahas surat tanah; bawa surat apa pun yang ada.",
            "The officer will talk about the land papers too; bring whatever you have.",
        ),
        AnswerText(
            "Belum",
            "No",
            "Pembahasan dapat dimulai dari luas dan letak lahan yang Anda rencanakan.",
            "We can start from the size and place of the land you have in mind.",
        ),
    ],
)
WORK = QuestionText(
    "Apa yang akan dikerjakan?",
    "What do you want to do?",
    [
        AnswerText(
            "Membangun rumah baru",
            "Build a new house",
            "Catat jumlah penghuni dan ruang yang diperlukan.",
            "Note how many will live there and which rooms they need.",
        ),
        AnswerText(
            "Memperbaiki rumah yang ada",
            "Repair a house",
            "Foto bagian yang rusak dari dekat dan dari jauh.",
            "Take photos of the damage, close and from afar.",
        ),
        AnswerText(
            "Menambah ruang atau lantai",
            "Add a room or a floor",
            "Bawa gambar atau ukuran rumah sekarang, walau tulisan tangan.",
            "Bring drawings or measures of the house, even by hand.",
        ),
    ],
)
DRAWING = QuestionText(
    "Sudah punya gambar rumah?",
    "Do you have drawings?",
    [
        AnswerText("Ya", "Yes", "Bawa gambarnya; foto di telepon pun cukup.", "Bring them; photos on a phone will do."),
        AnswerText(
            "Belum",
            "No",
            "Petugas menyiapkan contoh denah untuk ukuran lahan Anda.",
            "The officer will have sample plans for your plot.",
        ),
    ],
)
DAMAGE = QuestionText(
    "Apakah ada retak besar, kolom miring, atau atap yang hampir runtuh?",
    "Are there wide cracks, leaning columns or a roof about to fall?",
    [
        AnswerText(
            "Ya",
            "Yes",
            "Jangan tempati bagian itu dahulu. Kami sarankan kunjungan lapangan.",
            "Stay out of that part for now. We suggest a visit to the house.",
            channel=ServiceChannel.SITE_VISIT,
            is_urgent=True,
        ),
        AnswerText("Tidak", "No"),
    ],
)
BY_TOPIC = {
    "DESAIN": [WORK, LAND],
    "RAB": [
        DRAWING._replace(
            answers=[
                DRAWING.answers[0],
                AnswerText(
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
        QuestionText(
            "Apakah keluarga Anda sudah punya rumah?",
            "Does your family own a house already?",
            [
                AnswerText(
                    "Belum", "No", "Siapkan keterangan penghasilan keluarga.", "Have your family's income at hand."
                ),
                AnswerText(
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
        QuestionText(
            "Pernah menerima bantuan rumah dalam sepuluh tahun terakhir?",
            "Any housing aid in the last ten years?",
            [
                AnswerText(
                    "Belum pernah", "Never", "Bawa KTP dan Kartu Keluarga.", "Bring your identity and family cards."
                ),
                AnswerText(
                    "Pernah",
                    "Yes",
                    "Bantuan yang sama umumnya tidak diberikan dua kali; petugas menjelaskan pilihan lain.",
                    "The same aid is seldom given twice; the officer explains other ways.",
                ),
                AnswerText("Tidak tahu", "I do not know"),
            ],
        ),
        DAMAGE,
        LAND,
    ],
    "LAHAN": [
        LAND,
        QuestionText(
            "Perlu bertemu langsung?",
            "Do you need to meet in person?",
            [
                AnswerText(
                    "Ya, ada surat yang perlu dilihat",
                    "Yes, there are papers to look at",
                    "Bawa surat aslinya.",
                    "Bring the originals.",
                    channel=ServiceChannel.OFFICE,
                ),
                AnswerText(
                    "Tidak, cukup daring",
                    "No, online will do",
                    "Siapkan foto surat di telepon.",
                    "Have photos of the papers on your phone.",
                    channel=ServiceChannel.ONLINE,
                ),
            ],
        ),
    ],
    "SANITASI": [
        QuestionText(
            "Apa yang ingin dibahas?",
            "What is it about?",
            [
                AnswerText(
                    "Air bersih",
                    "Clean water",
                    "Catat sumber air dan jaraknya dari tangki septik.",
                    "Note the water source and its distance from the septic tank.",
                ),
                AnswerText(
                    "Jamban dan tangki septik",
                    "Toilet and septic tank",
                    "Ukur lahan yang tersisa di sekitar rumah.",
                    "Measure the free ground around the house.",
                ),
                AnswerText("Saluran air hujan dan limbah", "Drainage"),
            ],
        ),
        WORK,
    ],
}


def load_triage(loading: Loading, day: date) -> None:
    for code, questions in BY_TOPIC.items():
        for position, text in enumerate(questions, 1):
            loading.put_once("triage questions", f"{code} {position}", partial(make_question, code, text, position))


def make_question(code: str, text: QuestionText, position: int) -> bool:
    """A question with its answers, where its topic is still there and has none at this place yet."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    answers = [answer for answer in text.answers if not answer.topic or answer.topic in topics]
    if code not in topics or TriageQuestion.objects.filter(topic=topics[code], position=position).exists():
        return False
    question = TriageQuestion.objects.create(
        topic=topics[code], text=text.text, text_en=text.text_en, position=position
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
            is_urgent=answer.is_urgent,
            position=number,
        )
        for number, answer in enumerate(answers, 1)
    )
    return True
