"""The content of a desk session: each estate in the last round beside this round, with its remarks and problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from monitoring.desk.models import DeskSession, ProblemAgreement, Remark
from monitoring.problems.models import Problem
from monitoring.rounds import fields, figures
from monitoring.rounds.figures import RoundTally
from monitoring.rounds.models import Profile


@dataclass
class EstateTalk:
    """One estate of a session. `lines` holds its figures, and other fields only if either round has an answer."""

    profile: Profile
    lines: list[fields.FieldComparison]
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    agreements: dict[int, ProblemAgreement] = field(default_factory=dict)  # of this session, by problem

    @property
    def changes(self) -> list[fields.FieldComparison]:
        return [line for line in self.lines if line.changed] if self.profile.previous else []

    def remarks_on(self, name: str) -> list[Remark]:
        """Remarks on a field; an empty name means the whole profile."""
        return [remark for remark in self.remarks if remark.field == name]


def list_session_profiles(session: DeskSession) -> QuerySet[Profile]:
    return Profile.objects.filter(build_profile_filter(session))


def build_profile_filter(session: DeskSession) -> Q:
    """The profiles that a session is about: those of its office, in its round."""
    return Q(round=session.participant.round_id, estate__office=session.participant.office_id)


def list_estate_talks(session: DeskSession) -> list[EstateTalk]:
    return list_talks_by_session([session])[session.pk]


def list_talks_by_session(sessions: Sequence[DeskSession]) -> dict[int, list[EstateTalk]]:
    """The estates of each session of one round, in four queries however many there are."""
    related = "estate__region", "estate__hand_over", "previous", "round__form"
    profiles = Profile.objects.filter(reduce(or_, map(build_profile_filter, sessions), Q(pk__in=())))
    found = {
        profile.estate_id: EstateTalk(profile, compare_profile(profile, profile.round.form))
        for profile in profiles.select_related(*related).order_by("estate__kind", "estate__name", "pk")
    }
    remarks = Remark.objects.filter(session__in=sessions).select_related("profile", "said_by")
    for remark in remarks.order_by("said_at", "pk"):
        if remark.profile.estate_id in found:
            found[remark.profile.estate_id].remarks.append(remark)
    for agreed in ProblemAgreement.objects.filter(session__in=sessions).select_related("problem"):
        if agreed.problem.estate_id in found:
            found[agreed.problem.estate_id].agreements[agreed.problem_id] = agreed
    for problem in Problem.objects.filter(estate__in=found).unresolved().order_by("found_on", "pk"):
        found[problem.estate_id].problems.append(problem)
    by_office = defaultdict(list)
    for talk in found.values():
        by_office[talk.profile.estate.office_id].append(talk)
    return {session.pk: by_office[session.participant.office_id] for session in sessions}


def compare_profile(profile: Profile, form: fields.ProfileForm) -> list[fields.FieldComparison]:
    before = fields.read_values(profile.previous, form) if profile.previous else {}
    lines = fields.compare_fields(fields.list_fields(form), before, fields.read_values(profile, form))
    always = {each.name for each in fields.FIGURES}
    return [
        line
        for line in lines
        if line.field.name in always or not (fields.is_unanswered(line.before) and fields.is_unanswered(line.now))
    ]


def sum_before_and_now(profiles: QuerySet[Profile]) -> tuple[RoundTally, RoundTally]:
    """The sums of the last round and of this one."""
    return sum_profiles(Profile.objects.filter(next_profiles__in=profiles.values("pk"))), sum_profiles(profiles)


def sum_profiles(profiles: QuerySet[Profile]) -> RoundTally:
    return sum(figures.sum_profiles_by(profiles, "estate__kind").values(), RoundTally())


def label_field(field: fields.ProfileField) -> str:
    """Label of a field; a vacancy reason gets the prefix "Kosong:"."""
    return _("Kosong: %(reason)s") % {"reason": field.label} if field.kind == fields.REASON else str(field.label)


def group_problems_by_section(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.section].append(problem)
    return found
