from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from krs_portal.files.enums import RETENTION, AttachmentKind
from krs_portal.offices.models import Office

if TYPE_CHECKING:
    from krs_portal.files.models import Attachment  # noqa: F401


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Any) -> Self:
        """By office, for lists across everything. One file, and the files of one matter: ask `policies.why_not_see`."""
        return self.present().filter(office__in=Office.objects.visible_to(user))

    def about(self, kind: str, *keys: Any) -> Self:
        """The files about one row of a kind, or about several."""
        return self.filter(about_kind=kind, about_key__in=[str(key) for key in keys])

    def present(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def photos(self) -> Self:
        return self.filter(kind=AttachmentKind.PHOTO)

    def documents(self) -> Self:
        return self.filter(kind=AttachmentKind.DOCUMENT)

    def in_order(self) -> Self:
        return self.order_by("uploaded_at", "pk")

    def kept_long_enough(self, at: datetime) -> Self:
        """Removed so long ago that their bytes may go."""
        return self.filter(removed_at__lte=at - RETENTION).exclude(content="")
