"""What a desk session has on its table: each estate as the last round left it and as this round finds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from monitoring import fields, figures
from monitoring.figures import Tally
from monitoring.models import DeskSession, Problem, Profile, Remark


@dataclass
class Talk:
    """One estate of a session. `lines`: its figures, and of the rest what was ever answered."""

    profile: Profile
    lines: list[fields.Line]
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> list[fields.Line]:
        return [line for line in self.lines if line.changed] if self.profile.previous else []

    def remarks_on(self, name: str) -> list[Remark]:
        """Of a field; of the whole profile with an empty name."""
        return [remark for remark in self.remarks if remark.field == name]


def profiles_of(session: DeskSession) -> QuerySet[Profile]:
    participant = session.participant
    return Profile.objects.filter(round=participant.round_id, estate__office=participant.office_id)


def talks(session: DeskSession) -> list[Talk]:
    form = session.participant.round.form
    related = "estate__region", "estate__hand_over", "previous", "round__form"
    profiles = profiles_of(session).select_related(*related).order_by("estate__kind", "estate__name", "pk")
    found = {profile.estate_id: Talk(profile, compared(profile, form)) for profile in profiles}
    for remark in session.remarks.select_related("profile", "said_by").order_by("said_at", "pk"):
        if remark.profile.estate_id in found:
            found[remark.profile.estate_id].remarks.append(remark)
    for problem in Problem.objects.filter(estate__in=found).unresolved().order_by("found_on", "pk"):
        found[problem.estate_id].problems.append(problem)
    return list(found.values())


def compared(profile: Profile, form: fields.ProfileForm) -> list[fields.Line]:
    before = fields.read(profile.previous, form) if profile.previous else {}
    lines = fields.compare(fields.every(form), before, fields.read(profile, form))
    always = {each.name for each in fields.FIGURES}
    return [
        line
        for line in lines
        if line.field.name in always or not (fields.is_blank(line.before) and fields.is_blank(line.now))
    ]


def tallies(profiles: QuerySet[Profile]) -> tuple[Tally, Tally]:
    """The last round and this one, added up."""
    return added(Profile.objects.filter(next_profiles__in=profiles.values("pk"))), added(profiles)


def added(profiles: QuerySet[Profile]) -> Tally:
    return sum(figures.counted(profiles, "estate__kind").values(), Tally())


def label_of(field: fields.Field) -> str:
    """A reason says for itself that it is one of empty units."""
    return _("Kosong: %(reason)s") % {"reason": field.label} if field.kind == fields.REASON else str(field.label)


def by_section(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.section].append(problem)
    return found
