"""A desk session of 2021 with its remarks and agreed minutes, and a timetable for the open round."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from krs_portal import demo
from krs_portal.accounts.models import User
from krs_portal.kit.about import About
from krs_portal.meetings import codes
from krs_portal.meetings import services as meetings
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Agreement, Invitation, Meeting, Minutes
from krs_portal.offices.models import Office
from monitoring.desk import comparison, letters, timetable
from monitoring.desk.models import DeskSession, Remark, Unavailability
from monitoring.desk.services import planning as desk
from monitoring.rounds.enums import RoundState
from monitoring.rounds.models import Round

SAID = [
    ("occupied", "Penghuni baru masuk sesudah pendataan bulan Juni; daftar nama dilampirkan."),
    ("broken_units", "Unit rusak di lantai dasar menunggu perbaikan pipa."),
    ("", "Foto bangunan terbaru sudah diserahkan saat desk."),
    ("condition", "Diperiksa bersama pengelola sebulan sebelum desk."),
]
DECIDED = [
    ("Melengkapi dokumen BAST hibah dan menyampaikannya kepada dinas provinsi", date(2021, 10, 29)),
    ("Menyusun jadwal perbaikan unit rusak beserta kebutuhan anggarannya", date(2021, 11, 30)),
    ("Menyampaikan daftar penghuni yang melewati masa sewa terlama", None),
]


def load_desk(moment: datetime) -> None:
    head = User.objects.get(email=f"provinsi@{demo.DOMAIN}")
    operator = User.objects.get(email=f"kabkota@{demo.DOMAIN}")
    session = DeskSession.objects.select_related(
        "participant__round__office__region", "participant__round__form", "participant__office__region", "room"
    ).get(participant__office__code="DINAS-33-74", participant__round__data_as_at=date(2020, 12, 31))
    write_agreed_session(session, head, operator)
    plan_open_desk(Round.objects.get(state=RoundState.COLLECTING), head, moment)


def write_agreed_session(session: DeskSession, head: User, operator: User) -> None:
    """Creates the session's records directly, because the services would send letters about August 2021."""
    hosts, guests = session.participant.round.office, session.participant.office
    session.meeting = meeting = create_held_meeting(session, hosts, guests, head)
    for number, talk in enumerate(comparison.list_estate_talks(session)[: len(SAID)]):
        field, text = SAID[number]
        Remark.objects.create(
            session=session, profile=talk.profile, field=field, text=text, said_by=(head, operator)[number % 2],
            said_at=session.starts_at + timedelta(minutes=10 + 7 * number),
        )  # fmt: skip
    for text, due_on in DECIDED:
        meetings.record_decision(
            meeting=meeting, text=text, owner_office=guests, due_on=due_on, by=head, at=session.ends_at
        )
    minutes = Minutes.objects.create(
        meeting=meeting, text=letters.compose_minutes(letters.build_berita_acara(session)), state=MinutesState.PROPOSED,
        written_at=session.ends_at, written_by=head, proposed_at=session.ends_at, proposed_by=head,
    )  # fmt: skip
    for number, (office, user) in enumerate(((hosts, head), (guests, operator)), start=1):
        side = Agreement(minutes=minutes, office=office, version=1, asked_at=session.ends_at)
        side.save()
        side.agreed_at, side.agreed_by = session.ends_at + timedelta(minutes=5 * number), user
        side.code = codes.compute_agreement_code(side)
        side.save()
    minutes.state = MinutesState.AGREED
    minutes.save()
    session.meeting = Meeting.objects.get(pk=meeting.pk)
    session.record = letters.freeze_berita_acara(session)
    session.save()


def create_held_meeting(session: DeskSession, hosts: Office, guests: Office, head: User) -> Meeting:
    meeting = meetings.plan_meeting(
        office=hosts,
        kind=desk.DESK,
        title=f"Desk {session.participant.round}: {guests.region}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.room.name,
        agenda=str(desk.AGENDA),
        about=About(desk.ABOUT, str(session.pk)),
        by=head,
        at=session.starts_at - timedelta(days=10),
    )
    for office in (guests, hosts):
        Invitation.objects.create(
            meeting=meeting, office=office, invited_at=session.starts_at - timedelta(days=9), invited_by=head
        )
    people = [
        (hosts, "Agus Prasetyo", "Kepala Dinas"),
        (hosts, "Dewi Lestari", "Kepala Bidang Perumahan"),
        (guests, "Siti Rahmawati", "Operator Data Perumahan"),
        (guests, "Bambang Nugroho", "Kepala UPTD Rumah Sewa"),
    ]
    for office, name, position in people:
        meetings.record_attendance(
            meeting=meeting, name=name, position=position, office=office, by=head, at=session.starts_at
        )
    meeting.refresh_from_db()
    return meeting


def plan_open_desk(round_: Round, head: User, moment: datetime) -> None:
    """Plan the open round's desk without inviting anybody; one kab/kota is unavailable on the first day."""
    for number in (1, 2):
        round_.rooms.create(name=f"Ruang Virtual {number}", link=f"https://rapat.{demo.DOMAIN}/desk-{number}")
    absent = round_.participants.order_by("office__region__code").first()
    days = timetable.list_desk_days(round_)
    if absent and days:
        Unavailability.objects.create(participant=absent, day_on=days[0], reason="Rapat paripurna DPRD")
    desk.plan_desk(round_=round_, by=head, at=moment)
