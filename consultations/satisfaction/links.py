"""Two addresses without an account: the link of one visit, and the survey of a place for one day on a tablet."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.urls import reverse

from clinics.models import Place
from consultations.satisfaction.models import SurveyLink
from krs_portal.kit.links import build_absolute_url

LINK_SALT, TABLET_SALT = "consultations.satisfaction.links", "consultations.satisfaction.tablets"


def build_survey_link(link: SurveyLink) -> str:
    """Absolute, for a message."""
    return build_absolute_url("consultations:survey", signing.dumps(link.pk, salt=LINK_SALT))


def find_survey_link(token: str) -> SurveyLink | None:
    try:
        pk = signing.loads(token, salt=LINK_SALT)
    except signing.BadSignature:
        return None
    found: SurveyLink | None = SurveyLink.objects.select_related("office").filter(pk=pk).first()
    return found


def build_tablet_path(place: Place, day: date) -> str:
    """It works on that day only: whoever kept it at home has no second day to answer from there."""
    token = signing.dumps([place.pk, day.isoformat()], salt=TABLET_SALT)
    return reverse("consultations:survey_tablet", args=[token])


def read_tablet_token(token: str) -> tuple[Place, date] | None:
    """The place and the day that the address was made for."""
    try:
        pk, day = signing.loads(token, salt=TABLET_SALT)
    except signing.BadSignature:
        return None
    place = Place.objects.select_related("office").filter(pk=pk).first()
    return (place, date.fromisoformat(day)) if place else None
