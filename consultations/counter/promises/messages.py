"""What is told of a promise: to the officer before its day, to the citizen once it is answered or done."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.booking import catalogue
from consultations.booking.channels import list_message_channels
from consultations.booking.letters import build_booking_url
from consultations.counter.promises.models import Promise
from krs_portal.accounts.models import User
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.kit.links import build_absolute_url
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.models import Announcement
from krs_portal.outbox.writing import OutgoingLetter, Recipient, build_event_key

ABOUT = "promise"
DUE, ANSWERED, DONE = "promise-due", "promise-answered", "promise-done"
REMIND_DAYS_BEFORE = (1, 0)
REMIND_AT = time(7, 30)


def announce_promise(promise: Promise, kind: str, *, at: datetime) -> None:
    """Tell the person of the consultation, if it was one who can be reached."""
    if promise.consultation.attendance_id:
        outbox.announce_change(kind=kind, about=About(ABOUT, str(promise.pk)), sequence=0, at=at, office=promise.office)


def build_promise_letters(announced: Announcement, at: datetime) -> list[OutgoingLetter]:
    """One letter for each channel; what was answered stands on the page, as letters are read by whoever holds the
    telephone.
    """
    known = Promise.objects.select_related("office", "consultation__attendance")
    promise = known.filter(pk=announced.about_key).first()
    coming = promise.consultation.attendance if promise else None
    if promise is None or coming is None:
        return []
    with translation.override(coming.language):
        said = {
            "office": catalogue.get_todays_office_name(promise.office),
            "name": coming.name,
            "reference": coming.reference,
            "url": build_booking_url(coming),
            "phone": promise.office.phone,
        }
    number = int(announced.announced_at.timestamp())  # answered and done again, it is told again
    return [
        OutgoingLetter(
            kind=announced.kind,
            event_key=build_event_key(announced.kind, promise.pk, number, channel),
            to=Recipient(address, coming.name),
            channel=channel,
            language=coming.language,
            context=said,
            office=promise.office,
            about=About(ABOUT, str(promise.pk)),
        )
        for channel, address in list_message_channels(coming)
    ]


def write_reminder(promise: Promise, *, at: datetime) -> int:
    """At half past seven where the office is; what is written for a day already is not written again."""
    zone = promise.office.time_zone
    left = (promise.due_on - day_of(at, zone)).days
    if left not in REMIND_DAYS_BEFORE:
        return 0
    today = day_of(at, zone)
    letters = [
        OutgoingLetter(
            kind=DUE,
            event_key=build_event_key(DUE, promise.pk, f"{promise.due_on:%Y%m%d}", left, user.pk),
            to=Recipient(user.email, user.name),
            channel=Channel.EMAIL,
            context=describe_reminder(promise, user),
            office=promise.office,
            about=About(ABOUT, str(promise.pk)),
            send_after=max(at, datetime.combine(today, REMIND_AT, TimeZone(zone).info)),
            expires_at=datetime.combine(promise.due_on + timedelta(days=1), time(0), TimeZone(zone).info),
        )
        for user in list_reminded(promise)
    ]
    outbox.enqueue_messages(letters, at=at)
    return len(letters)


def list_reminded(promise: Promise) -> list[User]:
    """Its officer; of what lies in the basket, the heads of the office."""
    if promise.officer and promise.officer.is_active:
        return [promise.officer]
    heads = Membership.objects.filter(office=promise.office, role=Role.HEAD, ended_on__isnull=True)
    return list(User.objects.filter(pk__in=heads.values("user"), is_active=True).order_by("pk"))


def describe_reminder(promise: Promise, user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "promise": promise.text,
        "due": formats.format_full_day(promise.due_on),
        "has_officer": promise.officer_id is not None,
        "url": build_absolute_url("consultations:promise", promise.pk),
    }


KINDS = [
    MessageKind(
        DUE, _("Pengingat tindak lanjut klinik"), frozenset([Channel.EMAIL]), about_url="consultations:promise"
    ),
    *(
        MessageKind(code, label, frozenset(Channel), about_url="consultations:promise", letters=build_promise_letters)
        for code, label in ((ANSWERED, _("Tindak lanjut dijawab")), (DONE, _("Tindak lanjut selesai")))
    ),
]
