"""Over which channels somebody is reached, and how that is said: nothing is promised that a number cannot take."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from krs_portal.accounts.phones import takes_messages
from krs_portal.kit.words import join_names
from krs_portal.outbox.enums import Channel


def list_message_channels(person: Attendance | Enquiry) -> list[tuple[str, str]]:
    """The channels the citizen can be reached by, each with its address; none for a landline without an e-mail."""
    by_mail = [(str(Channel.EMAIL), person.email)] if person.email else []
    if person.contact_by == Channel.EMAIL and by_mail:
        return by_mail
    channel = person.contact_by if person.contact_by != Channel.EMAIL else Channel.WHATSAPP
    by_phone = [(str(channel), person.phone)] if person.phone and takes_messages(person.phone) else []
    return by_phone + by_mail


def format_message_channels(person: Attendance | Enquiry) -> str:
    """Where messages go, in words: only what is really sent."""
    ways = [f"{Channel(channel).label} {address}" for channel, address in list_message_channels(person)]
    return (
        join_names(ways) if ways else str(_("Tidak ada: nomor ini bukan nomor seluler Indonesia. Simpan nomor Anda."))
    )
