"""Pre-filled profiles: with what the register knows from a later day, with the values of the round before otherwise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from krs_portal.kit.saving import set_fields
from monitoring.occupants.models import Tenancy
from monitoring.register.models import Block, Estate, Unit
from monitoring.rounds import fields
from monitoring.rounds.models import Profile, Round

FIGURES = ("towers", "units", "occupied", "broken_units", "residents", "condition")


def build_prefilled_profiles(round_: Round, estates: list[Estate]) -> list[Profile]:
    before = {
        profile.estate_id: profile
        for profile in Profile.objects.filter(round=round_.previous_id, estate__in=estates).select_related("round")
    }
    register = collect_register_figures(estates)
    return [
        build_profile_from_previous(round_, estate, before[estate.pk], register[estate.pk])
        if estate.pk in before
        else Profile(round=round_, estate=estate, condition=estate.condition, **register[estate.pk].values)
        for estate in estates
    ]


def build_profile_from_previous(round_: Round, estate: Estate, before: Profile, register: RegisterFigures) -> Profile:
    """Copy the last round's figures, and its answers to the questions that are still asked.

    What the register knows from a later day replaces them: a figure is typed once.
    """
    asked = {question.code for question in fields.list_questions(round_.form)}
    made = Profile(
        round=round_,
        estate=estate,
        previous=before,
        empty_reasons=dict(before.empty_reasons),
        answers={code: answer for code, answer in before.answers.items() if code in asked},
        **{name: getattr(before, name) for name in FIGURES},
    )
    if register.is_newer_than(before.round.data_as_at):
        set_fields(made, {name: value for name, value in register.values.items() if value not in (None, {})})
    if estate.condition and estate.condition_in_id is None:
        made.condition = estate.condition
    drop_what_no_longer_fits(made)
    return made


def drop_what_no_longer_fits(made: Profile) -> None:
    """Figures of different days may contradict each other; what does not fit is asked again."""
    if made.broken_units is not None and made.broken_units > (made.units or 0):
        made.broken_units = None
    if made.explained > (made.empty or 0):
        made.empty_reasons = {}


@dataclass(frozen=True)
class RegisterFigures:
    """What the register says of an estate; `known_on` is None where it counts unit by unit, which is today."""

    values: dict[str, Any]
    known_on: date | None
    is_listed: bool

    def is_newer_than(self, day: date) -> bool:
        return self.is_listed or (self.known_on is not None and self.known_on > day)


def collect_register_figures(estates: list[Estate]) -> dict[int, RegisterFigures]:
    """Figures per estate from the register. If one block lacks a figure, the estate's figure is None.

    Residents are known where every unit is listed: those of the households that live in them.
    """
    blocks: dict[int, list[dict[str, Any]]] = defaultdict(list)
    counted: Any = Block.objects.filter(estate__in=estates).with_counts()
    wanted = "estate", "towers", "is_listed", "unit_count", "occupied_count", "broken_count", "declared_on"
    for row in counted.values(*wanted):
        blocks[row["estate"]].append(row)
    reasons: dict[int, dict[str, int]] = defaultdict(dict)
    empty = Unit.objects.filter(block__estate__in=estates).empty().exclude(empty_reason="")
    for estate, reason, units in empty.values_list("block__estate", "empty_reason").annotate(units=Count("pk")):
        if reason in {each.code for each in fields.REASONS}:
            reasons[estate][reason] = units
    people = count_residents(estates)
    return {
        estate.pk: describe_register(blocks[estate.pk], reasons[estate.pk], people.get(estate.pk)) for estate in estates
    }


def describe_register(blocks: list[dict[str, Any]], reasons: dict[str, int], people: int | None) -> RegisterFigures:
    is_listed = bool(blocks) and all(block["is_listed"] for block in blocks)
    days = [block["declared_on"] for block in blocks if not block["is_listed"]]
    return RegisterFigures(
        values={
            "towers": sum_known_figures([block["towers"] for block in blocks]),
            "units": sum_known_figures([block["unit_count"] for block in blocks]),
            "occupied": sum_known_figures([block["occupied_count"] for block in blocks]),
            "broken_units": sum_known_figures([get_broken_count(block) for block in blocks]),
            "residents": people if is_listed else None,
            "empty_reasons": reasons,
        },
        known_on=min(days) if days and None not in days else None,
        is_listed=is_listed,
    )


def count_residents(estates: list[Estate]) -> dict[int, int]:
    """People of the households that live in the listed units, by estate; not where a household does not say."""
    living = Tenancy.objects.filter(unit__block__estate__in=estates, ended_on__isnull=True).order_by()
    counted = living.values("unit__block__estate").annotate(
        people=Sum("household__member_count"), silent=Count("pk") - Count("household__member_count")
    )
    return {row["unit__block__estate"]: row["people"] for row in counted if not row["silent"]}


def get_broken_count(block: dict[str, Any]) -> int | None:
    """Broken units are known only where units are listed one by one."""
    return block["broken_count"] if block["is_listed"] else None


def sum_known_figures(figures: list[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if figures and len(known) == len(figures) else None
