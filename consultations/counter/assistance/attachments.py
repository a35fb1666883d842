"""The photos of a house before, during and after: a shelf for each."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from consultations.counter.assistance.enums import AssistanceState, PhotoStage
from consultations.counter.assistance.models import Assistance
from consultations.people.policies import list_served_offices, why_not_serve
from krs_portal.files.owners import ATTACHMENT_OWNERS, AttachmentOwner
from krs_portal.kit.about import About
from krs_portal.kit.numbers import read_key
from krs_portal.offices.models import Office


def build_about_stage(assistance: Assistance, stage: PhotoStage) -> About:
    return About(name_stage(stage), str(assistance.pk))


def name_stage(stage: PhotoStage) -> str:
    return f"assistance-{stage.value}"


def sees_assistance_files(user: Any, key: str) -> bool:
    """They show where somebody lives, so that only the office that serves them sees them."""
    served = Assistance.objects.filter(office__in=list_served_offices(user))
    return served.filter(pk=read_key(key)).exists()


def find_assisting_office(key: str) -> Office:
    return get_assistance(key).office


def why_not_change_photos(user: Any, key: str) -> str | None:
    assistance = get_assistance(key)
    if assistance.state == AssistanceState.VOIDED:
        return str(assistance.get_state_display())
    return why_not_serve(user, assistance.office)


def get_assistance(key: str) -> Assistance:
    return Assistance.objects.select_related("office__parent__parent").get(pk=key)


def register_assistance_files() -> None:
    for stage in PhotoStage:
        ATTACHMENT_OWNERS.register(
            AttachmentOwner(
                name_stage(stage),
                may_see=sees_assistance_files,
                why_not_change=why_not_change_photos,
                office=find_assisting_office,
                url=partial(build_photos_url, stage),
            )
        )


def build_photos_url(stage: PhotoStage, key: str) -> str:
    return f"{reverse('consultations:assistance', args=[key])}#foto-{stage.value}"
