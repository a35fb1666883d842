"""What a page offers, decided before the template: a label, its URL, and why it is not allowed."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Action:
    """One button. With a `refusal` it is disabled and the sentence stands beside it."""

    label: Any
    url: str
    refusal: Any = None
    icon: str = ""
    kind: str = "secondary"  # flag | primary | secondary | danger
    method: str = "get"  # get → a link, post → a form


@dataclass(frozen=True)
class Tab:
    """One view among several of the same matter; a link with its own address."""

    label: Any
    url: str
    current: bool = False
    count: int | None = None
