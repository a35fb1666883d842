"""What a page shows of the files about something, for `components/attachments.html`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from krs_portal.files import policies
from krs_portal.files.models import Attachment
from krs_portal.kit.about import About


@dataclass(frozen=True)
class AttachmentShelf:
    photos: list[Attachment]
    documents: list[Attachment]
    attach_url: str  # empty where the user may not add or remove
    anchor: str = "berkas"  # what its fields are called on a page that shows several

    @property
    def is_empty(self) -> bool:
        return not self.photos and not self.documents


def build_shelf(user: Any, about: About) -> AttachmentShelf:
    """The attachments of a row for the template; empty if the user may not see them."""
    if policies.why_not_see_about(user, about):
        return AttachmentShelf([], [], "")
    return fill_shelf(Attachment.objects.present().about(*about).in_order(), about, user)


def fill_shelf(rows: Any, about: About, user: Any) -> AttachmentShelf:
    found = list(rows)
    may_attach = policies.why_not_attach(user, about) is None
    return AttachmentShelf(
        photos=[each for each in found if each.is_photo],
        documents=[each for each in found if not each.is_photo],
        attach_url=reverse("files:attach", args=about) if may_attach else "",
        anchor=slugify("-".join(about).replace(".", "-")),
    )
