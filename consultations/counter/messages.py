"""What the counter sends after a visit: where its advice slip is found."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.booking import catalogue
from consultations.booking.channels import list_message_channels
from consultations.booking.letters import build_booking_url
from consultations.counter.models import Consultation
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.models import Announcement
from krs_portal.outbox.writing import OutgoingLetter, Recipient, build_event_key

ABOUT, SLIP = "consultation", "advice-slip"


def announce_slip(consultation: Consultation, *, at: datetime) -> None:
    outbox.announce_change(
        kind=SLIP, about=About(ABOUT, str(consultation.pk)), sequence=0, at=at, office=consultation.office
    )


def build_slip_letters(announced: Announcement, at: datetime) -> list[OutgoingLetter]:
    """One letter for each channel. The advice itself stays on its page: letters are read by whoever holds the phone."""
    known = Consultation.objects.standing().select_related("office", "attendance")
    consultation = known.filter(pk=announced.about_key, attendance__isnull=False).first()
    coming = consultation.attendance if consultation else None
    if consultation is None or coming is None:
        return []
    with translation.override(coming.language):
        said = {
            "office": catalogue.get_todays_office_name(consultation.office),
            "name": coming.name,
            "day": formats.format_full_day(consultation.happened_on),
            "reference": coming.reference,
            "url": build_booking_url(coming),
            "phone": consultation.office.phone,
        }
    number = int(announced.announced_at.timestamp())  # each press is a message of its own
    return [
        OutgoingLetter(
            kind=SLIP,
            event_key=build_event_key(SLIP, consultation.pk, number, channel),
            to=Recipient(address, coming.name),
            channel=channel,
            language=coming.language,
            context=said,
            office=consultation.office,
            about=About(ABOUT, str(consultation.pk)),
        )
        for channel, address in list_message_channels(coming)
    ]


KINDS = [
    MessageKind(
        SLIP, _("Lembar saran"), frozenset(Channel), about_url="consultations:consultation", letters=build_slip_letters
    )
]
