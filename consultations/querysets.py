from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F

from clinics.querysets import OfficeScopedQuerySet
from consultations.enums import ConsultationState, SlotKind, SlotState
from krs_portal.offices.models import Office

if TYPE_CHECKING:
    from consultations.models import Slot  # noqa: F401


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(place__office__in=Office.objects.visible_to(user))

    def bookable(self, at: datetime) -> Self:
        """Open to the public, still ahead, and with a seat left."""
        return self.filter(state=SlotState.OPEN, starts_at__gt=at, seats_taken__lt=F("seats")).exclude(
            kind=SlotKind.WALK_IN
        )

    def with_place(self) -> Self:
        return self.select_related("place__office")


class AttendanceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(slot__place__office__in=Office.objects.visible_to(user))


class ConsultationQuerySet(OfficeScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state=ConsultationState.OPEN)

    def closed(self) -> Self:
        return self.filter(state=ConsultationState.CLOSED)
