"""Pre-filled profiles: with the values of the round before, or else with those of the register."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count

from monitoring.register.models import Block, Estate, Unit
from monitoring.rounds import fields
from monitoring.rounds.models import Profile, Round

FIGURES = ("towers", "units", "occupied", "broken_units", "residents", "condition")


def build_prefilled_profiles(round_: Round, estates: list[Estate]) -> list[Profile]:
    before = {
        profile.estate_id: profile
        for profile in Profile.objects.filter(round=round_.previous_id, estate__in=estates).iterator()
    }
    register = collect_register_figures([estate for estate in estates if estate.pk not in before])
    return [
        build_profile_from_previous(round_, estate, before[estate.pk])
        if estate.pk in before
        else Profile(round=round_, estate=estate, condition=estate.condition, **register[estate.pk])
        for estate in estates
    ]


def build_profile_from_previous(round_: Round, estate: Estate, before: Profile) -> Profile:
    """Copy the last round's figures, and its answers to the questions that are still asked."""
    asked = {question.code for question in fields.list_questions(round_.form)}
    return Profile(
        round=round_,
        estate=estate,
        previous=before,
        empty_reasons=dict(before.empty_reasons),
        answers={code: answer for code, answer in before.answers.items() if code in asked},
        **{name: getattr(before, name) for name in FIGURES},
    )


def collect_register_figures(estates: list[Estate]) -> dict[int, dict[str, Any]]:
    """Figures per estate from the register. If one block lacks a figure, the estate's figure is None."""
    blocks: dict[int, list[dict[str, Any]]] = defaultdict(list)
    counted: Any = Block.objects.filter(estate__in=estates).with_counts()
    for row in counted.values("estate", "towers", "is_listed", "unit_count", "occupied_count", "broken_count"):
        blocks[row["estate"]].append(row)
    reasons: dict[int, dict[str, int]] = defaultdict(dict)
    empty = Unit.objects.filter(block__estate__in=estates).empty().exclude(empty_reason="")
    for estate, reason, units in empty.values_list("block__estate", "empty_reason").annotate(units=Count("pk")):
        if reason in {each.code for each in fields.REASONS}:
            reasons[estate][reason] = units
    return {
        estate.pk: {
            "towers": sum_known_figures([block["towers"] for block in blocks[estate.pk]]),
            "units": sum_known_figures([block["unit_count"] for block in blocks[estate.pk]]),
            "occupied": sum_known_figures([block["occupied_count"] for block in blocks[estate.pk]]),
            "broken_units": sum_known_figures([get_broken_count(block) for block in blocks[estate.pk]]),
            "empty_reasons": reasons[estate.pk],
        }
        for estate in estates
    }


def get_broken_count(block: dict[str, Any]) -> int | None:
    """Broken units are known only where units are listed one by one."""
    return block["broken_count"] if block["is_listed"] else None


def sum_known_figures(figures: list[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if figures and len(known) == len(figures) else None
