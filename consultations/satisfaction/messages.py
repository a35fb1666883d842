"""The message that asks somebody after a visit, over the first channel that reaches them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.booking import catalogue, waking
from consultations.booking.channels import list_message_channels
from consultations.booking.messages import ABOUT
from consultations.satisfaction.links import build_survey_link
from consultations.satisfaction.models import SurveyLink
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import get_midnight
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import OutgoingLetter, Recipient

SURVEY = "survey"


def build_survey_letters(link: SurveyLink, *, at: datetime) -> list[OutgoingLetter]:
    """One letter at most: an invitation is not repeated on every channel."""
    visitor, office = link.attendance, link.office
    with translation.override(visitor.language):
        said = {
            "office": catalogue.get_todays_office_name(office),
            "name": visitor.name,
            "until": formats.format_full_day(link.ends_on),
            "url": build_survey_link(link),
        }
    return [
        OutgoingLetter(
            kind=SURVEY,
            event_key=f"{SURVEY}:{visitor.reference}",
            to=Recipient(address, visitor.name),
            channel=channel,
            language=visitor.language,
            context=said,
            office=office,
            about=About(ABOUT, visitor.reference),
            send_after=waking.find_waking_moment(at, office.time_zone),
            expires_at=get_midnight(link.ends_on + timedelta(days=1), office.time_zone),
        )
        for channel, address in list_message_channels(visitor)[:1]
    ]


KINDS = [MessageKind(SURVEY, _("Survei kepuasan"), frozenset(Channel), about_url="consultations:manage")]
