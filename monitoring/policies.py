"""Who may do what in monitoring, as sentences. `None` means yes.

A local agency fills its own estates; the provincial agency does everything in its kab/kota and runs the rounds; the
ministry and auditors read; nobody else comes in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.meetings import policies as meetings
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Invitation
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.reports.enums import Sight
from monitoring.enums import (
    HAND_OVER_PATHS,
    PROBLEM_MOVES,
    ROUND_MOVES,
    ConsentPurpose,
    EntryState,
    HandOverPath,
    HandOverState,
    ObjectionState,
    ProblemState,
    ProfileState,
    RoundState,
    SessionState,
    Verdict,
)
from monitoring.models import (
    Consent,
    DeskSession,
    Estate,
    HandOver,
    Household,
    Objection,
    Participant,
    Problem,
    Profile,
    ProfileEntry,
    Referral,
    ReferralList,
    Round,
    Tenancy,
)

AGENCIES = (OfficeKind.PROVINCIAL_AGENCY, OfficeKind.LOCAL_AGENCY)
FILLING_ROLES = (Role.OPERATOR, Role.OFFICER, Role.HEAD)
READING_ROLES = (Role.EVALUATOR, Role.AUDITOR, Role.ADMIN)


def reads_monitoring(user: Any) -> bool:
    """Whether monitoring is the user's business at all. Asked by the navigation, so remembered on the user."""
    if not hasattr(user, "_reads_monitoring"):
        own = list(Membership.objects.of(user).values_list("office__kind", "role"))
        user._reads_monitoring = bool(getattr(user, "is_superuser", False) and user.is_active) or any(
            kind in AGENCIES or role in READING_ROLES for kind, role in own
        )
    return bool(user._reads_monitoring)


def why_not_read(user: Any) -> str | None:
    if reads_monitoring(user):
        return None
    return _("Monitoring hanya untuk dinas perumahan provinsi dan kab/kota, kementerian, dan auditor.")


def why_not_fill(user: Any, office: Office) -> str | None:
    """Filling in for an agency: its own people, or officers and the head of the provincial agency above it."""
    if office.kind not in AGENCIES:
        return _("Data hunian diisi oleh dinas perumahan provinsi atau kab/kota.")
    if office.pk in known_agencies(user):
        return None
    return _("Hanya dinas perumahan setempat, atau petugas dan kepala dinas provinsinya, yang mengisi data ini.")


def why_not_add_estate(user: Any, office: Office) -> str | None:
    return why_not_fill(user, office)


def why_not_edit_estate(user: Any, estate: Estate) -> str | None:
    return why_not_fill(user, estate.office)


RUNNING_ROLES = (Role.OFFICER, Role.HEAD)
FILLING_STATES = (RoundState.COLLECTING, RoundState.DESK)


def agencies_of(user: Any, kind: OfficeKind, *roles: Role) -> list[int]:
    """The user's own offices of a kind; nobody above counts."""
    own = Membership.objects.of(user).filter(office__kind=kind, role__in=roles)
    return list(own.values_list("office_id", flat=True))


def provinces_run_by(user: Any) -> list[int]:
    return agencies_of(user, OfficeKind.PROVINCIAL_AGENCY, *RUNNING_ROLES)


def field_agencies(user: Any) -> list[int]:
    """The local agencies whose profiles may lie on the user's own device."""
    return agencies_of(user, OfficeKind.LOCAL_AGENCY, *FILLING_ROLES)


def works_in_field(user: Any) -> bool:
    return bool(field_agencies(user))


def why_not_start_round(user: Any) -> str | None:
    if provinces_run_by(user):
        return None
    return _("Putaran dibuat oleh petugas atau kepala dinas provinsi.")


def why_not_run_rounds(user: Any, office: Office) -> str | None:
    """Opening, reminding, returning, closing: the provincial agency whose round it is."""
    if office.pk in provinces_run_by(user):
        return None
    return _("Hanya petugas atau kepala dinas provinsi penyelenggara yang dapat melakukannya.")


def why_not_move_round(user: Any, round_: Round, state: RoundState) -> str | None:
    if refusal := why_not_run_rounds(user, round_.office):
        return refusal
    if state not in ROUND_MOVES[RoundState(round_.state)]:
        return _("Putaran ini sedang pada tahap %(state)s.") % {"state": round_.get_state_display().lower()}
    return None


def why_not_change_round(user: Any, round_: Round) -> str | None:
    """Its days and who takes part."""
    if refusal := why_not_run_rounds(user, round_.office):
        return refusal
    return _("Putaran ini sudah ditutup.") if round_.state == RoundState.CLOSED else None


def why_not_fill_now(round_: Round) -> str | None:
    if round_.state in FILLING_STATES:
        return None
    return _("Profil diisi selama pengisian dan sesi desk; putaran ini %(state)s.") % {
        "state": round_.get_state_display().lower()
    }


def open_profiles(user: Any, round_: Round) -> Q:
    """Those the user may fill in, as a condition: what `why_not_save_profile` allows but for minutes under way."""
    own = Q(round=round_, estate__office__in=known_agencies(user)) & ~Q(state=ProfileState.FROZEN)
    return own & ~Q(state=ProfileState.SUBMITTED) if why_not_run_rounds(user, round_.office) else own


def why_not_fill_round(user: Any, round_: Round) -> str | None:
    """Its profiles as a workbook: for whoever may fill in at least one of them."""
    if refusal := why_not_fill_now(round_):
        return refusal
    if Profile.objects.filter(open_profiles(user, round_)).exists():
        return None
    return _("Tidak ada profil yang dapat Anda isi pada putaran ini.")


def why_not_save_profile(user: Any, profile: Profile) -> str | None:
    """The local agency until it has submitted; the province until the profile is frozen."""
    if refusal := why_not_fill_now(profile.round):
        return refusal
    if profile.state == ProfileState.FROZEN:
        return _("Profil ini sudah disepakati dan dibekukan.")
    if awaits_agreement(profile):
        return _("Berita acara desk sedang menunggu persetujuan; profilnya tidak berubah sementara itu.")
    if not why_not_run_rounds(user, profile.round.office):
        return None
    if profile.state == ProfileState.SUBMITTED:
        return _("Profil ini sudah disampaikan. Minta dinas provinsi mengembalikannya bila perlu diubah.")
    return why_not_edit_estate(user, profile.estate)


def why_not_withdraw_entry(user: Any, entry: ProfileEntry) -> str | None:
    """Taking back what was saved, while nobody has built on it."""
    if refusal := why_not_save_profile(user, entry.profile):
        return refusal
    if entry.state == EntryState.TAKEN and (entry.former is None or entry.made_version == entry.profile.version):
        return None
    if entry.state == EntryState.CONFLICT:
        return None
    return _("Profil ini sudah disimpan lagi sesudahnya.")


def why_not_submit(user: Any, profile: Profile) -> str | None:
    if profile.state == ProfileState.SUBMITTED:
        return _("Profil ini sudah disampaikan.")
    return why_not_save_profile(user, profile)


def why_not_return_profile(user: Any, profile: Profile) -> str | None:
    if refusal := why_not_run_rounds(user, profile.round.office):
        return refusal
    if awaits_agreement(profile):
        return _("Berita acara desk sedang menunggu persetujuan; profilnya tidak berubah sementara itu.")
    return None if profile.state == ProfileState.SUBMITTED else _("Hanya profil yang disampaikan dapat dikembalikan.")


def fills_in_field(user: Any, profile: Profile) -> bool:
    """Whether the profile may lie on the user's own device: that of a local agency, its own estates only."""
    return profile.estate.office_id in field_agencies(user)


def why_not_edit_problem(user: Any, problem: Problem) -> str | None:
    if refusal := why_not_edit_estate(user, problem.estate):
        return refusal
    return _("Masalah ini sudah selesai.") if problem.state == ProblemState.RESOLVED else None


def why_not_move_problem(user: Any, problem: Problem, state: ProblemState) -> str | None:
    if refusal := why_not_edit_estate(user, problem.estate):
        return refusal
    if state not in PROBLEM_MOVES[ProblemState(problem.state)]:
        return _("Masalah ini %(state)s.") % {"state": problem.get_state_display().lower()}
    return None


def known_agencies(user: Any) -> set[int]:
    """The agencies whose occupants the user works with: their own, and as staff of a province those below it."""
    own = list(Membership.objects.of(user).filter(role__in=FILLING_ROLES).values_list("office_id", "role"))
    above = [office for office, role in own if role in RUNNING_ROLES]
    ids = [office for office, _role in own]
    return set(
        Office.objects.filter(Q(pk__in=ids) | Q(parent__in=above), kind__in=AGENCIES).values_list("pk", flat=True)
    )


def why_not_open_data(user: Any, estate: Estate) -> str | None:
    """Seeing specific data of its households, each time for a stated purpose that is written down."""
    if estate.office_id in known_agencies(user):
        return None
    return _("Data ini hanya dibuka oleh dinas pengelola lokasi, atau petugas dan kepala dinas provinsinya.")


def why_not_edit_people(user: Any, estate: Estate) -> str | None:
    if estate.office_id in known_agencies(user):
        return None
    return _("Data penghuni dicatat oleh dinas pengelola lokasi, atau petugas dan kepala dinas provinsinya.")


def why_not_change_stay(user: Any, tenancy: Tenancy) -> str | None:
    """Extending, ending, moving: while they live there."""
    if refusal := why_not_edit_people(user, tenancy.unit.block.estate):
        return refusal
    return None if tenancy.ended_on is None else _("Penghuni ini sudah keluar dari unit tersebut.")


def why_not_withdraw(user: Any, consent: Consent) -> str | None:
    if refusal := why_not_edit_people(user, consent.household.estate):
        return refusal
    return None if consent.withdrawn_at is None else _("Persetujuan ini sudah ditarik.")


def why_not_answer_objection(user: Any, objection: Objection) -> str | None:
    """Somebody other than who wrote it down is not asked for: a small agency may have one officer."""
    if refusal := why_not_edit_people(user, objection.household.estate):
        return refusal
    return None if objection.state == ObjectionState.OPEN else _("Keberatan ini sudah dijawab.")


def why_not_recompute(user: Any, office: Office | None) -> str | None:
    """All households of an office anew; of the nation, only the ministry."""
    if office is not None and office.pk in known_agencies(user):
        return None
    at_ministry = Membership.objects.of(user).filter(
        Q(role=Role.ADMIN) | Q(role=Role.EVALUATOR, office__kind=OfficeKind.DIRECTORATE)
    )
    if office is None and at_ministry.exists():
        return None
    return _("Penilaian ulang diminta oleh dinas untuk wilayahnya, atau oleh kementerian untuk semua.")


def why_not_refer(user: Any, office: Office) -> str | None:
    """Drawing up a list for a programme or bank."""
    if office.pk in known_agencies(user):
        return None
    return _("Daftar usulan disusun oleh dinas yang bersangkutan, atau petugas dan kepala dinas provinsinya.")


def why_not_change_list(user: Any, list_: ReferralList) -> str | None:
    if refusal := why_not_refer(user, list_.office):
        return refusal
    return None if list_.sent_at is None else _("Daftar ini sudah dikirim, jadi isinya tetap.")


def why_not_send_list(user: Any, list_: ReferralList) -> str | None:
    if refusal := why_not_change_list(user, list_):
        return refusal
    return None if list_.referrals.exists() else _("Daftar ini masih kosong.")


def why_not_export_list(user: Any, list_: ReferralList) -> str | None:
    """The file holds specific data: it is made for what was sent, by those who may open it."""
    if refusal := why_not_refer(user, list_.office):
        return refusal
    return None if list_.sent_at is not None else _("Kirim daftarnya lebih dahulu; yang belum dikirim tidak diunduh.")


def why_not_enter_list(user: Any, list_: ReferralList, household: Household) -> str | None:
    """Consent lets the data leave; ready, or not ready according to an assessment the household rightly objected to."""
    if refusal := why_not_change_list(user, list_) or why_not_edit_people(user, household.estate):
        return refusal
    if household.estate.office_id != list_.office_id and household.estate.office.parent_id != list_.office_id:
        return _("Rumah tangga ini di luar wilayah dinas yang menyusun daftar.")
    if not household.consents.filter(purpose=ConsentPurpose.PROGRAMME, withdrawn_at__isnull=True).exists():
        return _("Rumah tangga ini belum menyetujui datanya disampaikan ke program kepemilikan rumah.")
    is_ready = household.assessments.filter(programme=list_.programme_id, verdict=Verdict.READY).exists()
    if is_ready or household.objections.filter(programme=list_.programme_id, state=ObjectionState.UPHELD).exists():
        return None
    return _("Menurut penilaian, rumah tangga ini belum siap untuk program ini.")


def why_not_answer_referral(user: Any, referral: Referral) -> str | None:
    if refusal := why_not_refer(user, referral.list.office):
        return refusal
    return None if referral.list.sent_at is not None else _("Daftar ini belum dikirim, jadi belum ada jawabannya.")


def estates_filled_by(user: Any) -> Q:
    """The estates the user may write about, as a condition: what `why_not_edit_estate` allows."""
    return Q(office__in=known_agencies(user))


def fills_anywhere(user: Any) -> bool:
    return bool(known_agencies(user))


def not_the_writer() -> str:
    return _("Isian ini ditulis dengan akun lain; masuklah dengan akun itu untuk mengirimnya.")


def unknown_version() -> str:
    return _("Isian ini dimulai dari versi yang tidak dikenal. Muat ulang halamannya.")


def somebody_saved_first() -> str:
    return _("Profil ini sudah diubah orang lain sejak Anda mulai. Isian Anda disimpan; pilih isian yang benar.")


def next_state(hand_over: HandOver, step: int) -> HandOverState | None:
    """The state one step on (+1) or back (-1) along the file's own path; None at its ends."""
    path = HAND_OVER_PATHS[HandOverPath(hand_over.path)]
    place = path.index(HandOverState(hand_over.state)) + step
    return path[place] if 0 <= place < len(path) else None


def why_not_move_hand_over(user: Any, hand_over: HandOver, step: int) -> str | None:
    if refusal := why_not_edit_estate(user, hand_over.estate):
        return refusal
    if next_state(hand_over, step) is None:
        if step > 0:
            return _("Serah terima ini sudah selesai.")
        return _("Serah terima ini belum diproses; tidak ada tahap sebelumnya.")
    return None


def sight_of_round_report(user: Any) -> Sight:
    """The provincial agency, administrators and auditors see drafts, too; others in monitoring what is published."""
    if provinces_run_by(user) or Membership.objects.of(user).filter(role__in=(Role.ADMIN, Role.AUDITOR)).exists():
        return Sight.EVERYTHING
    return Sight.PUBLISHED if reads_monitoring(user) else Sight.NOTHING


def why_not_build_round_report(user: Any) -> str | None:
    if provinces_run_by(user):
        return None
    return _("Laporan putaran disusun oleh petugas atau kepala dinas provinsi.")


def why_not_publish_round_report(user: Any) -> str | None:
    """Publishing is the head's word."""
    if agencies_of(user, OfficeKind.PROVINCIAL_AGENCY, Role.HEAD):
        return None
    return _("Laporan putaran diterbitkan oleh kepala dinas provinsi.")


def why_not_plan_desk(user: Any, round_: Round) -> str | None:
    """Rooms, hours, timetable and invitations."""
    if refusal := why_not_change_round(user, round_):
        return refusal
    return _("Buka pengisian putaran lebih dahulu.") if round_.state == RoundState.PREPARING else None


def why_not_state_day(user: Any, participant: Participant) -> str | None:
    """Saying on which day it cannot come: the agency itself until it is invited, the province until the end."""
    if participant.round.state == RoundState.CLOSED:
        return _("Putaran ini sudah ditutup.")
    if not why_not_run_rounds(user, participant.round.office):
        return None
    if refusal := why_not_fill(user, participant.office):
        return refusal
    if is_invited(participant):
        return _("Undangan sesi Anda sudah dikirim. Mintalah dinas provinsi memindahkan sesi bila Anda berhalangan.")
    return None


def is_invited(participant: Participant) -> bool:
    return Invitation.objects.filter(
        meeting__desk_session__participant=participant, office=participant.office_id
    ).exists()


def why_not_move_session(user: Any, session: DeskSession) -> str | None:
    if refusal := why_not_plan_desk(user, session.participant.round):
        return refusal
    return None if session.state == SessionState.PLANNED else _("Sesi ini sudah dimulai.")


def why_not_start_session(user: Any, session: DeskSession, *, at: datetime) -> str | None:
    if refusal := why_not_run_rounds(user, session.participant.round.office):
        return refusal
    if session.state != SessionState.PLANNED:
        return _("Sesi ini sudah dimulai.")
    if session.participant.round.state != RoundState.DESK:
        return _("Putaran ini belum pada tahap sesi desk.")
    if session.meeting is None:
        return _("Sesi ini belum punya rapat; susun jadwalnya lebih dahulu.")
    return meetings.why_not_hold(user, session.meeting, at=at)


def why_not_lead_session(user: Any, session: DeskSession) -> str | None:
    """Attendance, decisions and minutes, while the session runs."""
    if refusal := why_not_run_rounds(user, session.participant.round.office):
        return refusal
    if session.state != SessionState.RUNNING or session.meeting is None:
        return why_not_running(session)
    return meetings.why_not_write(user, session.meeting)


def why_not_propose_session(user: Any, session: DeskSession) -> str | None:
    if refusal := why_not_lead_session(user, session):
        return refusal
    minutes = meetings.minutes_of(session.meeting) if session.meeting else None
    return meetings.why_not_propose(user, minutes) if minutes else _("Simpan notulennya lebih dahulu.")


def why_not_remark(user: Any, session: DeskSession) -> str | None:
    """Both sides write remarks, until the minutes are put to them."""
    if session.state != SessionState.RUNNING:
        return why_not_running(session)
    if is_proposed(session):
        return _("Berita acara sedang menunggu persetujuan; catatan tidak ditambah lagi.")
    return why_not_fill(user, session.participant.office)


def why_not_running(session: DeskSession) -> str:
    if session.state == SessionState.PLANNED:
        return _("Mulai sesinya lebih dahulu.")
    return _("Berita acara sesi ini sudah disepakati.")


def is_proposed(session: DeskSession) -> bool:
    minutes = meetings.minutes_of(session.meeting) if session.meeting else None
    return minutes is not None and minutes.state != MinutesState.DRAFT


def awaits_agreement(profile: Profile) -> bool:
    """The minutes about it are put to both sides: what they agree to must not change meanwhile."""
    return DeskSession.objects.filter(
        participant__round=profile.round_id,
        participant__office=profile.estate.office_id,
        meeting__minutes__state=MinutesState.PROPOSED,
    ).exists()
