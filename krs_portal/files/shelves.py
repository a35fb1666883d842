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
class Shelf:
    photos: list[Attachment]
    documents: list[Attachment]
    attach_url: str  # empty where the user may not add or remove
    anchor: str = "berkas"  # what its fields are called on a page that shows several

    @property
    def is_empty(self) -> bool:
        return not self.photos and not self.documents


def shelf(user: Any, about: About) -> Shelf:
    """Empty for whoever may not see it."""
    if policies.why_not_see_about(user, about):
        return Shelf([], [], "")
    return filled(Attachment.objects.present().about(*about).in_order(), about, user)


def filled(rows: Any, about: About, user: Any) -> Shelf:
    found = list(rows)
    may_attach = policies.why_not_attach(user, about) is None
    return Shelf(
        photos=[each for each in found if each.is_photo],
        documents=[each for each in found if not each.is_photo],
        attach_url=reverse("files:attach", args=about) if may_attach else "",
        anchor=slugify("-".join(about).replace(".", "-")),
    )
