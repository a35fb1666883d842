from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from krs_portal.files.enums import RETENTION, AttachmentKind
from krs_portal.kit.about import AboutQuerySet
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from krs_portal.files.models import Attachment  # noqa: F401


class AttachmentQuerySet(OfficeScopedQuerySet["Attachment"], AboutQuerySet["Attachment"]):  # type: ignore[override]
    def visible_to(self, user: Any) -> Self:
        """Filter by office, for lists of all files.

        For one file, or the files of one row, ask `policies.why_not_see`.
        """
        return super().visible_to(user).present()

    def present(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def photos(self) -> Self:
        return self.filter(kind=AttachmentKind.PHOTO)

    def documents(self) -> Self:
        return self.filter(kind=AttachmentKind.DOCUMENT)

    def in_order(self) -> Self:
        return self.order_by("uploaded_at", "pk")

    def kept_long_enough(self, at: datetime) -> Self:
        """Attachments removed so long ago that their bytes may be deleted."""
        return self.filter(removed_at__lte=at - RETENTION).exclude(content="")
