"""The alarm: somebody opened specific data of as many households as the limit of an hour allows, or more at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.clock import TimeZone
from krs_portal.kit.formats import format_moment
from krs_portal.kit.links import build_absolute_url
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import OutgoingLetter, Recipient, build_event_key

ALARM = MessageKind("disclosure-alarm", _("Banyak data pribadi dibuka"), frozenset({Channel.EMAIL}))


def build_alarms(user: Any, number: int, *, at: datetime) -> list[OutgoingLetter]:
    """One to each head of the person's offices and of those above, once an hour."""
    offices: set[int] = set()
    for membership in Membership.objects.of(user).select_related("office__parent"):
        offices.update(membership.office.list_ids_at_or_above())
    heads = Membership.objects.filter(office__in=offices, role=Role.HEAD, ended_on__isnull=True, user__is_active=True)
    moment, hour = format_moment(at, TimeZone.WIB), at.strftime("%Y%m%d%H")
    return [
        OutgoingLetter(
            kind=ALARM.code,
            event_key=build_event_key(ALARM.code, user.pk, hour, head.user_id),
            to=Recipient(head.user.email, head.user.name),
            channel=Channel.EMAIL,
            context={
                "name": head.user.name, "who": f"{user.name} ({user.email})", "number": number, "moment": moment,
                "url": build_absolute_url("monitoring:openings"),
            },
        )
        for head in heads.select_related("user").order_by("pk").distinct()
    ]  # fmt: skip
