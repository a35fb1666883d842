"""The photos and documents of an estate and of what belongs to it: who may see them, who may add or remove some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from krs_portal.files.owners import ATTACHMENT_OWNERS, AttachmentOwner
from krs_portal.kit.numbers import read_key
from monitoring.register.models import Estate
from monitoring.register.policies import why_not_edit_estate

ESTATE = "monitoring-estate"


def build_estate_owner(
    kind: str, model: Any, *, estate: str, url: str, why_not_change: Callable[[Any, Any], str | None]
) -> AttachmentOwner:
    """Files of rows that belong to an estate: whoever sees the row sees them, and the estate's agency keeps them.

    `estate` is the path from the row to its estate, "" for the estate itself.
    """

    def find_row(key: str) -> Any:
        return model.objects.select_related(f"{estate}__office" if estate else "office").get(pk=key)

    def get_office(key: str) -> Any:
        row = find_row(key)
        return (getattr(row, estate) if estate else row).office

    return AttachmentOwner(
        kind,
        may_see=lambda user, key: model.objects.visible_to(user).filter(pk=read_key(key)).exists(),
        why_not_change=lambda user, key: why_not_change(user, find_row(key)),
        office=get_office,
        url=lambda key: reverse(url, args=[key]),
    )


def register_estate_files() -> None:
    ATTACHMENT_OWNERS.register(
        build_estate_owner(ESTATE, Estate, estate="", url="monitoring:estate", why_not_change=why_not_edit_estate)
    )
