"""The kinds of message. An upper app registers its own; their words stand in templates/outbox/.

`<kind>.<language>.txt` is for e-mail and WhatsApp, its first line the subject; `<kind>.<language>.sms.txt` is for SMS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from krs_portal.outbox.enums import Channel


def never_announced(announced: Any, at: datetime) -> list[Any]:
    raise ValueError(f"messages of kind {announced.kind} are written at once or not at all")


@dataclass(frozen=True)
class MessageKind:
    """`about_url` names the URL that shows, by its key, what such a message is about.

    `letters` gives the `Letter`s of an `Announcement` of this kind; none where something later has overtaken it.
    """

    code: str
    label: Any
    channels: frozenset[Channel]
    about_url: str = ""
    letters: Callable[[Any, datetime], list[Any]] = never_announced

    def template_name(self, channel: str, language: str) -> str:
        return f"outbox/{self.code}.{language}{'.sms' if channel == Channel.SMS else ''}.txt"

    def written(self, channel: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and body as they will leave, in the recipient's language."""
        template: Any = get_template(self.template_name(channel, language))
        with translation.override(language):
            text = template.template.render(Context(dict(context), autoescape=False)).strip()  # plain text, no HTML
        if channel == Channel.SMS:
            return "", " ".join(text.split())
        subject, _line, body = text.partition("\n")
        return " ".join(subject.split()), body.strip()


_kinds: dict[str, MessageKind] = {}


def register(*kinds: MessageKind) -> None:
    _kinds.update({kind.code: kind for kind in kinds})


def get(code: str) -> MessageKind:
    return _kinds[code]


def every() -> list[MessageKind]:
    return list(_kinds.values())


def label_of(code: str) -> Any:
    """The name of a kind; the code itself where the app that wrote it is gone."""
    return _kinds[code].label if code in _kinds else code
