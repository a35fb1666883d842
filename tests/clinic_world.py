"""One of everything in the balai JAW3, and somebody of every role around it."""

from datetime import timedelta

from django.utils import timezone

from clinics.enums import Measure
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter.assistance import services as assistance
from consultations.counter.enums import Outcome
from consultations.counter.lobby import SCREENS
from consultations.counter.models import Consultation
from consultations.counter.review.services import set_review
from consultations.counter.services.record import close_consultation
from consultations.evaluation.trials.enums import OncePer
from consultations.evaluation.trials.services import try_rule
from consultations.satisfaction import links
from krs_portal.kit.clock import day_of, today
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.referrals.enums import ReferralState
from krs_portal.referrals.links import sign_referral
from krs_portal.referrals.services import answer_referral
from krs_portal.reports.models import File, Reconciliation
from krs_portal.reports.services import request_report
from tests.factories import access, clinics, consultations, facts, offices, outbox, referrals, rights

# nobody, officer and head of the balai, officer of another balai, evaluator, operator of a local agency, auditor, admin
ROLES = ["nobody", "officer", "head", "stranger", "evaluator", "operator", "auditor", "admin"]


def world():
    """People by role, and the key of one row of every kind that an address can name."""
    ministry, balai = offices.directorate("DIT-RS"), offices.balai("JAW3")
    agency = offices.office("SMG", OfficeKind.LOCAL_AGENCY)
    people = {
        "nobody": None,
        "officer": offices.officer(balai),
        "head": offices.head(balai),
        "stranger": offices.officer(offices.balai("JAW4")),
        "evaluator": offices.evaluator(ministry),
        "operator": offices.member(Role.OPERATOR, agency),
        "auditor": offices.member(Role.AUDITOR, ministry),
        "admin": offices.member(Role.ADMIN, ministry),
    }
    consultations.account()
    consultations.survey_answers(balai, 12)
    target = clinics.target(balai, by=people["evaluator"])
    place = clinics.place(balai)
    slot = consultations.slot(place, seats=9, starts_at=later_today())
    booked = consultations.attendance(slot)
    for phone, state in (("+628120000001", AttendanceState.WAITING), ("+628120000002", AttendanceState.IN_SERVICE)):
        consultations.attendance(slot, state, phone=phone, arrived_at=timezone.now())
    counted = clinics.entry(balai)
    sent_month, returned_month = clinics.month(balai, 6, "SUBMITTED"), clinics.month(balai, 7, "RETURNED")
    someone, double = (consultations.person(balai, phone="+6281234567890") for _ in range(2))
    house, same_house = (consultations.house(f"Jl. Kenanga {number}1") for number in "ab")
    for of_person, of_house in ((someone, house), (double, same_house)):
        consultations.consultation(balai, people["officer"], person=of_person, house=of_house)
    helped = Consultation.objects.get(house=house)
    planned, running, finished = (
        consultations.assistance(helped, people["officer"], kind=kind) for kind in ("COST_PLAN", "STRUCTURE", "DESIGN")
    )
    site_visit = help_house(running, finished, people["officer"])
    visit = consultations.attendance(slot, AttendanceState.IN_SERVICE, phone="+628120000003", arrived_at=timezone.now())
    set_review(office=balai, is_wanted=True, by=people["head"], at=timezone.now())
    facts.fact_form()
    closed = close_consultation(
        consultation=consultations.consultation(balai, people["officer"], attendance=visit),
        outcome=Outcome.ADVISED,
        by=people["officer"],
        at=timezone.now(),
    )
    promise = consultations.promise(closed, people["head"], officer=people["officer"])
    partner = referrals.partner(balai)
    programmes = [referrals.programme(partner, name) for name in ("KPR Uji", "KUR Uji", "Hibah Uji", "Izin Uji")]
    sent, refused = (referrals.referral(balai, people["officer"], to, key=closed.pk) for to in programmes[:2])
    draft = referrals.referral(balai, people["officer"], programmes[2], key=closed.pk, sends=False)
    answer_referral(
        referral=refused, answer=ReferralState.DECLINED, reason="Kuota habis.", by=people["officer"], at=timezone.now()
    )
    revision = request_report(
        kind="krs-evaluation",
        params={"year": 2022, "as_at": "2022-12-05"},
        by=people["evaluator"],
        at=timezone.now(),
    )
    evaluation = consultations.evaluation_meeting(target.period, people["evaluator"], balai)
    return people, {
        "evaluation": evaluation.meeting_id,
        "attendance": booked.pk,
        "reference": booked.reference,
        "slot": slot.pk,
        "class": make_class(place).pk,
        "consultation": closed.pk,
        "open_consultation": consultations.consultation(balai, people["officer"]).pk,
        "promise": promise.pk,
        "planned_help": planned.pk,
        "running_help": running.pk,
        "finished_help": finished.pk,
        "site_visit": site_visit.pk,
        "someone": someone.pk,
        "double": double.pk,
        "house": house.pk,
        "same_house": same_house.pk,
        "target": target.pk,
        "period": target.period.pk,
        "published": clinics.published(1806).pk,
        "chart": "tahun",
        "chart_form": "csv",
        "saved_page": "kisi",
        "saved_view": clinics.saved_view(people["head"]).pk,
        "exception": clinics.exception(target.period, balai, granted_at=None, granted_by=None, ends_on=None).pk,
        "month": f"{sent_month.starts_on:%Y-%m}",
        "month_step": "terima",
        "month_entry": counted.pk,
        "office_month": sent_month.pk,
        "remark": clinics.remark(returned_month).pk,
        "screen": SCREENS.sign_object(place.pk),
        "place": place.pk,
        "office": balai.code,
        "token": "0" * 32,  # nobody's
        "topic": booked.topic.code,
        "enquiry": consultations.enquiry(balai).pk,
        "survey": links.build_survey_link(consultations.survey_link(booked)).split("/")[-2],
        "tablet": links.build_tablet_path(place, today(balai.time_zone)).split("/")[-2],
        "comment": consultations.survey_comment(balai).pk,
        "indicator": "layanan",
        "trial": try_rule(
            indicator=clinics.indicator(),
            period=target.period,
            measure=Measure.PERSON,
            outcomes=["ADVISED"],
            states=["CLOSED"],
            once_per=OncePer.EACH,
            by=people["evaluator"],
            at=timezone.now(),
        ).pk,
        "figure": "layanan.2022.1205.JAW3.realisasi",
        "data_request": rights.data_request(someone, people["officer"]).pk,
        "breach": rights.breach(people["admin"]).pk,
        "subject_kind": "person",
        "whom": "authority",
        "figure_on_paper": "JAW3.persen",
        "code": revision.code,
        "session": access.session(people["officer"]).pk,
        "own_token": access.token(people["officer"]).pk,
        "message": outbox.message(balai).pk,
        "report": revision.report.pk,
        "revision": revision.pk,
        "reconciliation": Reconciliation.objects.create(
            revision=revision, key="total", position=1, label="Jumlah", ours=1808, theirs=1806, source="Surat kabar"
        ).pk,
        "file": File.objects.create(
            revision=revision, format="PDF", name="laporan.pdf", sha256="0" * 64, size=1, content=b"%"
        ).pk,
        "format": "pdf",
        "partner": partner.pk,
        "programme": programmes[3].pk,
        "referral": sent.pk,
        "draft_referral": draft.pk,
        "refused_referral": refused.pk,
        "referral_kind": "consultation",
        "referral_token": sign_referral(sent),
    }


def later_today():
    """In an hour; after 23.00 that is tomorrow, and the counter shows today's people: then at once."""
    later = timezone.now() + timedelta(hours=1)
    return later if day_of(later) == today() else timezone.now()


def help_house(running, finished, by):
    """One assistance is under way; another was visited, made the house better and is finished."""
    day, at = today(running.office.time_zone), timezone.now()
    assistance.start_assistance(assistance=running, started_on=day, by=by, at=at)
    found = {"finding": "Atap terpasang", "progress": 80, "officer": by}
    visit = assistance.record_visit(assistance=finished, visited_on=day, by=by, at=at, **found)
    states = {"before": {"ROOF": "STRUCTURE"}, "after": {"ROOF": "GOOD"}}
    assistance.record_improvement(assistance=finished, seen_on=day, witness=by, note="", by=by, at=at, **states)
    assistance.finish_assistance(assistance=finished, finished_on=day, result="Gambar", by=by, at=at)
    return visit


def make_class(place):
    """A group session of today, for which somebody has booked."""
    made = consultations.slot(place, seats=9, starts_at=clinics.earlier_today(minutes=1), kind=SlotKind.GROUP)
    made.topic, made.title = consultations.topic(), "Kelas RAB"
    made.save()
    consultations.attendance(made, name="Ayu", phone="+6281200000010", booked_on=made.day)
    return made
