"""The kinds of meeting. An upper room registers its own, and what follows when their minutes are agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.registry import Registry


def do_nothing(minutes: Any, *, by: Any, at: Any) -> None: ...


@dataclass(frozen=True)
class MeetingKind:
    """`on_agreed(minutes, by=, at=)` runs in the transaction of the last side's word: what it refuses is not agreed.

    `why_not_propose(meeting)` may hold minutes back; `url(meeting)` names the room's own page of such a meeting, and
    `move_url(meeting)` the one it is moved on, where its time belongs to something of the room.
    """

    code: str
    label: Any
    on_agreed: Callable[..., None] = do_nothing
    why_not_propose: Callable[[Any], str | None] = lambda meeting: None
    url: Callable[[Any], str] = lambda meeting: ""
    move_url: Callable[[Any], str] = lambda meeting: ""


MEETING_KINDS: Registry[MeetingKind] = Registry(lambda kind: kind.code)


def get_meeting_kind(code: str) -> MeetingKind:
    """The kind of that code. If its room is gone, the meeting is treated as an ordinary one."""
    return MEETING_KINDS.find(code) or MeetingKind(code, _("Rapat"))
