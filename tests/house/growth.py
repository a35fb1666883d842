"""More rows of everything that a list shows, so that a list of many can be held against a list of few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from clinics.models import PublishedFigure
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.counter.assistance.enums import AssistanceKind
from consultations.counter.assistance.models import Assistance, SiteVisit
from consultations.counter.assistance.services import correct_assistance
from consultations.counter.enums import AmendmentKind, Outcome
from consultations.counter.models import Amendment, Consultation
from consultations.counter.promises.services import finish_promise
from consultations.counter.services.record import close_consultation
from consultations.people.models.person import Person
from consultations.people.services import merge_people
from consultations.satisfaction.enums import CommentKind
from krs_portal.accounts.models import User
from krs_portal.files import services as files
from krs_portal.imports.enums import RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.about import About
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office
from krs_portal.referrals.models import Partner
from krs_portal.reports.services import request_report
from monitoring.desk.models import DeskSession, Remark, Unavailability
from monitoring.occupants.enums import ConsentPurpose
from monitoring.occupants.models import Consent, Household, Member
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.models import Assessment, Programme, Referral, ReferralList
from monitoring.register.attachments import ESTATE
from monitoring.register.handover.enums import HandOverPath
from monitoring.register.handover.models import HandOver
from monitoring.register.models import Estate, Unit
from monitoring.rounds.models import Participant, Round
from tests.clinic_world import help_house
from tests.factories import clinics, consultations, monitoring, offices, outbox, referrals
from tests.factories import files as file_factory
from tests.factories import imports as import_factory
from tests.house.doors import House

numbers = count(1)


def grow_clinics(house: House, more: int) -> None:
    """So many offices with what they count, and of everything that the balai JAW3 lists."""
    now, keys = timezone.now(), house.keys
    officer, evaluator = house.people["officer"], house.people["evaluator"]
    balai = Office.objects.get(code=keys["office"])
    booked = Attendance.objects.get(pk=keys["attendance"])
    published = PublishedFigure.objects.get(pk=keys["published"])
    place, record = booked.slot.place, Consultation.objects.get(pk=keys["consultation"])
    session = consultations.slot(place, 2 * more, now + timedelta(hours=1, minutes=next(numbers)), SlotKind.GROUP)
    for number in range(more):
        other = offices.balai(f"UJI{next(numbers):03}")
        clinics.target(other, by=evaluator)
        clinics.place(other)
        clinics.entry(other)
        clinics.entry(balai)
        for state in (AttendanceState.BOOKED, AttendanceState.WAITING, AttendanceState.IN_SERVICE):
            own = consultations.slot(place, 1, now + timedelta(hours=2, minutes=next(numbers)))
            coming = consultations.attendance(own, state, phone=f"+62813{next(numbers):08}", arrived_at=now)
        consultations.attendance(session, phone=f"+62813{next(numbers):08}")
        draft = consultations.consultation(balai, officer, house=consultations.house(f"Jl. Uji {next(numbers)}"))
        draft.topics.add(consultations.topic("struktur"))
        someone = consultations.person(balai, phone=f"+62814{next(numbers):08}")
        Person.objects.filter(pk=someone.pk).update(born_on=date(1980, 1, 5))
        double = consultations.person(balai, phone="+6281234567890")  # may be the one in whose page one looks
        merge_people(kept=Person.objects.get(pk=keys["someone"]), other=double, by=officer, at=now)
        consultations.consultation(balai, officer, person=someone, house=draft.house)
        consultations.consultation(balai, officer, person=double, house_id=keys["house"])
        closed = consultations.consultation(balai, officer, attendance=coming)
        close_consultation(consultation=closed, outcome=Outcome.ADVISED, by=officer, at=now)
        Amendment.objects.create(consultation=record, kind=AmendmentKind.CORRECTED, reason="Uji", made_by=officer)
        grow_assistances(draft, Assistance.objects.get(pk=keys["finished_help"]), officer)
        consultations.promise(record, officer, officer=house.people["head"])
        finish_promise(promise=consultations.promise(record, officer), note="", by=officer, at=now)
        outbox.message(balai)
        partner = referrals.partner(balai, f"Bank {next(numbers):03}")
        programme = referrals.programme(partner)
        referrals.programme(Partner.objects.get(pk=keys["partner"]), f"Program {next(numbers):03}")
        for sends in (True, False):
            referrals.referral(
                balai, officer, programme, key=keys["consultation"], name=f"Siti {next(numbers)}", sends=sends
            )
        consultations.enquiry(balai)
        consultations.survey_answers(balai, 1)
        consultations.survey_answers(other, 12)
        consultations.survey_comment(
            balai, kind=CommentKind.COMPLAINT, reply="Kami perbaiki.", replied_at=now, replied_by=house.people["head"]
        )
        published.pk, published.source = None, f"Surat kabar {next(numbers)}"
        published.save(force_insert=True)
        clinics.exception(clinics.year(2022), other, granted_at=None, granted_by=None, ends_on=None)
        as_at = f"2022-{1 + number % 12:02}-{1 + number % 28:02}"
        request_report(kind="krs-evaluation", params={"year": 2022, "as_at": as_at}, by=evaluator, at=now)


def grow_assistances(draft: Consultation, known: Assistance, officer: User) -> None:
    """Another visit of the one that is opened, another one that is finished for its house, one that runs elsewhere."""
    now, day = timezone.now(), known.finished_on
    SiteVisit.objects.create(
        assistance=known, visited_on=day, officer=officer, finding="Lagi", progress=90, recorded_by=officer
    )
    more = consultations.assistance(known.consultations.get(), officer, kind=AssistanceKind.OTHER)
    help_house(consultations.assistance(draft, officer), more, officer)
    more.refresh_from_db()
    correct_assistance(assistance=more, finished_on=day, result="Dua gambar", reason="Uji", by=officer, at=now)


def grow_agencies(house: House, more: int) -> None:
    """So many estates with people and problems, and of all else that Kota Semarang and the province list."""
    now, keys = timezone.now(), house.keys
    operator, head = house.people["operator"], house.people["province"]
    estate = Estate.objects.get(pk=keys["estate"])
    unit, home = Unit.objects.get(pk=keys["unit"]), Household.objects.get(pk=keys["home"])
    round_ = Round.objects.get(pk=keys["round"])
    guest, session = Participant.objects.get(pk=keys["participant"]), DeskSession.objects.get(pk=keys["session"])
    batch, meeting = Batch.objects.get(pk=keys["batch"]), Meeting.objects.get(pk=keys["meeting"])
    programme = Programme.objects.get(code=keys["programme"])
    semarang, province = estate.office, round_.office
    for _each in range(more):
        number = next(numbers)
        at = now + timedelta(days=4, hours=number)
        other = monitoring.local(province, f"33.{100 + number}", f"Uji {number}")
        new = monitoring.estate(semarang)
        block = monitoring.listed_block(new, units=1)
        family = monitoring.tenancy(block.units.get()).household
        Unit.objects.create(block=unit.block, number=f"{900 + number}")
        Member.objects.create(household=home, name=f"Anggota {number}", relation="CHILD")
        consent = Consent.objects.create(
            household=family, purpose=ConsentPurpose.PROGRAMME, text_version="1", given_on=now.date(),
            recorded_by=operator,
        )  # fmt: skip
        Assessment.objects.create(
            household=family, programme=programme, as_at=now.date(), computed_at=now, verdict="READY"
        )
        Objection.objects.create(household=family, programme=programme, text="Salah hitung", received_by=operator)
        listed = ReferralList.objects.create(
            programme=programme, office=semarang, recipient=f"Bank {number}", created_by=operator
        )
        for list_ in (listed.pk, keys["list"]):
            Referral.objects.create(list_id=list_, household=family, consent=consent)
        monitoring.problem(estate)
        monitoring.problem(new)
        HandOver.objects.create(estate=new, path=HandOverPath.GRANT)
        monitoring.round_of(province)
        profile = monitoring.profile(round_, new)
        monitoring.session(monitoring.participant(round_, other), at=at, room=f"Ruang {number}")
        Unavailability.objects.create(
            participant=guest, day_on=round_.desk_ends_on + timedelta(days=number), reason="Hari jadi"
        )
        Remark.objects.create(session=session, profile=profile, text="Cek air", said_by=head)
        meetings.invite_guest(meeting=meeting, office=other, by=head, at=now)
        meetings.record_decision(
            meeting=meeting, text=f"Uji {number}", owner_office=semarang, due_on=now.date(), by=head, at=now
        )
        meetings.plan_meeting(
            office=province, title=f"Rapat {number}", place="Aula", starts_at=at, ends_at=at + timedelta(hours=1),
            by=head, at=now,
        )  # fmt: skip
        batch.rows.create(number=100 + number, state=RowState.NEEDS_CORRECTION)
        import_factory.uploaded(semarang, operator)
        files.attach_file(
            file=file_factory.upload(file_factory.picture(number, 20)), about=About(ESTATE, str(estate.pk)),
            office=semarang, by=operator, at=now,
        )  # fmt: skip


GROWTH: dict[str, Callable[[House, int], None]] = {"clinics": grow_clinics, "agencies": grow_agencies}
