"""What people said of 2022: answers for four offices that are graded, and for one that has too few; all invented."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from consultations.demo.account import AS_AT, SERVICES
from consultations.demo.past import STARTED, list_working_days_of_2022
from consultations.satisfaction.enums import AnswerWay, CommentKind, SurveyElement
from consultations.satisfaction.figures import SurveyPeriod, compute_needed_answers, count_served
from consultations.satisfaction.models import SurveyAnswer, SurveyComment
from krs_portal.accounts.models import User
from krs_portal.kit.clock import TimeZone
from krs_portal.offices.models import Office

TOO_FEW = 64
# How well each office is thought of, as the share of its best mark, and what people like less (invented).
LIKED = {"JAW3": 0.74, "JAW2": 0.58, "SUM3": 0.44, "KAL1": 0.3}
LESS = {SurveyElement.FACILITIES: 0.2, SurveyElement.TIME: 0.14, SurveyElement.COMPLAINTS: 0.1}
TABLET_SHARE, UNKNOWN_SHARE = 0.3, 0.08
COMMENTS: list[tuple[str, CommentKind, str, str]] = [
    (
        "Ruang tunggu sempit, kami berdiri lama.", CommentKind.COMPLAINT, SurveyElement.FACILITIES,
        "Sejak Agustus kursi ruang tunggu ditambah dua belas. Terima kasih sudah mengingatkan.",
    ),
    (
        "Gambarnya jelas, tukang langsung mengerti.", CommentKind.PRAISE, SurveyElement.PRODUCT, "",
    ),
    (
        "Tolong jam konsultasi dibuka juga hari Sabtu.", CommentKind.SUGGESTION, SurveyElement.TIME,
        "Hari Sabtu belum dapat kami buka. Konsultasi lewat WhatsApp dijawab sampai pukul 16.",
    ),
    ("Petugasnya sabar menjelaskan RAB.", CommentKind.PRAISE, SurveyElement.COMPETENCE, ""),
    ("Saya bertanya dua kali soal PBG, jawabannya berbeda.", CommentKind.COMPLAINT, SurveyElement.COMPETENCE, ""),
    ("Syaratnya sebaiknya dikirim sebelum datang.", CommentKind.UNSORTED, "", ""),
    ("Alhamdulillah dibantu sampai selesai.", CommentKind.UNSORTED, "", ""),
]  # fmt: skip


def load_satisfaction(offices: dict[str, Office], staff: dict[str, list[User]]) -> None:
    """Nobody can say who answered, so these hang on no consultation, like every answer."""
    chance = Random(14)  # noqa: S311 - invented people
    days = list_working_days_of_2022(STARTED, AS_AT)
    served = count_served([offices[code].pk for code in SERVICES], SurveyPeriod(STARTED.year))
    answers = []
    for code in SERVICES:
        enough = compute_needed_answers(served[offices[code].pk]) + chance.randint(4, 30)
        number = enough if code in LIKED else TOO_FEW
        answers += [invent_answer(offices[code], LIKED.get(code, 0.6), days, chance) for _each in range(number)]
    SurveyAnswer.objects.bulk_create(answers, batch_size=1000)
    SurveyComment.objects.bulk_create(
        invent_comment(offices[code], staff[code][0], written, days, chance)
        for code in SERVICES
        for written in (COMMENTS if code == "JAW3" else chance.sample(COMMENTS, 3))
    )


def invent_answer(office: Office, liked: float, days: list[Any], chance: Random) -> SurveyAnswer:
    mood = chance.gauss(0, 0.15)
    marks = {element.value: invent_mark(liked + mood - LESS.get(element, 0), chance) for element in SurveyElement}
    if not any(marks.values()):
        marks[SurveyElement.CONDUCT.value] = 4
    way = AnswerWay.TABLET if chance.random() < TABLET_SHARE else AnswerWay.LINK
    return SurveyAnswer(office=office, answered_on=chance.choice(days), way=way, **marks)


def invent_mark(liked: float, chance: Random) -> int | None:
    """None where somebody did not know."""
    if chance.random() < UNKNOWN_SHARE:
        return None
    if chance.random() < liked:
        return 4
    return 3 if chance.random() < 0.8 else chance.choice((1, 2, 2))


def invent_comment(
    office: Office, head: User, written: tuple[str, CommentKind, str, str], days: list[Any], chance: Random
) -> SurveyComment:
    text, kind, element, reply = written
    day = chance.choice(days)
    replied_at = datetime.combine(day + timedelta(days=6), time(9), TimeZone(office.time_zone).info) if reply else None
    return SurveyComment(
        office=office, answered_on=day, text=f"{text} (contoh)", kind=kind, element=element, reply=reply,
        replied_at=replied_at, replied_by=head if reply else None,
    )  # fmt: skip
