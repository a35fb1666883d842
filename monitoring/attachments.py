"""The photos and documents of monitoring: what they are about, who sees them, who adds to them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from krs_portal.files import owners
from krs_portal.offices.models import Office
from monitoring import policies
from monitoring.models import Estate, Problem, Profile
from monitoring.progress import PROFILE

ESTATE = "monitoring-estate"
BEFORE, AFTER = "monitoring.problem.before", "monitoring.problem.after"


def estate_of(key: str) -> Estate:
    return Estate.objects.select_related("office__parent__parent").get(pk=key)


def profile_of(key: str) -> Profile:
    return Profile.objects.select_related("round__office", "estate__office__parent__parent").get(pk=key)


def problem_of(key: str) -> Problem:
    return Problem.objects.select_related("estate__office__parent__parent").get(pk=key)


def sees_estate(user: Any, key: str) -> bool:
    return key.isdecimal() and Estate.objects.visible_to(user).filter(pk=key).exists()


def sees_profile(user: Any, key: str) -> bool:
    return key.isdecimal() and Profile.objects.visible_to(user).filter(pk=key).exists()


def sees_problem(user: Any, key: str) -> bool:
    return key.isdecimal() and Problem.objects.visible_to(user).filter(pk=key).exists()


def why_not_change_profile(user: Any, key: str) -> str | None:
    return policies.why_not_save_profile(user, profile_of(key))


def why_not_change_problem(user: Any, key: str) -> str | None:
    return policies.why_not_edit_estate(user, problem_of(key).estate)


def office_of_profile(key: str) -> Office:
    return profile_of(key).estate.office


def office_of_problem(key: str) -> Office:
    return problem_of(key).estate.office


def register() -> None:
    owners.register(
        ESTATE,
        may_see=sees_estate,
        why_not_change=lambda user, key: policies.why_not_edit_estate(user, estate_of(key)),
        office=lambda key: estate_of(key).office,
        url=lambda key: reverse("monitoring:estate", args=[key]),
    )
    owners.register(
        PROFILE,
        may_see=sees_profile,
        why_not_change=why_not_change_profile,
        office=office_of_profile,
        url=lambda key: reverse("monitoring:profile", args=[key]),
    )
    for kind in (BEFORE, AFTER):
        owners.register(
            kind,
            may_see=sees_problem,
            why_not_change=why_not_change_problem,
            office=office_of_problem,
            url=lambda key: reverse("monitoring:problem", args=[key]),
        )
