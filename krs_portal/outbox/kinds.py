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

from krs_portal.kit.registry import Registry
from krs_portal.kit.words import squeeze_spaces
from krs_portal.outbox.enums import Channel


def refuse_announcement(announced: Any, at: datetime) -> list[Any]:
    raise ValueError(f"messages of kind {announced.kind} are written at once or not at all")


@dataclass(frozen=True)
class MessageKind:
    """`about_url` is the name of the URL that shows, by its key, what such a message is about.

    `letters` returns the `OutgoingLetter`s of an `Announcement` of this kind; none if it is outdated.
    """

    code: str
    label: Any
    channels: frozenset[Channel]
    about_url: str = ""
    letters: Callable[[Any, datetime], list[Any]] = refuse_announcement

    def template_name(self, channel: str, language: str) -> str:
        return f"outbox/{self.code}.{language}{'.sms' if channel == Channel.SMS else ''}.txt"

    def written(self, channel: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and body in the recipient's language."""
        template: Any = get_template(self.template_name(channel, language))
        with translation.override(language):
            text = template.template.render(Context(dict(context), autoescape=False)).strip()  # plain text, no HTML
        if channel == Channel.SMS:
            return "", squeeze_spaces(text)
        subject, _line, body = text.partition("\n")
        return squeeze_spaces(subject), body.strip()


MESSAGE_KINDS: Registry[MessageKind] = Registry(lambda kind: kind.code)


def label_message_kind(code: str) -> Any:
    """The label of a kind, or its code if the room that wrote it is gone."""
    kind = MESSAGE_KINDS.find(code)
    return kind.label if kind else code
