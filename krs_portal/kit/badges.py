"""A state in a word, with a colour and an icon, decided before the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Badge:
    """What `components/badge.html` draws. `kind` is neutral, info, success, warning or danger."""

    text: Any
    kind: str = "neutral"
    icon: str = ""


class Badged(Protocol):
    """A member of an enum that knows how it looks: `look` is its kind and its icon."""

    @property
    def label(self) -> Any: ...

    @property
    def look(self) -> tuple[str, str]: ...


def label_in_sentence(member: Any) -> str:
    """The label of an enum's member inside a sentence: "Pesan ini terkirim"."""
    return str(member.label).lower()


def build_badge(member: Badged, text: Any = "") -> Badge:
    """The badge of an enum's member, under its own label or another text."""
    return Badge(text or member.label, *member.look)
