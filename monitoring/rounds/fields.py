"""Fields of a profile: its figures, the reasons why units are empty, and the questions of the round's form.

Values are passed as one flat dict `{field name: value}`, whether they come from a form, a phone or another version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from krs_portal.kit import formats
from monitoring.register.enums import Condition, EmptyReason
from monitoring.rounds.enums import QuestionKind
from monitoring.rounds.models import Profile, ProfileForm

COUNT, CONDITION, REASON = "COUNT", "CONDITION", "REASON"
TEXT, NUMBER, YES_NO, CHOICE = QuestionKind
Values = dict[str, Any]


@dataclass(frozen=True)
class ProfileField:
    name: str
    label: Any
    kind: str
    is_required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    code: str = ""  # of the reason or question

    def format_value(self, value: Any) -> str:
        """The value as people read it; "–" where there is no answer."""
        if value in (None, ""):
            return formats.BLANK
        if self.kind == YES_NO:
            return str(_("Ya") if value else _("Tidak"))
        if self.kind in (COUNT, REASON, NUMBER):
            return formats.format_number(value)
        return str(dict(self.choices).get(value, value))


FIGURES = (
    ProfileField("towers", _("Jumlah tower"), COUNT, True),
    ProfileField("units", _("Jumlah unit"), COUNT, True),
    ProfileField("occupied", _("Unit terhuni"), COUNT, True),
    ProfileField("broken_units", _("Unit rusak"), COUNT, True),
    ProfileField("residents", _("Jumlah penghuni (orang)"), COUNT, True),
    ProfileField("condition", _("Kondisi bangunan"), CONDITION, True, tuple(Condition.choices)),
)
REASONS = tuple(
    ProfileField(f"reason_{reason.value}", reason.label, REASON, code=reason.value)
    for reason in EmptyReason
    if reason != EmptyReason.UNKNOWN
)


def list_questions(form: ProfileForm) -> tuple[ProfileField, ...]:
    return tuple(
        ProfileField(
            f"question_{each['code']}",
            each["label"],
            each.get("kind", TEXT),
            bool(each.get("is_required")),
            tuple((str(choice), str(choice)) for choice in each.get("choices") or ()),
            code=each["code"],
        )
        for each in form.questions
    )


def list_fields(form: ProfileForm) -> tuple[ProfileField, ...]:
    return (*FIGURES, *REASONS, *list_questions(form))


def read_values(profile: Profile, form: ProfileForm) -> Values:
    """What the profile says now."""
    return {
        **{each.name: getattr(profile, each.name) for each in FIGURES},
        **{each.name: profile.empty_reasons.get(each.code) for each in REASONS},
        **{each.name: profile.answers.get(each.code) for each in list_questions(form)},
    }


def write_values(profile: Profile, form: ProfileForm, values: Mapping[str, Any]) -> None:
    """Set the fields that `values` names and leave the others unchanged."""
    for each in FIGURES:
        if each.name in values:
            empty = "" if each.kind == CONDITION else None
            setattr(profile, each.name, empty if is_unanswered(values[each.name]) else values[each.name])
    reasons, answers = dict(profile.empty_reasons), dict(profile.answers)
    for each in REASONS:
        if each.name in values:
            put_answer(reasons, each.code, values[each.name] or None)  # a reason with 0 units is dropped
    for each in list_questions(form):
        if each.name in values:
            put_answer(answers, each.code, values[each.name])
    profile.empty_reasons, profile.answers = reasons, answers


def put_answer(into: dict[str, Any], code: str, value: Any) -> None:
    if is_unanswered(value):
        into.pop(code, None)
    else:
        into[code] = value


def is_unanswered(value: Any) -> bool:
    return value is None or value == ""


def is_same_value(one: Any, other: Any) -> bool:
    return one == other or (is_unanswered(one) and is_unanswered(other))


@dataclass(frozen=True)
class FieldComparison:
    """One field with two values: the one before (or theirs) and the one now (or mine)."""

    field: ProfileField
    before: Any
    now: Any

    @property
    def changed(self) -> bool:
        return not is_same_value(self.before, self.now)

    @property
    def before_shown(self) -> str:
        return self.field.format_value(self.before)

    @property
    def now_shown(self) -> str:
        return self.field.format_value(self.now)


def compare_fields(
    fields: Iterable[ProfileField], before: Mapping[str, Any], now: Mapping[str, Any]
) -> list[FieldComparison]:
    return [FieldComparison(each, before.get(each.name), now.get(each.name)) for each in fields]


def list_differences(form: ProfileForm, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[FieldComparison]:
    """Fields that `now` contains with another value than `before`."""
    return [line for line in compare_fields(list_fields(form), before, now) if line.field.name in now and line.changed]


@dataclass(frozen=True)
class ProfileFilling:
    """How many of the required fields of one profile are answered; a photo counts as one of them."""

    asked: int
    missing: list[Any] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return self.asked - len(self.missing)

    @property
    def percent(self) -> int:
        return floor_percent(self.answered, self.asked)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def floor_percent(answered: int, asked: int) -> int:
    """Rounded down, so that 100 is shown only when nothing is missing."""
    return 100 * answered // asked


def measure_filling(profile: Profile, form: ProfileForm, *, has_photo: bool) -> ProfileFilling:
    """How many required fields are answered. Pre-filled values count only after somebody has saved the profile."""
    required = [each for each in list_fields(form) if each.is_required]
    values = read_values(profile, form) if profile.is_touched else {}
    missing = [each.label for each in required if is_unanswered(values.get(each.name))]
    return ProfileFilling(len(required) + 1, missing + ([] if has_photo else [_("Foto")]))
