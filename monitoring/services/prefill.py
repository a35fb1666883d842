"""What a profile says before anybody has opened it: as the round before said, else as the register does."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count

from monitoring import fields
from monitoring.models import Block, Estate, Profile, Round, Unit

FIGURES = ("towers", "units", "occupied", "broken_units", "residents", "condition")


def prefilled(round_: Round, estates: list[Estate]) -> list[Profile]:
    before = {
        profile.estate_id: profile
        for profile in Profile.objects.filter(round=round_.previous_id, estate__in=estates).iterator()
    }
    register = from_register([estate for estate in estates if estate.pk not in before])
    return [
        from_before(round_, estate, before[estate.pk])
        if estate.pk in before
        else Profile(round=round_, estate=estate, condition=estate.condition, **register[estate.pk])
        for estate in estates
    ]


def from_before(round_: Round, estate: Estate, before: Profile) -> Profile:
    """Answers go over to the questions that are still asked."""
    asked = {question.code for question in fields.questions(round_.form)}
    return Profile(
        round=round_,
        estate=estate,
        previous=before,
        empty_reasons=dict(before.empty_reasons),
        answers={code: answer for code, answer in before.answers.items() if code in asked},
        **{name: getattr(before, name) for name in FIGURES},
    )


def from_register(estates: list[Estate]) -> dict[int, dict[str, Any]]:
    """A figure that one block does not know is not known of the estate."""
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
            "towers": total([block["towers"] for block in blocks[estate.pk]]),
            "units": total([block["unit_count"] for block in blocks[estate.pk]]),
            "occupied": total([block["occupied_count"] for block in blocks[estate.pk]]),
            "broken_units": total([broken_in(block) for block in blocks[estate.pk]]),
            "empty_reasons": reasons[estate.pk],
        }
        for estate in estates
    }


def broken_in(block: dict[str, Any]) -> int | None:
    """Declared figures do not say it."""
    return block["broken_count"] if block["is_listed"] else None


def total(figures: list[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if figures and len(known) == len(figures) else None
