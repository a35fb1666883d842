"""Two addresses without an account: the link of one visit, and the survey of a place for one day on a tablet."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.urls import reverse

from clinics.models import Place
from consultations.satisfaction.models import SurveyLink
from krs_portal.kit.links import build_absolute_url

# Apart by what signs them, so that none opens the other's page; "~" stands in an address as it is.
LINKS = signing.Signer(sep="~", salt="consultations.satisfaction.links")
TABLETS = signing.Signer(sep="~", salt="consultations.satisfaction.tablets")


def build_survey_link(link: SurveyLink) -> str:
    """Absolute, for a message."""
    return build_absolute_url("consultations:survey", LINKS.sign_object(link.pk))


def find_survey_link(token: str) -> SurveyLink | None:
    try:
        pk = LINKS.unsign_object(token)
    except signing.BadSignature:
        return None
    found: SurveyLink | None = SurveyLink.objects.select_related("office").filter(pk=pk).first()
    return found


def build_tablet_path(place: Place, day: date) -> str:
    """It works on that day only: whoever kept it at home has no second day to answer from there."""
    token = TABLETS.sign_object([place.pk, day.isoformat()])
    return reverse("consultations:survey_tablet", args=[token])


def read_tablet_token(token: str) -> tuple[Place, date] | None:
    """The place and the day that the address was made for."""
    try:
        pk, day = TABLETS.unsign_object(token)
    except signing.BadSignature:
        return None
    place = Place.objects.select_related("office").filter(pk=pk).first()
    return (place, date.fromisoformat(day)) if place else None
