"""The photos and papers of a consultation: a sheet that was signed, a house before and after."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from consultations.counter.models import Consultation
from consultations.people.policies import list_served_offices, why_not_serve
from krs_portal.files.owners import ATTACHMENT_OWNERS, AttachmentOwner
from krs_portal.kit.about import About
from krs_portal.kit.numbers import read_key
from krs_portal.offices.models import Office

CONSULTATION = "consultation"


def build_about(consultation: Consultation) -> About:
    return About(CONSULTATION, str(consultation.pk))


def sees_consultation_files(user: Any, key: str) -> bool:
    """They show people and their houses, so that only the office that serves them sees them."""
    served = Consultation.objects.standing().filter(office__in=list_served_offices(user))
    return served.filter(pk=read_key(key)).exists()


def find_office(key: str) -> Office:
    return Consultation.objects.select_related("office").get(pk=key).office


def register_consultation_files() -> None:
    ATTACHMENT_OWNERS.register(
        AttachmentOwner(
            CONSULTATION,
            may_see=sees_consultation_files,
            why_not_change=lambda user, key: why_not_serve(user, find_office(key)),
            office=find_office,
            url=lambda key: reverse("consultations:consultation", args=[key]),
        )
    )
