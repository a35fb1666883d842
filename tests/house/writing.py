"""What is sent through every door that writes: by whom, with which words, and what must be so before.

A form takes what its page shows, filled in as a person would; here stands only what the page cannot know.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.decisions import TargetDecision
from clinics.models import PeriodException, ReportingPeriod, Target
from clinics.services import lock_period
from clinics.views.target_table import sign_decisions
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter.promises.services import finish_promise
from consultations.counter.services import merge_houses
from consultations.people.models.house import House as Dwelling
from consultations.people.models.person import Person
from consultations.people.services import merge_people
from krs_portal.imports import services as imports
from krs_portal.imports import tasks as import_tasks
from krs_portal.imports.enums import RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import today
from krs_portal.kit.submissions import FIELD, HEADER
from krs_portal.meetings import codes, links
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Invitation, Meeting, Minutes
from krs_portal.offices.models import Office
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.reports import tasks as report_tasks
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.models import Reconciliation, Revision
from monitoring.desk.models import DeskSession
from monitoring.desk.services import planning, sessions
from monitoring.occupants.enums import ConsentPurpose
from monitoring.occupants.models import Consent, Tenancy
from monitoring.occupants.readiness.models import Assessment, Recomputation, Referral, ReferralList
from monitoring.problems.models import Problem
from monitoring.problems.services import resolve_problem
from monitoring.register.handover.enums import HandOverPath
from monitoring.register.handover.models import HandOver
from monitoring.register.handover.papers import CHECK_LISTS
from monitoring.register.handover.services import advance_hand_over, set_obstacle
from monitoring.register.imports.kind import KIND as ESTATES
from monitoring.register.models import Unit
from monitoring.rounds.enums import RoundState
from monitoring.rounds.models import Profile, Round
from monitoring.rounds.services import profiles
from tests.factories import booking, consultations, offices, outbox, reports
from tests.factories import files as file_factory
from tests.factories import imports as import_factory
from tests.factories import monitoring as estates
from tests.house.doors import DOORS, Door, House
from tests.house.pages import fill_form, find_form, read_page

Values = Mapping[str, Any]
PHONE = "0812 3456 7890"  # of whoever booked in the world
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Writing:
    """One door: who sends, what goes with what the form shows, and what brings about that it can be done.

    `page` is the door whose page has the form, where that is another. `prepare` may answer more values and change the
    keys of the house, which is a copy. A value that is a function is called for each sending.
    """

    role: str
    values: Values = field(default_factory=dict)
    prepare: Callable[[House, Client], Values | None] | None = None
    page: str = ""
    query: str = ""
    is_json: bool = False


def day(days: int) -> str:
    return (today() + days * DAY).isoformat()


def take_row(argument: str, other: str) -> Callable[[House, Client], None]:
    """Let the address name another row of the world."""

    def prepare(house: House, client: Client) -> None:
        house.keys[argument] = house.keys[other]

    return prepare


# Messages, reports, targets, periods


def name_operator(house: House, client: Client) -> Values:
    return {"user": house.people["operator"].pk}


def confirm_oneself(house: House, client: Client) -> None:
    """Show the password again, as the page asks before a token is made."""
    client.post("/akun/masuk-ulang/", {"password": offices.PASSWORD})


def make_sendable_message(house: House, client: Client) -> None:
    house.keys["message"] = outbox.message(Office.objects.get(code="JAW3"), Channel.WHATSAPP).pk


def name_free_programme(house: House, client: Client) -> Values:
    """A programme to which nobody is referred yet."""
    return {"programme": house.keys["programme"]}


def fail_message(house: House, client: Client) -> None:
    Message.objects.filter(pk=house.keys["message"]).update(state=MessageState.FAILED, attempts=3)


def finish_report(house: House, client: Client) -> None:
    """The draft is ready, and every difference has its reason."""
    report_tasks.render_revision(house.keys["revision"])
    for row in Reconciliation.objects.filter(revision=house.keys["revision"]).exclude(difference=0):
        reports.explain(row, house.people["evaluator"])


def name_reason_field(house: House, client: Client) -> Values:
    """The draft is ready but for the reason of one difference."""
    report_tasks.render_revision(house.keys["revision"])
    row = Reconciliation.objects.filter(revision=house.keys["revision"]).exclude(difference=0)[0]
    house.keys["reconciliation"] = row.pk
    return {f"r{row.pk}-1-category": "SOURCE", f"r{row.pk}-1-reference": "Salah jumlah dalam sumber."}


def fail_report(house: House, client: Client) -> None:
    Revision.objects.filter(pk=house.keys["revision"]).update(state=RevisionState.FAILED, error="Pekerja mati.")


def lock_the_period(house: House, client: Client) -> None:
    lock_period(
        period=ReportingPeriod.objects.get(pk=house.keys["period"]), by=house.people["evaluator"], at=timezone.now()
    )


def separate_below(house: House, client: Client) -> None:
    """An office with others below it is not closed."""
    Office.objects.filter(parent__code=house.keys["office"]).update(parent=None)


def close_the_office(house: House, client: Client) -> None:
    Office.objects.filter(code=house.keys["office"]).update(closed_on=today())


def raise_first_target(house: House, client: Client) -> Values:
    """One office more than before, as the page showed it would be."""
    office = Target.objects.get(pk=house.keys["target"]).office
    seen = sign_decisions([TargetDecision(office, 241)])
    return {f"target-{office.pk}": "241", "seen": seen, "decree": "Keputusan 7/2022", "reason": "Tambahan"}


def lock_unasked_period(house: House, client: Client) -> None:
    """Nobody has asked for an exception to it."""
    PeriodException.objects.all().delete()
    lock_the_period(house, client)


# Booking


def open_booking(house: House, client: Client) -> None:
    """This browser has shown that it knows the booking's telephone number."""
    client.post(reverse("consultations:look_up"), {"reference": house.keys["reference"], "phone": PHONE})


def name_reference(house: House, client: Client) -> Values:
    return {"reference": house.keys["reference"]}


def ask_for_code(house: House, client: Client) -> Values:
    """The code as it went to the booking's telephone."""
    client.post(reverse("rights:ask"), {"reference": house.keys["reference"], "phone": PHONE})
    letter = Message.objects.filter(kind="data-code").order_by("pk").last()
    assert letter
    return {"code": letter.body.partition("sekali pakai Anda: ")[2].split()[0]}


def prove_by_code(house: House, client: Client) -> None:
    client.post(reverse("rights:code"), ask_for_code(house, client))


def offer_another_time(house: House, client: Client) -> Values:
    open_booking(house, client)
    place = Slot.objects.get(pk=house.keys["slot"]).place
    house.keys["other_slot"] = consultations.slot(place, starts_at=timezone.now() + 2 * DAY).pk
    return {"slot": house.keys["other_slot"]}


def offer_seat(house: House, client: Client) -> None:
    at = timezone.now()
    Attendance.objects.filter(reference=house.keys["reference"]).update(
        state=AttendanceState.OFFERED, hold_ends_at=at + DAY / 12, consented_at=at, consent_version="1"
    )
    open_booking(house, client)


def offer_seat_beside_booking(house: House, client: Client) -> Values:
    offer_seat(house, client)
    offered = Attendance.objects.select_related("slot__place").get(reference=house.keys["reference"])
    Attendance.objects.filter(pk=offered.pk).update(booked_on=offered.slot.day)
    other = consultations.attendance(
        consultations.slot(offered.slot.place, starts_at=offered.slot.starts_at), phone=offered.phone
    )
    Attendance.objects.filter(pk=other.pk).update(booked_on=offered.slot.day)
    return {"reference": other.reference}


def let_offer_lapse(house: House, client: Client) -> None:
    offer_seat(house, client)
    Attendance.objects.filter(reference=house.keys["reference"]).update(
        state=AttendanceState.EXPIRED, hold_ends_at=None, finished_at=timezone.now()
    )


def fill_slot(house: House, client: Client) -> None:
    slot = Slot.objects.get(pk=house.keys["slot"])
    full = consultations.slot(slot.place, seats=1, starts_at=timezone.now() + 2 * DAY)
    consultations.attendance(full, phone="+6281311110021")
    house.keys["slot"] = full.pk


def hold_seat(house: House, client: Client) -> None:
    """A seat is held and the form filled in: what is left is the consent."""
    slot = consultations.slot(Slot.objects.get(pk=house.keys["slot"]).place, starts_at=timezone.now() + 2 * DAY)
    token = booking.hold(client, slot).url.split("/")[-2]
    booking.fill(client, token)
    house.keys["token"] = token


def empty_queue(house: House, client: Client) -> None:
    """Nobody has come yet: a session at which somebody is served is not cancelled."""
    Attendance.objects.filter(state__in=(AttendanceState.WAITING, AttendanceState.IN_SERVICE)).delete()


def tick_whoever_booked(house: House, client: Client) -> Values:
    return {"came": Attendance.objects.get(slot=house.keys["class"]).pk}


def arrive(house: House, client: Client) -> None:
    Attendance.objects.filter(pk=house.keys["attendance"]).update(
        state=AttendanceState.WAITING, arrived_at=timezone.now(), queue_number=1
    )


def call_to_window(house: House, client: Client) -> None:
    """Some time ago, so that they may be called once more."""
    arrive(house, client)
    Attendance.objects.filter(pk=house.keys["attendance"]).update(
        state=AttendanceState.CALLED, called_at=timezone.now() - timedelta(hours=1), calls=1,
        officer=house.people["officer"],
    )  # fmt: skip


def serve(house: House, client: Client) -> None:
    arrive(house, client)
    Attendance.objects.filter(pk=house.keys["attendance"]).update(
        state=AttendanceState.IN_SERVICE, officer=house.people["officer"]
    )


def leave_yesterday(house: House, client: Client) -> None:
    """At a slot of its own: the world's other people stay where they are."""
    visit = Attendance.objects.get(pk=house.keys["attendance"])
    slot = consultations.slot(visit.slot.place, starts_at=timezone.now() - DAY)
    Attendance.objects.filter(pk=visit.pk).update(
        slot=slot, state=AttendanceState.LEFT, finished_at=timezone.now() - DAY
    )


def name_ticked_booking(house: House, client: Client) -> Values:
    return {"attendance": house.keys["attendance"]}


def name_colleague(house: House, client: Client) -> Values:
    return {"officer": offices.officer(Office.objects.get(code="JAW3")).pk}


def finish_own_promise(house: House, client: Client) -> None:
    """What was promised to whoever booked is done; this browser knows their number."""
    officer, booked = house.people["officer"], Attendance.objects.get(reference=house.keys["reference"])
    record = consultations.consultation(Office.objects.get(code="JAW3"), officer, attendance=booked)
    promise = consultations.promise(record, officer)
    finish_promise(promise=promise, note="", by=officer, at=timezone.now())
    house.keys["promise"] = promise.pk
    open_booking(house, client)


def name_topic(house: House, client: Client) -> Values:
    return {"topics": consultations.topic().pk}


def name_slot(house: House, client: Client) -> Values:
    return {"slot": house.keys["slot"]}


# Files and workbooks


def make_photo() -> Any:
    return file_factory.upload(file_factory.picture(640, 480))


def make_workbook() -> Any:
    return file_factory.upload(write_workbook(), "uji.xlsx")


@cache
def write_workbook() -> bytes:
    """Written once: it holds the moment of its writing, and what is sent twice is the same file."""
    header = [str(column.title) for column in ESTATES.columns if column.required]
    row = {"name": "Rusunawa Berkas", "region": "Kota Semarang", "beneficiary": "MBR"}
    cells = [row.get(column.code, "") for column in ESTATES.columns if column.required]
    return import_factory.xlsx([header, cells])


def upload_workbook(house: House, client: Client) -> Batch:
    """A workbook whose one row is ready."""
    batch = imports.upload_batch(
        kind=ESTATES, office=Office.objects.get(code="DINAS-33-74"), file_name="uji.xlsx",
        content=make_workbook().read(), by=house.people["operator"], at=timezone.now(),
    )  # fmt: skip
    import_tasks.run_batch_check(batch.pk)
    house.keys["batch"] = batch.pk
    return Batch.objects.get(pk=batch.pk)


def upload_ready_workbook(house: House, client: Client) -> None:
    upload_workbook(house, client)


def commit_workbook(house: House, client: Client) -> None:
    batch = upload_workbook(house, client)
    imports.commit_batch(batch=batch, by=house.people["operator"], at=timezone.now())
    import_tasks.run_batch_commit(batch.pk)


def make_waiting_row(house: House, client: Client) -> None:
    row = upload_workbook(house, client).rows.get()
    row.state, row.raw = RowState.NEEDS_CORRECTION, row.raw | {"region": "Kota Entah"}
    row.save()
    house.keys["row"] = row.pk


def fetch_corrections(house: House, client: Client) -> Values:
    """The workbook of waiting rows, as it was downloaded."""
    make_waiting_row(house, client)
    content = client.get(reverse("imports:errors", args=[house.keys["batch"]])).getvalue()
    return {"file": lambda: file_factory.upload(content, "perbaikan.xlsx")}


# Meetings


def get_meeting(house: House) -> Meeting:
    return Meeting.objects.get(pk=house.keys["meeting"])


def begin_meeting(house: House, client: Client) -> Meeting:
    at = timezone.now()
    Meeting.objects.filter(pk=house.keys["meeting"]).update(starts_at=at - DAY / 48, ends_at=at + DAY / 24)
    return get_meeting(house)


def begin_the_meeting(house: House, client: Client) -> None:
    begin_meeting(house, client)


def hold_meeting(house: House, client: Client) -> Minutes:
    """The guest came, and the minutes are written."""
    meeting, head, at = begin_meeting(house, client), house.people["province"], timezone.now()
    guest = Invitation.objects.get(pk=house.keys["invitation"])
    meetings.record_attendance(meeting=meeting, name="Sri", position="", invitation=guest, by=head, at=at)
    return meetings.write_minutes(meeting=get_meeting(house), text="Disepakati.", by=head, at=at)


def write_the_minutes(house: House, client: Client) -> None:
    hold_meeting(house, client)


def propose_the_minutes(house: House, client: Client) -> Values:
    minutes = hold_meeting(house, client)
    meetings.propose_minutes(minutes=minutes, by=house.people["province"], at=timezone.now())
    side = minutes.agreements.current().get(office__code="DINAS-33-74")
    return {"office": side.office_id, "code": codes.compute_agreement_code(side)}


def propose_to_return(house: House, client: Client) -> Values:
    return {"office": propose_the_minutes(house, client)["office"]}


def sign_invitation(house: House, client: Client) -> None:
    house.keys["token"] = signing.dumps(house.keys["invitation"], salt=links.SALT)


# People and houses


def merge_the_people(house: House, client: Client) -> None:
    someone, double = (Person.objects.get(pk=house.keys[name]) for name in ("someone", "double"))
    merge_people(kept=double, other=someone, by=house.people["officer"], at=timezone.now())


def merge_the_houses(house: House, client: Client) -> None:
    known, same = (Dwelling.objects.get(pk=house.keys[name]) for name in ("house", "same_house"))
    merge_houses(kept=same, other=known, by=house.people["head"], at=timezone.now())


# Rounds and their desk


def get_round(house: House) -> Round:
    return Round.objects.get(pk=house.keys["round"])


def put_round(state: RoundState) -> Callable[[House, Client], None]:
    def prepare(house: House, client: Client) -> None:
        Round.objects.filter(pk=house.keys["round"]).update(state=state)

    return prepare


def prepare_round(house: House, client: Client) -> None:
    """As it was before anything was opened."""
    DeskSession.objects.filter(participant__round=house.keys["round"]).delete()
    Profile.objects.filter(round=house.keys["round"]).delete()
    Round.objects.filter(pk=house.keys["round"]).update(
        state=RoundState.PREPARING, opened_at=None, opened_by=None, desk_starts_on=today() + DAY
    )


def plan_desk(house: House, client: Client) -> DeskSession:
    """The session of the agency, with its meeting."""
    DeskSession.objects.filter(participant__round=house.keys["round"]).delete()
    Round.objects.filter(pk=house.keys["round"]).update(
        state=RoundState.DESK, desk_starts_on=today() + DAY, desk_ends_on=today() + 9 * DAY
    )
    planning.plan_desk(round_=get_round(house), by=house.people["province"], at=timezone.now())
    session = DeskSession.objects.get(participant=house.keys["participant"])
    house.keys["session"] = session.pk
    return session


def plan_the_desk(house: House, client: Client) -> None:
    plan_desk(house, client)


def clear_desk(house: House, client: Client) -> None:
    plan_desk(house, client).delete()


def open_turn(house: House, client: Client) -> DeskSession:
    """The hour of the session has come."""
    session, at = plan_desk(house, client), timezone.now()
    Meeting.objects.filter(pk=session.meeting_id).update(starts_at=at - DAY / 48, ends_at=at + DAY / 24)
    return DeskSession.objects.get(pk=session.pk)


def open_the_turn(house: House, client: Client) -> None:
    open_turn(house, client)


def run_session(house: House, client: Client) -> DeskSession:
    head, at = house.people["province"], timezone.now()
    session = sessions.start_desk_session(session=open_turn(house, client), by=head, at=at)
    sessions.record_presence(
        session=session, office=session.participant.office, name="Sri", position="", by=head, at=at
    )
    return DeskSession.objects.get(pk=session.pk)


def run_the_session(house: House, client: Client) -> None:
    run_session(house, client)


def write_session_minutes(house: House, client: Client) -> Minutes:
    session, head, at = run_session(house, client), house.people["province"], timezone.now()
    submit_profile(house, client)
    return sessions.write_session_minutes(session=session, text="Disepakati.", by=head, at=at)


def write_the_session_minutes(house: House, client: Client) -> None:
    write_session_minutes(house, client)


def propose_session_minutes(house: House, client: Client) -> Values:
    minutes = write_session_minutes(house, client)
    session = DeskSession.objects.get(pk=house.keys["session"])
    sessions.propose_session_minutes(session=session, by=house.people["province"], at=timezone.now())
    side = minutes.agreements.current().get(office__code="DINAS-33-74")
    return {"office": side.office_id, "code": codes.compute_agreement_code(side)}


def write_remark(house: House, client: Client) -> None:
    session, profile = run_session(house, client), Profile.objects.get(pk=house.keys["profile"])
    house.keys["remark"] = sessions.add_remark(
        session=session, profile=profile, text="Cek air", by=house.people["province"], at=timezone.now()
    ).pk


def fill_profile(house: House, client: Client) -> Profile:
    """Every answer is given, so that it may be submitted."""
    profile = Profile.objects.get(pk=house.keys["profile"])
    values = {"towers": 1, "units": 96, "occupied": 96, "broken_units": 0, "residents": 240, "condition": "GOOD"}
    profiles.save_profile(
        profile=profile, values=values, base_version=profile.version, key=uuid.uuid4(), by=house.people["operator"],
        at=timezone.now(),
    )  # fmt: skip
    return Profile.objects.get(pk=profile.pk)


def fill_the_profile(house: House, client: Client) -> None:
    fill_profile(house, client)


def submit_profile(house: House, client: Client) -> None:
    profiles.submit_profile(profile=fill_profile(house, client), by=house.people["operator"], at=timezone.now())


def make_conflict(house: House, client: Client) -> Values:
    """Two people saved the profile, both from the version before."""
    profile, at = Profile.objects.get(pk=house.keys["profile"]), timezone.now()
    sent = {"profile": profile, "base_version": profile.version, "at": at}
    profiles.save_profile(values={"occupied": 70}, key=uuid.uuid4(), by=house.people["province"], **sent)
    key = uuid.uuid4()
    profiles.save_profile(values={"occupied": 60}, key=key, by=house.people["operator"], **sent)
    house.keys["uuid"] = key
    return {"occupied": "mine"}


def build_saving(house: House, client: Client) -> Values:
    return {"base_version": 0, "key": str(uuid.uuid4()), "values": {"occupied": 70}}


# Problems, people, hand-over


def solve_problem(house: House, client: Client) -> None:
    resolve_problem(
        problem=Problem.objects.get(pk=house.keys["problem"]), resolved_on=today(), proof="Diganti.",
        by=house.people["operator"], at=timezone.now(),
    )  # fmt: skip


def take_off_list(house: House, client: Client) -> Values:
    Referral.objects.filter(pk=house.keys["open_referral"]).delete()
    return {"list_": house.keys["list"]}


def add_ready_household(house: House, client: Client) -> None:
    """Somebody else is ready, agrees, and stands on no list."""
    list_, unit = ReferralList.objects.get(pk=house.keys["list"]), Unit.objects.get(pk=house.keys["unit"])
    home = estates.tenancy(unit.block.units.exclude(pk=unit.pk)[0]).household
    Consent.objects.create(
        household=home, purpose=ConsentPurpose.PROGRAMME, text_version="1", given_on=today(),
        recorded_by=house.people["operator"],
    )  # fmt: skip
    Assessment.objects.create(
        household=home, programme=list_.programme, as_at=today(), computed_at=timezone.now(), verdict="READY"
    )


def end_recomputation(house: House, client: Client) -> None:
    Recomputation.objects.update(finished_at=timezone.now())


def prolong_stay(house: House, client: Client) -> None:
    Tenancy.objects.filter(pk=house.keys["stay"]).update(ends_on=today() + 400 * DAY)


def name_paper(house: House, client: Client) -> Values:
    hand_over = HandOver.objects.get(estate=house.keys["handed_over"])
    return {CHECK_LISTS[HandOverPath(hand_over.path)][0].code: day(0)}


def name_programme(house: House, client: Client) -> Values:
    return {"programme": ReferralList.objects.get(pk=house.keys["list"]).programme_id}


def block_hand_over(house: House, client: Client) -> None:
    set_obstacle(
        hand_over=HandOver.objects.get(estate=house.keys["handed_over"]), obstacle="Sengketa", since_on=today(),
        by=house.people["operator"], at=timezone.now(),
    )  # fmt: skip


def advance_the_hand_over(house: House, client: Client) -> None:
    advance_hand_over(
        hand_over=HandOver.objects.get(estate=house.keys["handed_over"]), on=today(), letter="",
        by=house.people["operator"], at=timezone.now(),
    )  # fmt: skip


def name_estate(house: House, client: Client) -> Values:
    return {"estate": house.keys["estate"]}


CLINICS = {
    "unsaved:keep": Writing("officer", {"key": str(uuid.uuid4()), "address": "/uji/", "fields_": '[["text", "Uji"]]'}),
    "unsaved:discard": Writing("officer", {"key": str(uuid.uuid4())}),
    "access:token_new": Writing("officer", {"label": "Papan dinas", "scopes": ["read"]}, confirm_oneself),
    "access:token_end": Writing("officer", page="access:tokens"),
    "outbox:retry": Writing("officer", prepare=fail_message),
    "outbox:cancel": Writing("officer"),
    "outbox:mark_sent": Writing("officer", prepare=make_sendable_message),
    "reports:new": Writing("evaluator"),
    "reports:rebuild": Writing("evaluator", prepare=finish_report),
    "reports:retry": Writing("evaluator", prepare=fail_report),
    "reports:cancel": Writing("evaluator"),
    "reports:particulars": Writing("evaluator", {"place": "Jakarta"}),
    "reports:publish": Writing("evaluator", prepare=finish_report),
    "reports:explain": Writing("evaluator", prepare=name_reason_field, page="reports:report"),
    "clinics:target_set": Writing("evaluator", {"office": "JAW4", "quantity": "240", "decided_on": lambda: day(0)}),
    "clinics:target_table": Writing("evaluator", {"step": "save", "decided_on": lambda: day(0)}, raise_first_target),
    "clinics:target_revise": Writing("evaluator", {"quantity": "240", "decided_on": lambda: day(0)}),
    "clinics:period_lock": Writing("evaluator"),
    "clinics:period_unlock": Writing("admin", {"reason": "Keliru"}, lock_the_period),
    "clinics:month_step": Writing("evaluator"),
    "clinics:month_remark": Writing("evaluator", {"text": "Lampirkan daftar hadir."}),
    "clinics:month_row_remark": Writing("evaluator", {"text": "Tanggalnya keliru?"}),
    "clinics:month_answer": Writing("head", {"answer": "Sudah diperbaiki."}),
    "clinics:view_keep": Writing("officer", {"name": "Rapat Selasa"}),
    "clinics:view_forget": Writing("head", page="clinics:views"),
    "clinics:programme": Writing("admin", {"valid_from": "2025-01-01"}),
    "clinics:published_new": Writing(
        "evaluator",
        {
            "indicator": "layanan",
            "value": "1806",
            "as_at": "2022-11-05",
            "stated_on": "2022-11-08",
            "source": "Siaran pers",
        },
    ),
    "clinics:figure_withdraw": Writing("evaluator", {"reason": "Salah catat"}),
    "clinics:exception_grant": Writing("evaluator", {"ends_on": "2099-01-31"}),
    "clinics:period_except": Writing("head", {"office": "JAW3", "reason": "Berkas tertinggal"}, lock_unasked_period),
    "consultations:book_slot": Writing("nobody"),
    "consultations:wait": Writing("nobody", prepare=fill_slot, query="?topic=desain"),
    "consultations:check": Writing("nobody", prepare=hold_seat),
    "rights:ask": Writing("nobody", {"phone": PHONE}, name_reference),
    "rights:own": Writing("nobody", {"kind": "ERASURE"}, prove_by_code),
    "rights:record": Writing("officer", {"kind": "CORRECTION", "is_seen": "on"}),
    "rights:request": Writing("officer", {"state": "DONE", "answer": "Salinan diserahkan."}),
    "rights:breach_new": Writing("admin", {"found_at": "2026-01-05T08:00", "people": "3"}),
    "rights:breach_told": Writing("admin", page="rights:breach"),
    "consultations:lost_number": Writing("nobody", {"address": PHONE}),
    "consultations:ask": Writing("nobody", {"topic": "desain"}),
    "consultations:answer": Writing("officer"),
    "consultations:survey": Writing("nobody", {"time": "4"}),
    "consultations:survey_tablet": Writing("nobody", {"time": "4"}, query="?step=form"),
    "consultations:survey_comment": Writing("head", {"kind": "COMPLAINT"}),
    "consultations:move": Writing("nobody", prepare=offer_another_time, query="?slot={other_slot}"),
    "consultations:on_my_way": Writing("nobody", prepare=open_booking),
    "consultations:accept": Writing("nobody", prepare=offer_seat),
    "consultations:swap": Writing("nobody", prepare=offer_seat_beside_booking),
    "consultations:wait_again": Writing("nobody", prepare=let_offer_lapse),
    "consultations:cancel": Writing("nobody", prepare=open_booking),
    "consultations:agenda_book": Writing("officer", {"phone": "0813 1111 0022"}),
    "consultations:agenda_change": Writing(
        "officer", {"what": "cancel", "reason": "Petugas sakit", "sure": "1"}, name_ticked_booking
    ),
    "consultations:feed_renew": Writing("officer"),
    "consultations:session_new": Writing("officer", {"ends": "11:00"}),
    "consultations:session": Writing("officer", {"title": "Kelas RAB", "sure": "1", "told": "3", "reason": "Lengkap"}),
    "consultations:session_tick": Writing("officer", prepare=tick_whoever_booked, page="consultations:session_list"),
    "consultations:session_add": Writing("officer", {"peserta-name": "Citra"}, page="consultations:session_list"),
    "consultations:session_count": Writing(
        "officer", {"jumlah-people": "4", "jumlah-reason": "Lembar basah"}, page="consultations:session_list"
    ),
    "consultations:session_record": Writing("officer", page="consultations:session_list"),
    "consultations:session_cancel": Writing("officer", prepare=empty_queue),
    "consultations:hours": Writing("officer", {"hours-closes_at": "12:00"}),
    "consultations:desk": Writing("officer"),
    "consultations:person_edit": Writing("officer", {"address": "Jl. Kenanga 1"}),
    "consultations:person_merge": Writing("officer"),
    "consultations:person_separate": Writing("officer", prepare=merge_the_people),
    "consultations:house_edit": Writing("officer", {"owner_name": "Slamet"}),
    "consultations:house_merge": Writing("head"),
    "consultations:house_separate": Writing("head", prepare=merge_the_houses),
    "consultations:check_in": Writing("officer"),
    "consultations:call": Writing("officer", prepare=arrive),
    "consultations:call_next": Writing("officer", prepare=arrive),
    "consultations:call_again": Writing("officer", prepare=call_to_window),
    "consultations:serve": Writing("officer", prepare=arrive),
    "consultations:finish": Writing("officer", prepare=serve),
    "consultations:set_aside": Writing("officer", prepare=arrive),
    "consultations:leave": Writing("officer", prepare=arrive),
    "consultations:hand_over": Writing("officer", {"word": "Tinggal soal izin"}, prepare=arrive),
    "consultations:priority": Writing("officer", {"priority": "ELDERLY"}, prepare=arrive),
    "consultations:served_after_all": Writing("officer", prepare=leave_yesterday),
    "consultations:end_day": Writing("officer"),
    "consultations:no_show": Writing("officer"),
    "consultations:put_back": Writing("officer", prepare=serve),
    "consultations:undo_check_in": Writing("officer", prepare=arrive),
    "consultations:new": Writing("officer", {"summary": "Bertanya", "outcome": "ADVISED", "close": "1"}, name_topic),
    "consultations:consultation": Writing(
        "officer", {"summary": "Bertanya tentang RAB"}, take_row("consultation", "open_consultation")
    ),
    "consultations:correct": Writing("officer", {"summary": "Bertanya tentang RAB", "reason": "Salah ketik"}),
    "consultations:reopen": Writing("head", {"reason": "Salah orang"}),
    "consultations:facts_new": Writing("evaluator", {"label_7": "Kamar", "kind_7": "NUMBER"}),
    "consultations:review_setting": Writing("head", {"is_wanted": ""}),
    "consultations:review": Writing("head", {"verdict": "RETURNED", "remark": "Lengkapi sarannya."}),
    "consultations:void": Writing("head", {"reason": "Keliru"}),
    "consultations:promise_new": Writing("officer"),
    "consultations:promise_acknowledge": Writing("officer"),
    "consultations:promise_answer": Writing("officer", {"answer": "Sedang digambar"}),
    "consultations:promise_finish": Writing("officer", {"note": "Dikirim"}),
    "consultations:promise_drop": Writing("officer", {"note": "Pemohon pindah"}),
    "consultations:promise_extend": Writing("officer", {"due_on": lambda: day(20), "reason": "Menunggu data"}),
    "consultations:promise_assign": Writing("head", prepare=name_colleague),
    "consultations:promise_say": Writing("nobody", {"says": "DONE"}, finish_own_promise),
    "consultations:assistance_new": Writing("officer", {"kind": "SUPERVISION", "plan": "Tiga kunjungan"}),
    "consultations:assistance_edit": Writing("officer", {"plan": "Gambar tampak"}),
    "consultations:assistance_start": Writing("officer"),
    "consultations:assistance_finish": Writing("officer", {"result": "Gambar denah"}),
    "consultations:assistance_give_up": Writing("officer", {"reason": "Pemohon pindah"}),
    "consultations:assistance_back": Writing("officer", {"reason": "Belum mulai"}),
    "consultations:assistance_correct": Writing("officer", {"result": "Gambar dan RAB", "reason": "Kurang lengkap"}),
    "consultations:assistance_void": Writing("officer", {"reason": "Salah rumah"}),
    "consultations:assistance_visit": Writing("officer", {"finding": "Pondasi selesai", "progress": "20"}),
    "consultations:assistance_visit_edit": Writing("officer", {"finding": "Atap selesai"}),
    "consultations:assistance_improve": Writing("officer", {"before_ROOF": "STRUCTURE", "after_ROOF": "GOOD"}),
    "consultations:assistance_unimprove": Writing("officer"),
    "consultations:slip_send": Writing("officer"),
    "consultations:trials": Writing("evaluator"),
    "consultations:evaluation_meeting_new": Writing(
        "evaluator", {"day": lambda: day(9), "starts": "09.00", "ends": "12.00", "place": "Tangerang"}
    ),
    "consultations:evaluation_pack": Writing("evaluator"),
    "consultations:evaluation_note": Writing("head", {"obstacles": "Banjir", "follow_up": "Menambah hari"}),
    "offices:found": Writing(
        "admin",
        {
            "code": "JAW9",
            "kind": "BALAI",
            "name": "Balai Jawa IX",
            "short_name": "Jawa IX",
            "opened_on": "2026-01-02",
            "parent": lambda: Office.objects.get(code="DIT-RS").pk,
        },
    ),
    "offices:rename": Writing(
        "admin", {"name": "BP3KP Jawa III", "short_name": "Jawa III", "valid_from": "2026-01-02"}
    ),
    "offices:close": Writing("admin", {"closed_on": lambda: day(0), "decree": "Permen 5/2026"}, separate_below),
    "offices:reopen": Writing("admin", prepare=close_the_office),
    "referrals:partner_new": Writing(
        "head", {"name": "Bank Lain", "kind": "BANK", "office": lambda: Office.objects.get(code="JAW3").pk}
    ),
    "referrals:partner_edit": Writing("head", {"contact": "Bagian kredit"}),
    "referrals:programme_new": Writing("head", {"name": "Program Lain", "needs": "KTP"}),
    "referrals:programme_edit": Writing("head", {"offer": "Kredit"}),
    "referrals:new": Writing("officer", {"note": "Membangun rumah"}, name_free_programme),
    "referrals:answer_by_link": Writing("nobody", {"answer": "ACCEPTED"}),
    "referrals:send": Writing("officer"),
    "referrals:answer": Writing("officer", {"answer": "RECEIVED"}),
    "referrals:withdraw": Writing("officer", {"reason": "Pemohon tidak jadi"}),
    "referrals:another": Writing("officer", {"note": "Membangun rumah"}, name_free_programme),
    "referrals:explain": Writing("officer", {"note": "Dijelaskan lewat telepon"}),
    "targets-list": Writing(
        "evaluator",
        {
            "office": "JAW4",
            "indicator": "layanan",
            "year": 2022,
            "quantity": 9,
            "decree": "SK 1",
            "decided_on": lambda: day(0),
        },
        is_json=True,
    ),
    "targets-revise": Writing(
        "evaluator", {"quantity": 9, "decree": "SK 2", "decided_on": lambda: day(0), "reason": "Anggaran"}, is_json=True
    ),
    "bookings-list": Writing(
        "nobody",
        {"topic": "desain", "name": "Siti", "phone": "0813 1111 0022", "consent": True},
        name_slot,
        is_json=True,
    ),
    "bookings-cancel": Writing("nobody", {"phone": PHONE}, is_json=True),
    "bookings-move": Writing("nobody", {"phone": PHONE}, offer_another_time, is_json=True),
    "consultations-list": Writing(
        "officer",
        {
            "office": "JAW3",
            "topics": ["desain"],
            "client_name": "Siti",
            "kind": "INDIVIDUAL",
            "channel": "OFFICE",
            "happened_on": lambda: day(0),
            "head_count": 1,
            "summary": "Bertanya",
        },
        is_json=True,
    ),
    "consultations-close": Writing("officer", {"outcome": "ADVISED"}, is_json=True),
    "consultations-correct": Writing("officer", {"summary": "Bertanya", "reason": "Salah ketik"}, is_json=True),
    "consultations-reopen": Writing("head", {"reason": "Salah orang"}, is_json=True),
    "consultations-void": Writing("head", {"reason": "Keliru"}, is_json=True),
    "reports-list": Writing(
        "evaluator", {"kind": "krs-evaluation", "params": {"year": 2022, "as_at": "2022-12-04"}}, is_json=True
    ),
}
AGENCIES = {
    "files:attach": Writing("operator", {"file": make_photo}),
    "files:remove": Writing("operator"),
    "households-disclose": Writing("operator", {"purpose": "LOAN", "case": "Berkas 12/KPR"}, is_json=True),
    "imports-list": Writing("operator", {"kind": "estates", "file": make_workbook}),
    "imports-commit": Writing("operator", prepare=upload_ready_workbook, is_json=True),
    "imports-undo": Writing("operator", prepare=commit_workbook, is_json=True),
    "imports:upload": Writing("operator", {"file": make_workbook}),
    "imports:check": Writing("operator", prepare=upload_ready_workbook),
    "imports:columns": Writing("operator", {"header_row": "2"}, prepare=upload_ready_workbook),
    "imports:commit": Writing("operator", prepare=upload_ready_workbook),
    "imports:corrections": Writing("operator", prepare=fetch_corrections),
    "imports:row": Writing("operator", {"region": "Kota Semarang"}, make_waiting_row),
    "imports:undo": Writing("operator", prepare=commit_workbook),
    "meetings:agree": Writing("operator", prepare=propose_the_minutes),
    "meetings:answer": Writing("operator", {"answer": "YES"}),
    "meetings:answer_by_link": Writing("nobody", {"answer": "YES"}, sign_invitation),
    "meetings:attendance": Writing("province", prepare=begin_the_meeting),
    "meetings:cancel": Writing("province", {"reason": "Banjir"}),
    "meetings:carry": Writing("province", {"due_on": lambda: day(9), "reason": "Menunggu anggaran"}),
    "meetings:decide": Writing("province", {"owner_name": "Ketua RT"}),
    "meetings:decision": Writing("operator", {"proof": "Atap diganti."}),
    "meetings:edit": Writing("province", {"title": "Rapat lanjutan"}),
    "meetings:give_back": Writing("operator", {"remark": "Tanggalnya salah."}, propose_to_return),
    "meetings:invite": Writing("province", {"name": "Ketua RT", "email": "rt@uji.krs.test"}),
    "meetings:move": Writing("province", {"day": lambda: day(9)}),
    "meetings:plan": Writing("province", {"ends": "11:00", "place": "Aula"}),
    "meetings:propose": Writing("province", prepare=write_the_minutes),
    "meetings:write": Writing("province", {"text": "Disepakati."}),
    "monitoring:block_edit": Writing("operator", {"floors": "2"}),
    "monitoring:block_new": Writing("operator", {"name": "C"}),
    "monitoring:consent": Writing("operator", {"purpose": "PROFILE"}),
    "monitoring:consent_withdraw": Writing("operator"),
    "monitoring:desk_agree": Writing("operator", prepare=propose_session_minutes),
    "monitoring:desk_agree_problem": Writing("province", {"due_on": lambda: day(9)}, prepare=run_the_session),
    "monitoring:settle_figure": Writing("operator", {"right": "REGISTER"}),
    "monitoring:problem_step": Writing("operator", {"text": "Rangka lapuk"}),
    "monitoring:problem_escalate": Writing("operator", {"level": "PROVINCE"}),
    "monitoring:desk_available": Writing("operator"),
    "monitoring:desk_decide": Writing(
        "province", {"owner_name": "Ketua RT"}, run_the_session, page="monitoring:desk_session"
    ),
    "monitoring:desk_hours": Writing("province", {"minutes": "45"}, page="monitoring:desk"),
    "monitoring:desk_invite": Writing("province", prepare=plan_the_desk),
    "monitoring:desk_minutes": Writing(
        "province", {"text": "Disepakati bersama."}, write_the_session_minutes, page="monitoring:desk_session"
    ),
    "monitoring:desk_move": Writing("province", prepare=plan_the_desk),
    "monitoring:desk_presence": Writing("province", prepare=run_the_session, page="monitoring:desk_session"),
    "monitoring:desk_problem": Writing("province", prepare=run_the_session),
    "monitoring:desk_propose": Writing("province", prepare=write_the_session_minutes),
    "monitoring:desk_remark": Writing("province", prepare=run_the_session, page="monitoring:desk_session"),
    "monitoring:desk_remark_remove": Writing("province", prepare=write_remark),
    "monitoring:desk_room": Writing("province", {"name": "Ruang baru"}),
    "monitoring:desk_rooms": Writing("province", {"name": "Ruang lain"}, page="monitoring:desk"),
    "monitoring:desk_save": Writing("province", prepare=clear_desk),
    "monitoring:desk_start": Writing("province", prepare=open_the_turn),
    "monitoring:desk_unavailable": Writing("operator", {"reason": "Hari jadi"}, page="monitoring:desk"),
    "monitoring:openings": Writing("province", {"reason": "Surat tugas 7"}, name_operator),
    "monitoring:disclose": Writing("operator", {"purpose": "LOAN", "case": "Berkas 12/KPR"}),
    "monitoring:estate_edit": Writing("operator", {"notes": "Dicat ulang"}),
    "monitoring:estate_new": Writing("operator", {"name": "Rusunawa Baru"}),
    "monitoring:facilities": Writing("operator", {"water-is_present": "yes"}),
    "monitoring:hand_over_advance": Writing("operator"),
    "monitoring:hand_over_back": Writing("operator", prepare=advance_the_hand_over),
    "monitoring:hand_over_begin": Writing("operator", {"path": "GRANT", "on": lambda: day(0)}),
    "monitoring:hand_over_edit": Writing("operator", {"recipient": "Pemkot"}),
    "monitoring:household_edit": Writing("operator", {"occupation": "Buruh"}),
    "monitoring:member_edit": Writing("operator", {"name": "Siti Uji"}),
    "monitoring:member_new": Writing("operator"),
    "monitoring:move_in": Writing("operator", {"started_on": lambda: day(0)}, query="?hunian={estate}"),
    "monitoring:objection": Writing("operator", {"kind": "OBJECTION"}, name_programme),
    "monitoring:objection_answer": Writing("operator"),
    "monitoring:obstacle": Writing("operator", {"obstacle": "Sengketa"}),
    "monitoring:obstacle_clear": Writing("operator", prepare=block_hand_over),
    "monitoring:papers": Writing("operator", prepare=name_paper),
    "monitoring:problem_edit": Writing("operator", {"title": "Atap bocor di lantai 4"}),
    "monitoring:problem_new": Writing("operator", {"title": "Pompa mati"}, name_estate),
    "monitoring:problem_note": Writing("operator", page="monitoring:problem"),
    "monitoring:problem_reopen": Writing("operator", prepare=solve_problem),
    "monitoring:problem_resolve": Writing("operator"),
    "monitoring:problem_start": Writing("operator"),
    "monitoring:profile": Writing("operator", {"occupied": "70"}),
    "monitoring:profile_return": Writing("province", prepare=submit_profile),
    "monitoring:profile_settle": Writing("operator", prepare=make_conflict),
    "monitoring:profile_submit": Writing("operator", prepare=fill_the_profile),
    "monitoring:recompute": Writing("operator", prepare=end_recomputation),
    "monitoring:refer": Writing("operator", prepare=take_off_list),
    "monitoring:referral_answer": Writing("operator"),
    "monitoring:referral_enter": Writing("operator", prepare=add_ready_household),
    "monitoring:referral_file": Writing("operator"),
    "monitoring:referral_new": Writing("operator"),
    "monitoring:referral_remove": Writing("operator"),
    "monitoring:referral_send": Writing("operator"),
    "monitoring:round_close": Writing("province", prepare=put_round(RoundState.DESK)),
    "monitoring:round_edit": Writing("province", {"name": "Monitoring baru"}),
    "monitoring:round_move": Writing("province"),
    "monitoring:round_new": Writing("province"),
    "monitoring:round_open": Writing("province", prepare=prepare_round),
    "monitoring:round_participants": Writing("province"),
    "monitoring:stay_dues": Writing("operator", {"arrears": "150000"}),
    "monitoring:stay_end": Writing("operator", {"ended_on": lambda: day(0)}),
    "monitoring:stay_extend": Writing("operator", {"ends_on": lambda: day(400)}),
    "monitoring:stay_move": Writing("operator", {"moved_on": lambda: day(0)}, prolong_stay),
    "monitoring:tariff_new": Writing("operator"),
    "monitoring:unit_edit": Writing("operator", {"unit_type": "36"}),
    "monitoring:units_add": Writing("operator", {"first": "301"}),
    "problems-list": Writing(
        "operator",
        {"category": "BUILDING", "title": "Pompa mati", "found_on": lambda: day(0)},
        name_estate,
        is_json=True,
    ),
    "problems-resolve": Writing("operator", {"proof": "Diganti.", "resolved_on": lambda: day(0)}, is_json=True),
    "problems-start": Writing("operator", is_json=True),
    "profiles-save": Writing("operator", prepare=build_saving, is_json=True),
}
WRITINGS = CLINICS | AGENCIES


def prepare_writing(house: House, door: Door) -> tuple[House, Client, Values]:
    """A copy of the house in which it can be done, the browser that does it, and what it sends beside the form."""
    writing, own = WRITINGS[door.name], copy.copy(house)
    own.keys = dict(house.keys)
    client = house.open_browser(writing.role)
    more = writing.prepare(own, client) if writing.prepare else None
    return own, client, {**writing.values, **(more or {})}


def build_address(house: House, door: Door) -> str:
    return house.build_address(door) + WRITINGS[door.name].query.format_map(house.keys)


def read_form(house: House, door: Door, client: Client) -> Values:
    """What the form that leads here would send as it stands, filled in where it must be."""
    writing, address = WRITINGS[door.name], build_address(house, door)
    page = DOORS[writing.page] if writing.page else door
    if writing.is_json or page.get[writing.role] == "M":
        return {}
    here = house.build_address(page) if writing.page else address
    answer = client.get(here)
    form = find_form(read_page(answer), here, address) if answer.status_code == 200 else None
    return {} if form is None else fill_form(form)


def call_values(values: Values) -> dict[str, Any]:
    """Functions among the values make what can be sent once only."""
    return {name: value() if callable(value) else value for name, value in values.items()}


def send_values(house: House, door: Door, client: Client, values: Values, key: str = "") -> HttpResponse:
    """Send the form or the request, with that key of its own."""
    address, sent, headers = build_address(house, door), call_values(values), {}
    if key and address.startswith("/api/"):
        headers[HEADER] = key
    elif key:
        sent[FIELD] = key
    if WRITINGS[door.name].is_json:
        return client.post(address, json.dumps(sent), content_type="application/json", headers=headers)
    return client.post(address, sent, headers=headers)
