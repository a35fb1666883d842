"""Letters to partners, written in the same transaction as what they report. They name no person: the link does."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit import formats
from krs_portal.kit.clock import day_of
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import Recipient, build_event_key
from krs_portal.referrals import links
from krs_portal.referrals.models import Partner, Referral

SENT, REMINDER, CLOSED, WITHDRAWN = "referral-sent", "referral-reminder", "referral-closed", "referral-withdrawn"
WAYS = frozenset({Channel.EMAIL, Channel.WHATSAPP})
KINDS = [
    MessageKind(code, label, WAYS, about_url="referrals:referral")
    for code, label in (
        (SENT, gettext_lazy("Surat rujukan")),
        (REMINDER, gettext_lazy("Pengingat rujukan")),
        (CLOSED, gettext_lazy("Rujukan ditutup")),
        (WITHDRAWN, gettext_lazy("Rujukan ditarik")),
    )
]


def write_partner_letters(kind: str, referral: Referral, *, at: datetime) -> None:
    """One letter of this kind for each address of the partner, however often this is called."""
    office, partner = referral.office, referral.programme.partner
    day = day_of(at, office.time_zone)
    context = {
        "name": partner.contact or partner.name,
        "number": referral.number,
        "programme": referral.programme.name,
        "host": office.name_on(day),
        "phone": office.phone,
        "due_on": formats.format_full_day(referral.due_on),
        "days": partner.close_after,
        "url": links.build_partner_url(referral),
    }
    for channel, to in list_partner_ways(partner):
        outbox.enqueue_message(
            kind=kind,
            event_key=build_event_key(kind, referral.pk, to.address),
            to=to,
            channel=channel,
            context=context,
            at=at,
            office=office,
            about=referral.letters,
        )


def list_partner_ways(partner: Partner) -> list[tuple[str, Recipient]]:
    ways = [(Channel.EMAIL.value, partner.email), (Channel.WHATSAPP.value, partner.phone)]
    return [(channel, Recipient(address, partner.contact or partner.name)) for channel, address in ways if address]


def cancel_partner_letters(referral: Referral, *, at: datetime) -> None:
    """Take back what has not left yet."""
    outbox.cancel_messages_about(referral.letters, at=at, reason=str(_("Rujukan berubah.")))
