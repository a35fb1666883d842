from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from krs_portal.outbox.enums import ATTEMPTS, UNSENT, Channel

if TYPE_CHECKING:
    from krs_portal.outbox.models import Announcement, Message  # noqa: F401

KEEPER_ROLES = (Role.OFFICER, Role.HEAD, Role.ADMIN)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """Messages carry names and addresses: only who serves the office's people, there or from above, reads them."""
        return self.filter(kept_by(user))

    def about(self, kind: str, key: str) -> Self:
        return self.filter(about_kind=kind, about_key=key)

    def due(self, at: datetime) -> Self:
        """Whose turn it is: waiting long enough, or held by a worker that is gone."""
        return self.filter(state__in=UNSENT, due_at__lte=at)

    def sendable(self, at: datetime) -> Self:
        """Due, and still worth sending over a channel we have."""
        return self.due(at).filter(attempts__lt=ATTEMPTS, channel__in=open_channels()).exclude(expires_at__lte=at)


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, user: Any) -> Self:
        """As the messages that will come of them."""
        return self.filter(kept_by(user))

    def about(self, kind: str, key: str) -> Self:
        return self.filter(about_kind=kind, about_key=key)

    def due(self, at: datetime) -> Self:
        """To be written now: new, or the pause after its last failure is over."""
        return self.filter(Q(due_at=None) | Q(due_at__lte=at))


def kept_by(user: Any) -> Q:
    if getattr(user, "is_superuser", False) and user.is_active:
        return Q()
    roles = list(Membership.objects.of(user).filter(role__in=KEEPER_ROLES).values_list("office_id", "role"))
    ids = [office for office, _role in roles]
    scope = Q(office__in=ids) | Q(office__parent__in=ids) | Q(office__parent__parent__in=ids)
    if any(role == Role.ADMIN for _office, role in roles):
        scope |= Q(office__isnull=True)
    return scope


def open_channels() -> list[str]:
    """Without a gateway, people send WhatsApp and SMS by hand."""
    return list(Channel.values) if settings.GATEWAY_URL else [Channel.EMAIL.value]
