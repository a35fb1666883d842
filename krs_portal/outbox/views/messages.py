"""Each message's fate, and what staff can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import TimeZone, now
from krs_portal.kit.formats import moment
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from krs_portal.outbox import policies, services
from krs_portal.outbox.enums import UNSENT, Channel, MessageState
from krs_portal.outbox.filters import MessageFilter
from krs_portal.outbox.models import Announcement, Message

UNWRITTEN_SHOWN = 50
BADGES = {
    MessageState.QUEUED: ("neutral", "clock"),
    MessageState.SENDING: ("info", "progress"),
    MessageState.SENT: ("info", "check"),
    MessageState.DELIVERED: ("success", "circle-check"),
    MessageState.FAILED: ("danger", "circle-x"),
    MessageState.CANCELLED: ("neutral", "ban"),
}


@dataclass(frozen=True)
class Badge:
    text: Any
    kind: str
    icon: str


def badge(state: str) -> Badge:
    return Badge(MessageState(state).label, *BADGES[MessageState(state)])


def badge_of(message: Message) -> Badge:
    if message.state == MessageState.QUEUED and message.is_by_hand:
        return Badge(_("Kirim manual"), "warning", "message-2")
    return badge(message.state)


def zone_of(told: Message | Announcement) -> str:
    return told.office.time_zone if told.office else TimeZone.WIB.value


def messages(request: HttpRequest) -> HttpResponse:
    services.refuse(policies.why_not_read(request.user))
    narrowed = MessageFilter(
        request.GET, Message.objects.visible_to(request.user).select_related("office").defer("body")
    )
    page = keyset(narrowed.qs, order=("-created_at", "-pk"), cursor=request.GET.get("cursor"))
    context = {
        "form": narrowed.form,
        "page": page,
        "unwritten": [] if "cursor" in request.GET else unwritten(request.user, narrowed.form.cleaned_data),
        "lines": [(message, badge_of(message), zone_of(message)) for message in page],
    }
    return faces(request, "outbox/messages.html", context, fragment="list")


def unwritten(user: Any, asked: dict[str, str]) -> list[tuple[Announcement, Badge, str]]:
    """What happened and is still to be put into words: a matter of seconds, unless something stands in its way."""
    if asked.get("channel") or asked.get("state") not in ("", MessageState.QUEUED):
        return []
    narrowed = {"kind": asked.get("kind"), "about_key": asked.get("about")}
    found = Announcement.objects.visible_to(user).filter(**{name: value for name, value in narrowed.items() if value})
    waiting = Badge(_("Menunggu ditulis"), "neutral", "clock")
    newest = found.select_related("office").order_by("-announced_at", "-pk")[:UNWRITTEN_SHOWN]
    return [(announced, waiting, zone_of(announced)) for announced in newest]


def message(request: HttpRequest, pk: int) -> HttpResponse:
    shown, at = message_of(request, pk), now()
    context = {
        "message": shown,
        "badge": badge_of(shown),
        "zone": zone_of(shown),
        "facts": facts_of(shown),
        "attachments": shown.attachments.defer("content").order_by("pk"),
        "receipts": [
            (each, badge(each.state)) for each in shown.receipts.select_related("by").order_by("noted_at", "pk")
        ],
        "actions": actions_of(request.user, shown, at),
        "places": [(_("Pesan"), reverse("outbox:messages")), (shown.kind_label, "")],
    }
    return render(request, "outbox/message.html", context)


def message_of(request: HttpRequest, pk: int) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user).select_related("office__parent"), pk=pk)


def facts_of(message: Message) -> list[tuple[str, Any]]:
    zone = zone_of(message)
    facts: list[tuple[str, Any]] = [
        (_("Kepada"), f"{message.recipient_name} · {message.recipient}".removeprefix(" · ")),
        (_("Saluran"), message.get_channel_display()),
        (_("Ditulis"), moment(message.created_at, zone)),
        (_("Percobaan"), message.attempts),
    ]
    if message.state == MessageState.QUEUED and not message.is_by_hand:
        facts.append((_("Giliran berikutnya"), moment(message.due_at, zone)))
    if message.state in UNSENT and message.expires_at:
        facts.append((_("Berguna sampai"), moment(message.expires_at, zone)))
    if message.provider_id:
        facts.append((_("Nomor pada penyedia"), message.provider_id))
    return facts


def actions_of(user: Any, message: Message, at: datetime) -> list[Action]:
    """What can be done now; what the message is past is not offered at all."""
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return []

    def steer(label: str, name: str, refusal: str | None, **look: str) -> Action:
        return Action(label, reverse(f"outbox:{name}", args=[message.pk]), refusal, method="post", **look)

    actions = []
    if message.channel != Channel.EMAIL and not policies.why_not_mark_sent(user, message):
        actions = [
            Action(_("Buka WhatsApp"), message.whatsapp_url, icon="message-2", kind="primary"),
            steer(_("Tandai terkirim"), "mark_sent", None, icon="check"),
        ]
    if not message.is_by_hand:
        actions.append(
            steer(_("Kirim ulang sekarang"), "retry", policies.why_not_retry(user, message, at=at), icon="refresh")
        )
    if message.state == MessageState.QUEUED:
        actions.append(
            steer(_("Batalkan pesan"), "cancel", policies.why_not_cancel(user, message), icon="ban", kind="danger")
        )
    return actions


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    return steered(request, pk, services.retry, _("Pesan dikirim ulang sebentar lagi."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return steered(request, pk, services.cancel, _("Pesan dibatalkan dan tidak akan dikirim."))


@require_POST
def mark_sent(request: HttpRequest, pk: int) -> HttpResponse:
    return steered(request, pk, services.mark_sent, _("Pesan dicatat terkirim dengan tangan."))


def steered(request: HttpRequest, pk: int, service: Callable[..., Message], said: str) -> HttpResponse:
    service(message=message_of(request, pk), by=request.user, at=now())
    notices.success(request, said)
    return redirect("outbox:message", pk)
