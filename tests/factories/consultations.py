"""Slots, people coming to them, and what was done for them."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from clinics.models import Place, ReportingPeriod
from consultations.booking.enums import AttendanceState, EnquiryKind, LeadsTo, Pillar, ServiceChannel, SlotKind
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from consultations.counter.assistance.enums import AssistanceKind
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.services import plan_assistance
from consultations.counter.models import Consultation
from consultations.counter.promises.models import Promise
from consultations.counter.promises.services import make_promise
from consultations.evaluation.meetings.models import EvaluationMeeting
from consultations.evaluation.meetings.services import plan_evaluation_meeting
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.satisfaction.enums import AnswerWay, SurveyElement
from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

numbers = count(1)


def topic(code: str = "desain") -> Topic:
    return Topic.objects.get_or_create(
        code=code, defaults={"name": code.capitalize(), "name_en": code.capitalize(), "pillar": Pillar.TECHNICAL}
    )[0]


def slot(at_place: Place, seats: int = 1, starts_at: datetime | None = None, kind: str = SlotKind.INDIVIDUAL) -> Slot:
    starts_at = starts_at or timezone.now() + timedelta(days=1, minutes=next(numbers))
    return Slot.objects.create(
        place=at_place, seats=seats, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=45), kind=kind
    )


def attendance(at: Slot, state: str = AttendanceState.BOOKED, **fields: Any) -> Attendance:
    values = {
        "name": "Siti Aminah",
        "phone": "+6281234567890",
        "topic": topic(),
        "reference": f"KRS-U{next(numbers):06}",
    } | tell_moments(state, at)
    return Attendance.objects.create(slot=at, state=state, **(values | fields))


def tell_moments(state: str, at: Slot) -> dict[str, Any]:
    """What the states of the counter come with."""
    moment = timezone.now()
    match state:
        case AttendanceState.CALLED:
            return {"called_at": moment, "calls": 1, "officer": offices.officer(at.place.office)}
        case AttendanceState.ON_HOLD:
            return {"set_aside_at": moment}
        case AttendanceState.LEFT:
            return {"finished_at": moment}
    return {}


def person(of: Office, name: str = "Siti Aminah", nik: str = "", **fields: Any) -> Person:
    made = Person(office=of, name=name, **fields)
    made.set_nik(nik)
    made.save()
    return made


def danger() -> TriageChoice:
    """An answer that speaks of danger, to the first question of the topic."""
    question = TriageQuestion.objects.create(topic=topic(), text="Ada yang retak?")
    return TriageChoice.objects.create(
        question=question, text="Retak besar", advice="Jangan masuk.", leads_to=LeadsTo.CHANNEL,
        channel=ServiceChannel.SITE_VISIT, is_urgent=True,
    )  # fmt: skip


def enquiry(of: Office, **fields: Any) -> Enquiry:
    """A written question that waits for its answer."""
    at = timezone.now()
    values = {
        "reference": f"KRS-T{next(numbers):06}",
        "kind": EnquiryKind.QUESTION,
        "topic": topic(),
        "text": "Berapa lama mengurus PBG?",
        "name": "Siti Aminah",
        "phone": "+6281234567890",
        "consented_at": at,
        "consent_version": "1",
        "created_at": at,
        "due_on": day_of(at, of.time_zone) + timedelta(days=7),
    }
    return Enquiry.objects.create(office=of, **(values | fields))


def survey_link(visitor: Attendance, **fields: Any) -> SurveyLink:
    """Asked today, open for two weeks."""
    office = visitor.slot.place.office
    day = day_of(timezone.now(), office.time_zone)
    values = {"office": office, "asked_on": day, "ends_on": day + timedelta(days=14)}
    return SurveyLink.objects.create(attendance=visitor, **(values | fields))


def survey_answers(of: Office, number: int, mark: int = 3, **fields: Any) -> list[SurveyAnswer]:
    """So many people who gave each element the same mark; `fields` are other values of each."""
    day = day_of(timezone.now(), of.time_zone)
    values = {"answered_on": day, "way": AnswerWay.LINK} | dict.fromkeys(SurveyElement.values, mark)
    return SurveyAnswer.objects.bulk_create(SurveyAnswer(office=of, **(values | fields)) for _each in range(number))


def survey_comment(of: Office, text: str = "Ruang tunggunya panas.", **fields: Any) -> SurveyComment:
    values = {"answered_on": day_of(timezone.now(), of.time_zone)}
    return SurveyComment.objects.create(office=of, text=text, **(values | fields))


def house(address: str = "Jl. Kenanga 1") -> House:
    return House.objects.create(address=address)


def consultation(of: Office, by: Any, **fields: Any) -> Consultation:
    """An open consultation of today, ready to be closed."""
    values = {
        "client_name": "Siti Aminah",
        "summary": "Menanyakan desain rumah tipe 36.",
        "happened_on": day_of(timezone.now(), of.time_zone),
        "officer": by,
        "recorded_by": by,
    }
    made = Consultation.objects.create(office=of, **(values | fields))
    made.topics.add(topic())
    return made


def promise(of: Consultation, by: Any, days: int = 5, at: datetime | None = None, **fields: Any) -> Promise:
    """What the clinic will do so many days after the moment, written down by the officer."""
    at = at or timezone.now()
    values = {"text": "Mengirim gambar denah", "due_on": day_of(at, of.office.time_zone) + timedelta(days=days)}
    return make_promise(consultation=of, by=by, at=at, **(values | fields))


def account() -> None:
    """Every indicator with its rule, so that closing posts to all of them."""
    clinics.all_indicators()


def assistance(of: Consultation, by: Any, **fields: Any) -> Assistance:
    """What is planned for the house of a consultation."""
    values = {
        "kind": AssistanceKind.DESIGN,
        "applicant": of.client_name,
        "asked_on": of.happened_on,
        "plan": "Gambar denah tipe 36",
        "officer": by,
    }
    return plan_assistance(
        office=of.office, house=of.house, consultations=[of], values=values | fields, by=by, at=timezone.now()
    )


def evaluation_meeting(period: ReportingPeriod, by: Any, *guests: Office) -> EvaluationMeeting:
    """Next week, about the period as it stood on 5 December."""
    starts_at = timezone.now() + timedelta(days=7)
    return plan_evaluation_meeting(
        period=period, as_at=date(period.starts_on.year, 12, 5), guests=guests, office=by.memberships.get().office,
        title="Rapat evaluasi", starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), place="Tangerang",
        agenda="Pembukaan", by=by, at=timezone.now(),
    )  # fmt: skip
