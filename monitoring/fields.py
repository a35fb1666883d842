"""What a profile asks: its figures, why units are empty, and the questions of the round's form.

Values travel as one flat dict `{field name: value}`: from a form, from a phone, between two versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from krs_portal.kit import formats
from monitoring.enums import Condition, EmptyReason, QuestionKind
from monitoring.models import Profile, ProfileForm

COUNT, CONDITION, REASON = "COUNT", "CONDITION", "REASON"
TEXT, NUMBER, YES_NO, CHOICE = QuestionKind
Values = dict[str, Any]


@dataclass(frozen=True)
class Field:
    name: str
    label: Any
    kind: str
    is_required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    code: str = ""  # of the reason or question

    def shown(self, value: Any) -> str:
        """As people read it; "–" where nothing is said."""
        if value in (None, ""):
            return formats.BLANK
        if self.kind == YES_NO:
            return str(_("Ya") if value else _("Tidak"))
        if self.kind in (COUNT, REASON, NUMBER):
            return formats.number(value)
        return str(dict(self.choices).get(value, value))


FIGURES = (
    Field("towers", _("Jumlah tower"), COUNT, True),
    Field("units", _("Jumlah unit"), COUNT, True),
    Field("occupied", _("Unit terhuni"), COUNT, True),
    Field("broken_units", _("Unit rusak"), COUNT, True),
    Field("residents", _("Jumlah penghuni (orang)"), COUNT, True),
    Field("condition", _("Kondisi bangunan"), CONDITION, True, tuple(Condition.choices)),
)
REASONS = tuple(
    Field(f"reason_{reason.value}", reason.label, REASON, code=reason.value)
    for reason in EmptyReason
    if reason != EmptyReason.UNKNOWN
)


def questions(form: ProfileForm) -> tuple[Field, ...]:
    return tuple(
        Field(
            f"question_{each['code']}",
            each["label"],
            each.get("kind", TEXT),
            bool(each.get("is_required")),
            tuple((str(choice), str(choice)) for choice in each.get("choices") or ()),
            code=each["code"],
        )
        for each in form.questions
    )


def every(form: ProfileForm) -> tuple[Field, ...]:
    return (*FIGURES, *REASONS, *questions(form))


def read(profile: Profile, form: ProfileForm) -> Values:
    """What the profile says now."""
    return {
        **{each.name: getattr(profile, each.name) for each in FIGURES},
        **{each.name: profile.empty_reasons.get(each.code) for each in REASONS},
        **{each.name: profile.answers.get(each.code) for each in questions(form)},
    }


def write(profile: Profile, form: ProfileForm, values: Mapping[str, Any]) -> None:
    """Set what the values name; what they do not name stays."""
    for each in FIGURES:
        if each.name in values:
            empty = "" if each.kind == CONDITION else None
            setattr(profile, each.name, empty if is_blank(values[each.name]) else values[each.name])
    reasons, answers = dict(profile.empty_reasons), dict(profile.answers)
    for each in REASONS:
        if each.name in values:
            put(reasons, each.code, values[each.name] or None)  # nought units need no reason
    for each in questions(form):
        if each.name in values:
            put(answers, each.code, values[each.name])
    profile.empty_reasons, profile.answers = reasons, answers


def put(into: dict[str, Any], code: str, value: Any) -> None:
    if is_blank(value):
        into.pop(code, None)
    else:
        into[code] = value


def is_blank(value: Any) -> bool:
    return value is None or value == ""


def same(one: Any, other: Any) -> bool:
    return one == other or (is_blank(one) and is_blank(other))


@dataclass(frozen=True)
class Line:
    """One field in two states: before (or theirs) and now (or mine)."""

    field: Field
    before: Any
    now: Any

    @property
    def changed(self) -> bool:
        return not same(self.before, self.now)

    @property
    def before_shown(self) -> str:
        return self.field.shown(self.before)

    @property
    def now_shown(self) -> str:
        return self.field.shown(self.now)


def compare(fields: Iterable[Field], before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Line]:
    return [Line(each, before.get(each.name), now.get(each.name)) for each in fields]


def differences(form: ProfileForm, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Line]:
    """Only what `now` names and says otherwise."""
    return [line for line in compare(every(form), before, now) if line.field.name in now and line.changed]


@dataclass(frozen=True)
class Filling:
    """How much of one profile is answered, a photo included."""

    asked: int
    missing: list[Any] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return self.asked - len(self.missing)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def filling(profile: Profile, form: ProfileForm, *, has_photo: bool) -> Filling:
    """What a round before or the register proposes counts as answered once somebody has saved it."""
    required = [each for each in every(form) if each.is_required]
    values = read(profile, form) if profile.is_touched else {}
    missing = [each.label for each in required if is_blank(values.get(each.name))]
    return Filling(len(required) + 1, missing + ([] if has_photo else [_("Foto")]))
