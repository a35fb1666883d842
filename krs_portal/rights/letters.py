"""What is written to whoever asks about their data: the code, and what became of the request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.about import About
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_moment
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import OutgoingLetter, build_event_key
from krs_portal.rights.models import DataRequest
from krs_portal.rights.subjects import DataSubject

ABOUT = "data-subject"
CODE = MessageKind("data-code", _("Kode untuk membuka data pribadi"), frozenset(Channel))
TOLD = MessageKind("data-request", _("Kabar tentang permintaan data pribadi"), frozenset(Channel))
KINDS = (CODE, TOLD)


def build_code_letters(subject: DataSubject, code: str, *, at: datetime, ends_at: datetime) -> list[OutgoingLetter]:
    said = {"code": code, "until": format_moment(ends_at, subject.office.time_zone)}
    return build_letters(CODE, subject, said, at.isoformat(), expires_at=ends_at)


def build_request_letters(subject: DataSubject, request: DataRequest) -> list[OutgoingLetter]:
    """That it came in, or how it was answered."""
    with translation.override(subject.language):
        said = {
            "number": request.number,
            "what": request.get_kind_display(),
            "state": request.state,
            "due": format_moment(request.due_at, subject.office.time_zone),
            "answer": request.answer or "",
        }
    return build_letters(TOLD, subject, said, request.number, request.state)


def build_letters(
    kind: MessageKind, subject: DataSubject, said: dict[str, Any], *event: str, expires_at: datetime | None = None
) -> list[OutgoingLetter]:
    about = f"{subject.kind}.{subject.key}"
    return [
        OutgoingLetter(
            kind=kind.code,
            event_key=build_event_key(kind.code, about, *event, channel),
            to=recipient,
            channel=channel,
            language=subject.language,
            context=said | {"name": recipient.name, "office": subject.office.name_on(today(subject.office.time_zone))},
            office=subject.office,
            about=About(ABOUT, about),
            expires_at=expires_at,
        )
        for channel, recipient in subject.ways
    ]
