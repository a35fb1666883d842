import uuid
from datetime import time, timedelta
from typing import Any

from django.db.models import F

from monitoring.desk.models import DeskRoom, DeskSession, ProblemAgreement, Unavailability
from monitoring.occupants.enums import ConsentPurpose, ObjectionKind, ObjectionState
from monitoring.occupants.models import Consent, DisclosureRelease, Household, Member, Tenancy
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.enums import CriterionKind, ReferralAnswer, Verdict
from monitoring.occupants.readiness.models import (
    Assessment,
    Criterion,
    IncomeLimit,
    Programme,
    Recomputation,
    Referral,
    ReferralList,
)
from monitoring.problems.enums import ClockUnit, ProblemState, ProblemStep, Severity
from monitoring.problems.models import Problem, ProblemClock
from monitoring.register.enums import FacilityKind, TariffBand
from monitoring.register.handover.enums import HandOverPath, HandOverState, PaperSide
from monitoring.register.handover.models import HandOver, HandOverPaper, HandOverStep
from monitoring.register.models import Block, Estate, Facility, Tariff, Unit, Wage
from monitoring.rounds.backlog import BacklogFigure
from monitoring.rounds.disagreements import FigureSettlement
from monitoring.rounds.enums import BacklogKind, EntryState, FigureSource, ProfileState, RoundState
from monitoring.rounds.models import Participant, Profile, ProfileEntry, Round
from tests.constraints.breaches import AFTER, BEFORE, FAR_OFF, LONG_AGO, MOMENT, Breach, changed, repeated
from tests.factories import monitoring, offices

ON = MOMENT.date()


def someone(row: Any = None) -> Any:
    return offices.evaluator()


# The register


def estate() -> Estate:
    return monitoring.estate(monitoring.province(), units=None)


def block() -> Block:
    return monitoring.estate(monitoring.province()).blocks.get()


def listed_block() -> Block:
    return monitoring.listed_block(estate())


def unit() -> Unit:
    return listed_block().units.first()


def facility() -> Facility:
    return Facility.objects.create(estate=estate(), kind=FacilityKind.WATER, is_present=True, is_working=True)


def wage() -> Wage:
    return Wage.objects.create(region=offices.region(), year=2022, amount=1_812_935, source="Uji")


def tariff() -> Tariff:
    return Tariff.objects.create(
        estate=estate(), valid_from=ON, band=TariffBand.LOWER_UPKEEP, operating_cost=1, upkeep_cost=1, units=1, amount=1
    )


# Occupants


def household() -> Household:
    return monitoring.household(estate())


def member() -> Member:
    return household().members.get()


def child_with_nik() -> Member:
    return Member.objects.create(household=household(), name="Anak Uji", nik_lookup="0" * 64)


def tenancy() -> Tenancy:
    return monitoring.tenancy(unit())


def consent() -> Consent:
    return Consent.objects.create(
        household=household(), purpose=ConsentPurpose.PROGRAMME, text_version="1", given_on=ON, recorded_by=someone()
    )


# Problems and the hand-over


def problem() -> Problem:
    return monitoring.problem(estate())


def hand_over() -> HandOver:
    return HandOver.objects.create(estate=estate(), path=HandOverPath.GRANT)


def step() -> HandOverStep:
    return HandOverStep.objects.create(hand_over=hand_over(), state=HandOverState.SECRETARIAT, entered_on=ON)


def paper() -> HandOverPaper:
    return HandOverPaper.objects.create(hand_over=hand_over(), side=PaperSide.INTERNAL, code="uji")


# Rounds and their desk


def round_() -> Round:
    return monitoring.round_of(monitoring.province())


def participant() -> Participant:
    of = round_()
    return monitoring.participant(of, monitoring.local(of.office))


def other_participant(session: DeskSession) -> Participant:
    of = session.participant.round
    return monitoring.participant(of, monitoring.local(of.office, code="33.75"))


def profile() -> Profile:
    of = round_()
    return monitoring.profile(of, monitoring.estate(of.office))


def entry() -> ProfileEntry:
    return ProfileEntry.objects.create(
        key=uuid.uuid4(), profile=profile(), base_version=0, values={}, state=EntryState.CONFLICT,
        received_at=MOMENT, received_by=someone(),
    )  # fmt: skip


def room() -> DeskRoom:
    return DeskRoom.objects.create(round=round_(), name="Ruang 1")


def unavailability() -> Unavailability:
    return Unavailability.objects.create(participant=participant(), day_on=ON, reason="Pelantikan.")


def session() -> DeskSession:
    return monitoring.session(participant())


# Readiness and referrals


def programme() -> Programme:
    return Programme.objects.create(code="uji", name="Program uji", provider="Uji", source="Uji")


def criterion() -> Criterion:
    return Criterion.objects.create(
        programme=programme(), kind=CriterionKind.NO_ARREARS, text="Tidak menunggak.", source="Uji", valid_from=ON
    )


def income_limit() -> IncomeLimit:
    return IncomeLimit.objects.create(zone=1, single=8_500_000, married=10_000_000, source="Uji", valid_from=ON)


def assessment() -> Assessment:
    return Assessment.objects.create(
        household=household(), programme=programme(), as_at=ON, computed_at=MOMENT, verdict=Verdict.READY
    )


def recomputation() -> Recomputation:
    return Recomputation.objects.create(as_at=ON, requested_at=MOMENT, moved_at=MOMENT)


def objection() -> Objection:
    return Objection.objects.create(
        household=household(), programme=programme(), text="Saya tidak menunggak.", received_by=someone()
    )


def referral_list(office: Any = None) -> ReferralList:
    return ReferralList.objects.create(
        programme=programme(), office=office or monitoring.province(), recipient="Bank uji", created_by=someone()
    )


def referral() -> Referral:
    given = consent()
    of = referral_list(given.household.estate.office)
    return Referral.objects.create(list=of, household=given.household, consent=given)


def sent_referral() -> Referral:
    made = referral()
    ReferralList.objects.filter(pk=made.list_id).update(sent_at=MOMENT, sent_by=F("created_by"))
    return made


def backlog_figure() -> BacklogFigure:
    return BacklogFigure.objects.create(
        kind=BacklogKind.OWNERSHIP, year=2022, value=1, unit="rumah tangga", definition="Uji", source="Uji"
    )


def release() -> DisclosureRelease:
    return DisclosureRelease.objects.create(
        user=someone(), reason="Surat tugas", granted_at=MOMENT, granted_by=someone(), ends_at=AFTER
    )


def settlement() -> FigureSettlement:
    return FigureSettlement.objects.create(
        profile=profile(), field="occupied", profile_value="80", register_value="81", right=FigureSource.PROFILE,
        reason="Uji", settled_at=MOMENT, settled_by=someone(),
    )  # fmt: skip


def problem_clock() -> ProblemClock:
    return ProblemClock.objects.create(
        severity=Severity.LIGHT, step=ProblemStep.LOOK, amount=1, unit=ClockUnit.HOURS, source="Uji", valid_from=ON
    )


def agreement() -> ProblemAgreement:
    of = session()
    return ProblemAgreement.objects.create(
        session=of, problem=monitoring.problem(monitoring.estate(of.participant.office)), agreed_at=MOMENT,
        agreed_by=someone(),
    )  # fmt: skip


ROWS: dict[str, Breach] = {
    "monitoring_agreement_once": repeated(agreement),
    "monitoring_clock_amount": changed(problem_clock, amount=0),
    "monitoring_clock_once": repeated(problem_clock),
    "monitoring_problem_looked_after": changed(problem, looked_on=LONG_AGO),
    "monitoring_settlement_once": repeated(settlement),
    "monitoring_release_ends_later": changed(release, ends_at=BEFORE),
    "monitoring_arrears_known": changed(tenancy, has_arrears=None),
    "monitoring_assessment_once": repeated(assessment),
    "monitoring_backlog_once": repeated(backlog_figure),
    "monitoring_block_counted_once": changed(listed_block, declared_units=4),
    "monitoring_block_name_once": repeated(block),
    "monitoring_block_occupied_fits": changed(block, declared_occupied=F("declared_units") + 1),
    "monitoring_consent_once": repeated(consent),
    "monitoring_consent_withdrawn_by": changed(consent, withdrawn_at=MOMENT),
    "monitoring_criterion_once": repeated(criterion),
    "monitoring_criterion_order": changed(criterion, valid_until=LONG_AGO),
    "monitoring_entry_settled_by": changed(entry, settled_at=MOMENT),
    "monitoring_entry_taken_has_version": changed(entry, state=EntryState.TAKEN),
    "monitoring_estate_budget_order": changed(estate, budget_year_first=2012, budget_year_last=2011),
    "monitoring_estate_code_once": repeated(estate),
    "monitoring_estate_lease_within_limit": changed(estate, lease_years=4, stay_limit_years=3),
    "monitoring_estate_point_in_indonesia": changed(estate, latitude=52, longitude=5, coordinate_quality="OK"),
    "monitoring_estate_point_quality": changed(estate, latitude=-7, longitude=110),
    "monitoring_estate_point_whole": changed(estate, longitude=110),
    "monitoring_facility_absent_works_not": changed(facility, is_present=False),
    "monitoring_facility_once": repeated(facility),
    "monitoring_hand_over_obstacle_dated": changed(hand_over, obstacle="Sertifikat hilang."),
    "monitoring_hand_over_on_its_path": changed(hand_over, state=HandOverState.TRANSFER_DEED),
    "monitoring_household_decile": changed(household, decile=11),
    "monitoring_household_land_size": changed(household, land_width=7),
    "monitoring_household_once": repeated(household),
    "monitoring_lease_order": changed(tenancy, ends_on=F("started_on")),
    "monitoring_limit_once": repeated(income_limit),
    "monitoring_limit_order": changed(income_limit, valid_until=LONG_AGO),
    "monitoring_list_sent_by": changed(referral_list, sent_at=MOMENT),
    "monitoring_member_nik_once": repeated(child_with_nik),
    "monitoring_objection_answered": changed(
        objection, state=ObjectionState.UPHELD, answer="Sudah diperbaiki.", answered_at=MOMENT
    ),
    "monitoring_objection_to_programme": changed(objection, kind=ObjectionKind.CORRECTION),
    "monitoring_one_head_per_household": repeated(member),
    "monitoring_one_home_per_household": repeated(tenancy, unit=lambda row: row.unit.block.units.last()),
    "monitoring_one_recomputation": repeated(recomputation),
    "monitoring_one_step_at_a_time": repeated(step),
    "monitoring_one_tenancy_per_unit": repeated(
        tenancy, household=lambda row: monitoring.household(row.household.estate)
    ),
    "monitoring_paper_once": repeated(paper),
    "monitoring_participant_invited_by": changed(participant, invited_at=MOMENT),
    "monitoring_participant_once": repeated(participant),
    "monitoring_problem_counts_its_returns": changed(problem, occurrence=2),
    "monitoring_problem_order": changed(
        problem, state=ProblemState.RESOLVED, resolved_on=LONG_AGO, proof="Atap diganti."
    ),
    "monitoring_problem_resolved_with_proof": changed(problem, state=ProblemState.RESOLVED, resolved_on=FAR_OFF),
    "monitoring_profile_broken_fits": changed(profile, broken_units=F("units") + 1),
    "monitoring_profile_edited_by": changed(profile, edited_at=MOMENT),
    "monitoring_profile_frozen_by": changed(profile, state=ProfileState.FROZEN, frozen_at=MOMENT),
    "monitoring_profile_frozen_state": changed(profile, state=ProfileState.FROZEN),
    "monitoring_profile_occupied_fits": changed(profile, occupied=F("units") + 1),
    "monitoring_profile_once": repeated(profile),
    "monitoring_profile_returned_why": changed(profile, state=ProfileState.RETURNED),
    "monitoring_profile_submitted_by": changed(profile, submitted_at=MOMENT),
    "monitoring_referral_answered_on": changed(referral, answer=ReferralAnswer.ACCEPTED),
    "monitoring_referral_once": repeated(referral),
    "monitoring_room_once": repeated(room),
    "monitoring_round_closed_by": changed(round_, state=RoundState.CLOSED, closed_at=MOMENT),
    "monitoring_round_closed_state": changed(round_, state=RoundState.CLOSED),
    "monitoring_round_desk_break": changed(round_, desk_break_until=time(11)),
    "monitoring_round_desk_hours": changed(round_, desk_closes=F("desk_opens")),
    "monitoring_round_desk_minutes": changed(round_, desk_minutes=14),
    "monitoring_round_desk_order": changed(round_, desk_ends_on=LONG_AGO),
    "monitoring_round_filled_before_the_end": changed(round_, fill_until_on=FAR_OFF),
    "monitoring_round_name_once": repeated(round_),
    "monitoring_round_opened_by": changed(round_, opened_at=MOMENT),
    "monitoring_sent_is_frozen": changed(
        sent_referral, household=lambda row: monitoring.household(row.household.estate)
    ),
    "monitoring_session_order": changed(session, ends_at=F("starts_at") - timedelta(hours=1)),
    "monitoring_session_record_of_agreed": changed(session, record={}),
    "monitoring_session_room_once": repeated(session, participant=other_participant),
    "monitoring_stay_order": changed(tenancy, ended_on=LONG_AGO),
    "monitoring_step_order": changed(step, left_on=LONG_AGO),
    "monitoring_tariff_once": repeated(tariff),
    "monitoring_tariff_units": changed(tariff, units=0),
    "monitoring_unavailable_once": repeated(unavailability),
    "monitoring_unit_number_once": repeated(unit),
    "monitoring_verdict_follows": changed(assessment, verdict=Verdict.NOT_YET),
    "monitoring_wage_once_a_year": repeated(wage),
}
