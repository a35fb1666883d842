from django.db.models import F

from clinics.enums import Measure, Weekday
from consultations.agenda.models import Absence, Feed, WeeklyHours
from consultations.booking.enums import AttendanceState, EnquiryState, LeadsTo, SlotKind, SlotState, StandardComponent
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.standards import ServiceStandard
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.models import Assistance, AssistanceStep, HouseImprovement, SiteVisit
from consultations.counter.enums import AmendmentKind, ConsultationState, Outcome
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.models import Amendment, Consultation, Window
from consultations.counter.promises.enums import CitizenWord, PromiseState, PromiseStep
from consultations.counter.promises.models import Promise, PromiseClock
from consultations.counter.review.enums import ReviewVerdict
from consultations.counter.review.models import Review
from consultations.evaluation.models import EvaluationNote
from consultations.evaluation.trials.enums import OncePer
from consultations.evaluation.trials.models import RuleTrial
from consultations.evaluation.trials.services import try_rule
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.satisfaction.enums import CommentKind, SurveyElement
from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink
from krs_portal.accounts.models import User
from tests.constraints.breaches import AFTER, FAR_OFF, LONG_AGO, MOMENT, Breach, changed, repeated
from tests.factories import clinics, consultations, facts, offices


def weekly_hours() -> WeeklyHours:
    return WeeklyHours.objects.create(
        place=clinics.place(offices.balai()), weekday=Weekday.MONDAY, opens_at="09:00", closes_at="15:00",
        valid_from=MOMENT.date(),
    )  # fmt: skip


def absence() -> Absence:
    return Absence.objects.create(
        officer=offices.officer(offices.balai()), starts_on=MOMENT.date(), ends_on=MOMENT.date()
    )


def feed() -> Feed:
    office = offices.balai()
    return Feed.objects.create(officer=offices.officer(office), place=clinics.place(office))


def trial() -> RuleTrial:
    return try_rule(
        indicator=clinics.indicator(), period=clinics.year(), measure=Measure.CONSULTATION, outcomes=[Outcome.ADVISED],
        states=[ConsultationState.CLOSED], once_per=OncePer.EACH, by=offices.evaluator(), at=MOMENT,
    )  # fmt: skip


def window() -> Window:
    office = offices.balai()
    return Window.objects.create(place=clinics.place(office), officer=offices.officer(office), name="2")


def enquiry() -> Enquiry:
    return consultations.enquiry(offices.balai())


def answered_enquiry() -> Enquiry:
    return consultations.enquiry(
        office := offices.balai(), state=EnquiryState.ANSWERED, answer="Ya.", answered_at=MOMENT,
        answered_by=offices.officer(office),
    )  # fmt: skip


def standard() -> ServiceStandard:
    return ServiceStandard.objects.create(component=StandardComponent.COST, text="Tanpa biaya.")


def how_to() -> HowTo:
    return HowTo.objects.create(topic=consultations.topic(), question="Mulai dari mana?", steps="Tanyakan.")


def survey_link() -> SurveyLink:
    return consultations.survey_link(consultations.attendance(slot()))


def survey_answer() -> SurveyAnswer:
    return consultations.survey_answers(offices.balai(), 1)[0]


def survey_comment() -> SurveyComment:
    return consultations.survey_comment(offices.balai())


def replied_comment() -> SurveyComment:
    return consultations.survey_comment(
        office := offices.balai(), kind=CommentKind.COMPLAINT, reply="Kami pasang kipas.", replied_at=MOMENT,
        replied_by=offices.head(office),
    )  # fmt: skip


def slot() -> Slot:
    return consultations.slot(clinics.place(offices.balai()))


def door() -> Slot:
    return consultations.slot(clinics.place(offices.balai()), kind=SlotKind.WALK_IN)


def slot_of_hours() -> Slot:
    hours = weekly_hours()
    made = consultations.slot(hours.place)
    Slot.objects.filter(pk=made.pk).update(hours=hours)
    return made


def attendance() -> Attendance:
    at = consultations.slot(clinics.place(offices.balai()), seats=2)
    return consultations.attendance(at, booked_on=at.day)


def sheet_line() -> Attendance:
    made = attendance()
    Attendance.objects.filter(pk=made.pk).update(sheet_line=1)
    return made


def attendance_of_cancelled_slot() -> Attendance:
    made = attendance()
    Slot.objects.filter(pk=made.slot_id).update(state=SlotState.CANCELLED)
    return made


def consultation_of_visit() -> Consultation:
    made = consultation()
    made.attendance = attendance()
    made.save()
    return made


def consultation_of_session() -> Consultation:
    made = consultation()
    made.session = attendance().slot
    made.save()
    return made


def consultation() -> Consultation:
    office = offices.balai()
    return consultations.consultation(office, offices.officer(office))


def amendment() -> Amendment:
    of = consultation()
    return Amendment.objects.create(
        consultation=of, kind=AmendmentKind.REOPENED, reason="Salah tanggal.", made_by=of.officer
    )


def person() -> Person:
    return consultations.person(offices.balai(), nik="3374014501800001")


def house() -> House:
    return consultations.house("Jl. Kenanga 1")


def sign(row: House | Person) -> User:
    """Somebody who merged them."""
    return offices.officer(offices.balai("UJI"))


def note() -> EvaluationNote:
    return EvaluationNote.objects.create(
        office=offices.balai(), period=clinics.year(), obstacles="Sinyal.", follow_up="Luring.",
        written_by=offices.evaluator(),
    )  # fmt: skip


def question() -> TriageQuestion:
    return TriageQuestion.objects.create(topic=consultations.topic(), text="Sudah punya tanah?")


def choice() -> TriageChoice:
    return TriageChoice.objects.create(question=question(), text="Sudah")


def promise() -> Promise:
    of = consultation()
    return consultations.promise(of, of.officer)


def assistance() -> Assistance:
    of = consultation()
    of.house = house()
    of.save()
    return consultations.assistance(of, of.officer)


def assistance_step() -> AssistanceStep:
    return assistance().steps.get()


def site_visit() -> SiteVisit:
    of = assistance()
    return SiteVisit.objects.create(
        assistance=of, visited_on=MOMENT.date(), officer=of.officer, finding="Atap terpasang", progress=50,
        recorded_by=of.officer,
    )  # fmt: skip


def improvement() -> HouseImprovement:
    of = assistance()
    return HouseImprovement.objects.create(
        assistance=of, seen_on=MOMENT.date(), witness=of.officer, before={"ROOF": "STRUCTURE"}, after={"ROOF": "GOOD"},
        recorded_by=of.officer,
    )  # fmt: skip


def clock() -> PromiseClock:
    return PromiseClock.objects.create(step=PromiseStep.ANSWER, days=5, act="Kabari pemohon")


def topic_facts() -> TopicFacts:
    office = offices.balai()
    return facts.topic_facts(consultations.consultation(office, offices.officer(office)))


def fact_form_in_use() -> FactForm:
    return topic_facts().form


def review() -> Review:
    office = offices.balai()
    head = offices.head(office)
    of = consultations.consultation(office, head)
    return Review.objects.create(consultation=of, verdict=ReviewVerdict.AGREED, made_at=MOMENT, made_by=head)


ROWS: dict[str, Breach] = {
    "consultations_fact_form_signed": changed(facts.fact_form, made_at=MOMENT),
    "consultations_fact_form_stands": changed(fact_form_in_use, asked=[]),
    "consultations_fact_form_version_once": repeated(facts.fact_form),
    "consultations_facts_not_empty": changed(topic_facts, values={}),
    "consultations_facts_once_per_topic": repeated(topic_facts),
    "consultations_review_returned_with_remark": changed(review, verdict=ReviewVerdict.RETURNED),
    "consultations_help_asked_for": changed(assistance, plan=""),
    "consultations_help_ended_for_a_reason": changed(assistance_step, state=AssistanceState.GIVEN_UP),
    "consultations_help_finished_on_a_day": changed(
        assistance, state=AssistanceState.FINISHED, started_on=LONG_AGO, finished_on=LONG_AGO
    ),
    "consultations_help_order": changed(
        assistance, state=AssistanceState.FINISHED, started_on=MOMENT.date(), finished_on=LONG_AGO, result="Gambar"
    ),
    "consultations_help_running_once": repeated(assistance),
    "consultations_help_started_on_a_day": changed(assistance, started_on=LONG_AGO),
    "consultations_improvement_compared": changed(improvement, after={}),
    "consultations_visit_found_something": changed(site_visit, finding=""),
    "consultations_visit_percent": changed(site_visit, progress=101),
    "consultations_clock_runs": changed(clock, days=0),
    "consultations_promise_answered_by_somebody": changed(promise, answered_at=MOMENT),
    "consultations_promise_dropped_for_a_reason": changed(
        promise, state=PromiseState.NOT_NEEDED, settled_at=MOMENT, settled_by=F("made_by")
    ),
    "consultations_promise_extended_by_somebody": changed(promise, extended_at=MOMENT, extension_reason="Sakit"),
    "consultations_promise_extended_for_a_reason": changed(
        promise, extended_at=MOMENT, extended_by=F("made_by"), extended_from_on=LONG_AGO
    ),
    "consultations_promise_settled_by_somebody": changed(promise, state=PromiseState.DONE, settled_at=MOMENT),
    "consultations_promise_settled_once_closed": changed(promise, state=PromiseState.DONE),
    "consultations_promise_taken_by_somebody": changed(promise, acknowledged_by=None),
    "consultations_promise_word_has_its_moment": changed(promise, citizen_says=CitizenWord.DONE),
    "consultations_absence_order": changed(absence, ends_on=LONG_AGO),
    "consultations_amendment_reasoned": changed(amendment, reason=""),
    "consultations_assistance_has_house": changed(consultation, is_technical_assistance=True),
    "consultations_choice_names_its_channel": changed(choice, leads_to=LeadsTo.CHANNEL),
    "consultations_choice_names_its_topic": changed(choice, leads_to=LeadsTo.TOPIC),
    "consultations_close_signed": changed(
        consultation, state=ConsultationState.CLOSED, outcome=Outcome.ADVISED, closed_at=MOMENT
    ),
    "consultations_closed_has_outcome": changed(
        consultation, state=ConsultationState.CLOSED, closed_at=MOMENT, closed_by=F("officer")
    ),
    "consultations_called_by_somebody": changed(attendance, state=AttendanceState.CALLED, called_at=MOMENT, calls=1),
    "consultations_left_is_timed": changed(attendance, state=AttendanceState.LEFT),
    "consultations_one_window_each": repeated(window),
    "consultations_set_aside_is_timed": changed(attendance, state=AttendanceState.ON_HOLD),
    "consultations_trial_progress": changed(trial, progress=101),
    "consultations_window_named": changed(window, name=""),
    "consultations_consent_versioned": changed(attendance, consented_at=MOMENT),
    "consultations_feed_once": repeated(feed),
    "consultations_one_per_attendance": repeated(consultation_of_visit),
    "consultations_one_per_session": repeated(consultation_of_session),
    "consultations_of_person_or_session": changed(consultation_of_visit, session=lambda row: row.attendance.slot),
    "consultations_head_count": changed(consultation, head_count=0),
    "consultations_hold_is_timed": changed(attendance, hold_ends_at=MOMENT),
    "consultations_house_in_the_country": changed(house, latitude=60, longitude=110),
    "consultations_house_merge_signed": changed(house, merged_at=MOMENT),
    "consultations_house_merged_into_another": changed(house, merged_into=F("pk"), merged_at=MOMENT, merged_by=sign),
    "consultations_house_on_map": changed(house, latitude=-7),
    "consultations_house_once": repeated(house),
    "consultations_hours_open_once": repeated(slot_of_hours),
    "consultations_named_once_booked": changed(attendance, name=""),
    "consultations_not_in_future": changed(consultation, happened_on=FAR_OFF),
    "consultations_one_booking_a_day": repeated(attendance, reference="KRS-KEDUA"),
    "consultations_sheet_line_once": repeated(sheet_line, reference="KRS-KEDUA", phone="+628120000002"),
    "consultations_one_door_a_day": repeated(door),
    "consultations_one_note_a_period": repeated(note),
    "consultations_party_not_empty": changed(attendance, party_size=0),
    "consultations_person_consent_versioned": changed(person, consented_at=MOMENT),
    "consultations_person_merge_signed": changed(person, merged_at=MOMENT),
    "consultations_person_merged_into_another": changed(person, merged_into=F("pk"), merged_at=MOMENT, merged_by=sign),
    "consultations_person_nik_once": repeated(person),
    "consultations_question_position_once": repeated(question),
    "consultations_seats_enough": changed(slot, seats_taken=2),
    "consultations_slot_is_open": repeated(attendance_of_cancelled_slot, reference="KRS-KEDUA", phone=""),
    "consultations_slot_order": changed(slot, ends_at=F("starts_at")),
    "consultations_slot_registration_order": changed(slot, registration_ends_at=AFTER),
    "consultations_weekly_desks": changed(weekly_hours, desks=0),
    "consultations_weekly_minutes": changed(weekly_hours, slot_minutes=9),
    "consultations_weekly_order": changed(weekly_hours, closes_at=F("opens_at")),
    "consultations_weekly_valid_order": changed(weekly_hours, valid_until=LONG_AGO),
    "consultations_enquiry_answered_by_somebody": changed(answered_enquiry, answered_by=None),
    "consultations_enquiry_answered_once_written": changed(enquiry, state=EnquiryState.ANSWERED),
    "consultations_enquiry_names_its_topic": changed(enquiry, topic=None),
    "consultations_survey_link_order": changed(survey_link, ends_on=LONG_AGO),
    "consultations_answer_has_mark": changed(survey_answer, **dict.fromkeys(SurveyElement.values)),
    "consultations_answer_marks": changed(survey_answer, time=5),
    "consultations_comment_written": changed(survey_comment, text=""),
    "consultations_comment_reply_signed": changed(replied_comment, replied_by=None),
    "consultations_comment_replied_once_written": changed(replied_comment, reply=""),
    "consultations_comment_sorted_first": changed(replied_comment, kind=CommentKind.UNSORTED),
    "consultations_standard_once": repeated(standard),
    "consultations_how_to_once": repeated(how_to),
}
