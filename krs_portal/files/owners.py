"""What files are about. The room that owns a kind of row says who may see its files and who may change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from krs_portal.kit.registry import Registry
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class AttachmentOwner:
    """How the room that owns a kind of row answers for its files.

    Every function receives the row's key as text; for an unknown key `may_see` returns False. `office` returns the
    office that is responsible for the file, `url` the page that lists it. A room registers it in `AppConfig.ready`.
    """

    kind: str
    may_see: Callable[[Any, str], bool]
    why_not_change: Callable[[Any, str], str | None]
    office: Callable[[str], Office]
    url: Callable[[str], str]


ATTACHMENT_OWNERS: Registry[AttachmentOwner] = Registry(lambda owner: owner.kind)
