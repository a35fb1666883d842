"""One of everything in the agency of Kota Semarang, and somebody of every role around it."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from krs_portal.files import services as files
from krs_portal.imports import services as imports
from krs_portal.imports import tasks
from krs_portal.imports.enums import RowState
from krs_portal.kit.about import About
from krs_portal.kit.clock import today
from krs_portal.kit.loading import load_references
from krs_portal.meetings import services as meetings
from krs_portal.offices.enums import Role
from monitoring.desk.models import Remark, Unavailability
from monitoring.occupants.enums import ConsentPurpose
from monitoring.occupants.models import Consent
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness import reference
from monitoring.occupants.readiness.models import Assessment, Programme, Recomputation, Referral, ReferralList
from monitoring.register.attachments import ESTATE
from monitoring.register.handover.enums import HandOverPath
from monitoring.register.handover.models import HandOver
from monitoring.register.imports.kind import KIND
from monitoring.rounds.enums import ProfileState, RoundState
from tests.factories import files as file_factory
from tests.factories import imports as import_factory
from tests.factories import monitoring, offices

# nobody, operator of the kab/kota, operator of another one below the same province, head of the province, head of
# another province, evaluator and auditor of the ministry, officer of a clinic, administrator
ROLES = ["nobody", "operator", "neighbour", "province", "elsewhere", "evaluator", "auditor", "clinic", "admin"]


def people():
    ministry, province = offices.directorate("DIT-RS"), monitoring.province()
    semarang, surakarta = monitoring.local(province), monitoring.local(province, "33.72", "Surakarta")
    found = {
        "nobody": None,
        "operator": monitoring.operator(semarang),
        "neighbour": monitoring.operator(surakarta),
        "province": offices.head(province),
        "elsewhere": offices.head(monitoring.province("35", "Jawa Timur")),
        "evaluator": offices.evaluator(ministry),
        "auditor": offices.member(Role.AUDITOR, ministry),
        "clinic": offices.officer(offices.balai("JAW3")),
        "admin": offices.member(Role.ADMIN, ministry),
    }
    return found, province, semarang


def world():
    """People by role, and the key of one row of every kind that an address can name."""
    who, province, semarang = people()
    now = timezone.now()
    operator, head = who["operator"], who["province"]
    estate = monitoring.estate(semarang)
    block = monitoring.listed_block(estate)
    unit = block.units.first()
    stay = monitoring.tenancy(unit)
    home = stay.household
    consent = Consent.objects.create(
        household=home, purpose=ConsentPurpose.PROGRAMME, text_version="1", given_on=now.date(), recorded_by=operator
    )
    load_references([reference.REFERENCE], today())
    programme = Programme.objects.get(code="kpr-flpp")
    Assessment.objects.create(household=home, programme=programme, as_at=now.date(), computed_at=now, verdict="READY")
    sent = ReferralList.objects.create(programme=programme, office=semarang, recipient="Bank Uji", created_by=operator)
    referral = Referral.objects.create(list=sent, household=home, consent=consent)
    ReferralList.objects.filter(pk=sent.pk).update(sent_at=now, sent_by=operator)
    open_list = ReferralList.objects.create(
        programme=programme, office=semarang, recipient="Bank Lain", created_by=operator
    )
    round_ = monitoring.round_of(
        province, state=RoundState.COLLECTING, opened_at=now, opened_by=head, desk_starts_on=now.date(),
        desk_ends_on=now.date() + timedelta(days=9),
    )  # fmt: skip
    guest = monitoring.participant(round_, semarang)
    profile = monitoring.profile(round_, estate)
    told = monitoring.profile(monitoring.round_of(province), estate, occupied=79, state=ProfileState.SUBMITTED)
    session = monitoring.session(guest, at=now + timedelta(days=2))
    meeting = meetings.plan_meeting(
        office=province, title="Rapat uji", place="Aula", starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=3, hours=1), by=head, at=now,
    )  # fmt: skip
    invitation = meetings.invite_guest(meeting=meeting, office=semarang, by=head, at=now)
    decision = meetings.record_decision(
        meeting=meeting, text="Perbaiki atap", owner_office=semarang, due_on=now.date(), by=head, at=now
    )
    batch = imports.upload_batch(
        kind=KIND, office=semarang, file_name="uji.xlsx", content=import_factory.sheet(), by=operator, at=now
    )
    tasks.run_batch_check(batch.pk)
    photo = files.attach_file(
        file=file_factory.upload(file_factory.picture()), about=About(ESTATE, str(estate.pk)),
        office=semarang, by=operator, at=now,
    )  # fmt: skip
    keys = {
        "estate": estate.pk,
        "block": block.pk,
        "unit": unit.pk,
        "stay": stay.pk,
        "home": home.pk,
        "member": home.members.first().pk,
        "consent": consent.pk,
        "objection": Objection.objects.create(
            household=home, programme=programme, text="Salah hitung", received_by=operator
        ).pk,
        "recomputation": Recomputation.objects.create(
            office=semarang, as_at=now.date(), requested_at=now, requested_by=operator, moved_at=now
        ).pk,
        "programme": programme.code,
        "list": open_list.pk,
        "sent_list": sent.pk,
        "referral": referral.pk,
        "open_referral": Referral.objects.create(list=open_list, household=home, consent=consent).pk,
        "round": round_.pk,
        "participant": guest.pk,
        "profile": profile.pk,
        "told": told.pk,
        "occupied": "occupied",
        "session": session.pk,
        "room": session.room_id,
        "unavailability": Unavailability.objects.create(
            participant=guest, day_on=round_.desk_ends_on, reason="Hari jadi"
        ).pk,
        "remark": Remark.objects.create(session=session, profile=profile, text="Cek air", said_by=head).pk,
        "problem": monitoring.problem(estate).pk,
        "handed_over": HandOver.objects.create(
            estate=monitoring.estate(semarang, name="Rusunawa Z"),
            path=HandOverPath.GRANT,  # after the other in lists
        ).estate_id,
        "meeting": meeting.pk,
        "invitation": invitation.pk,
        "decision": decision.pk,
        "batch": batch.pk,
        "row": batch.rows.create(number=2, state=RowState.NEEDS_CORRECTION).pk,
        "photo": photo.key,
        "uuid": uuid4(),
        "token": "nobody's",
        "estates": "estates",
        "xlsx": "xlsx",
        "desk": "desk",
        "about": ESTATE,
    }
    return who, keys
