from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db.models import Q

from krs_portal.kit.about import AboutQuerySet
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from krs_portal.offices.querysets import build_below_filter
from krs_portal.outbox.enums import ATTEMPTS, UNSENT, Channel, MessageState

if TYPE_CHECKING:
    from krs_portal.outbox.models import Announcement, Message  # noqa: F401

KEEPER_ROLES = (Role.OFFICER, Role.HEAD, Role.ADMIN)


class MessageQuerySet(AboutQuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """Messages carry names and addresses: only who serves the office's people, there or from above, reads them."""
        return self.filter(build_keeper_filter(user))

    def due(self, at: datetime) -> Self:
        """Messages to look at now: they have waited long enough, or their worker is dead."""
        return self.filter(state__in=UNSENT, due_at__lte=at)

    def sendable(self, at: datetime) -> Self:
        """Due messages that are still useful and whose channel is available."""
        return self.due(at).filter(attempts__lt=ATTEMPTS, channel__in=list_open_channels()).exclude(expires_at__lte=at)

    def by_hand(self, at: datetime) -> Self:
        """Messages that wait for somebody's hand, now or later, and are still useful."""
        waiting = self.filter(state=MessageState.QUEUED).exclude(channel__in=list_open_channels())
        return waiting.exclude(expires_at__lte=at)


class AnnouncementQuerySet(AboutQuerySet["Announcement"]):
    def visible_to(self, user: Any) -> Self:
        """As the messages that will come of them."""
        return self.filter(build_keeper_filter(user))

    def due(self, at: datetime) -> Self:
        """To be written now: new, or the pause after its last failure is over."""
        return self.filter(Q(due_at=None) | Q(due_at__lte=at))


def build_keeper_filter(user: Any) -> Q:
    if getattr(user, "is_superuser", False) and user.is_active:
        return Q()
    roles = list(Membership.objects.of(user).filter(role__in=KEEPER_ROLES).values_list("office_id", "role"))
    ids = [office for office, _role in roles]
    scope = build_below_filter(ids)
    if any(role == Role.ADMIN for _office, role in roles):
        scope |= Q(office__isnull=True)
    return scope


def list_open_channels() -> list[str]:
    """The channels the portal can send over. Without a gateway, people send WhatsApp and SMS by hand."""
    return list(Channel.values) if settings.GATEWAY_URL else [Channel.EMAIL.value]
