"""The list of messages, one message with its history, and what staff can do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.clock import TimeZone, now
from krs_portal.kit.formats import format_moment
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button
from krs_portal.outbox import policies, services
from krs_portal.outbox.enums import UNSENT, MessageState
from krs_portal.outbox.filters import MessageFilter
from krs_portal.outbox.models import Announcement, Message

UNWRITTEN_SHOWN = 50


def build_message_badge(message: Message) -> Badge:
    if message.state == MessageState.QUEUED and message.is_by_hand:
        if message.due_at > now():
            return Badge(_("Belum waktunya"), "neutral", "clock")
        return Badge(_("Kirim manual"), "warning", "message-2")
    return build_badge(MessageState(message.state))


def get_message_zone(told: Message | Announcement) -> str:
    return told.office.time_zone if told.office else TimeZone.WIB.value


@reads_parameters("cursor", *MessageFilter.base_filters)
def list_messages(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read(request.user))
    narrowed = MessageFilter(
        request.GET, Message.objects.visible_to(request.user).select_related("office").defer("body")
    )
    page = fetch_keyset_page(narrowed.qs, order=("-created_at", "-pk"), cursor=request.GET.get("cursor"))
    context = {
        "form": narrowed.form,
        "page": page,
        "unwritten": []
        if "cursor" in request.GET
        else list_unwritten_messages(request.user, narrowed.form.cleaned_data),
        "lines": [(message, build_message_badge(message), get_message_zone(message)) for message in page],
    }
    return render_page_or_fragment(request, "outbox/messages.html", context, fragment="list")


def list_unwritten_messages(user: Any, asked: dict[str, str]) -> list[tuple[Announcement, Badge, str]]:
    """Announcements whose messages are not written yet; normally gone within seconds."""
    if asked.get("channel") or asked.get("state") not in ("", MessageState.QUEUED):
        return []
    narrowed = {"kind": asked.get("kind"), "about_key": asked.get("about")}
    found = Announcement.objects.visible_to(user).filter(**{name: value for name, value in narrowed.items() if value})
    waiting = Badge(_("Menunggu ditulis"), "neutral", "clock")
    newest = found.select_related("office").order_by("-announced_at", "-pk")[:UNWRITTEN_SHOWN]
    return [(announced, waiting, get_message_zone(announced)) for announced in newest]


def show_message(request: HttpRequest, pk: int) -> HttpResponse:
    shown, at = get_visible_message(request, pk), now()
    context = {
        "message": shown,
        "badge": build_message_badge(shown),
        "zone": get_message_zone(shown),
        "facts": describe_message(shown),
        "attachments": shown.attachments.defer("content").order_by("pk"),
        "receipts": [
            (each, build_badge(MessageState(each.state)))
            for each in shown.receipts.select_related("by").order_by("noted_at", "pk")
        ],
        "actions": build_message_actions(request.user, shown, at),
        "places": [(_("Pesan"), reverse("outbox:messages")), (shown.kind_label, "")],
    }
    return render(request, "outbox/message.html", context)


def get_visible_message(request: HttpRequest, pk: int) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user).select_related("office__parent"), pk=pk)


def describe_message(message: Message) -> list[tuple[str, Any]]:
    zone = get_message_zone(message)
    facts: list[tuple[str, Any]] = [
        (_("Kepada"), f"{message.recipient_name} · {message.recipient}".removeprefix(" · ")),
        (_("Saluran"), message.get_channel_display()),
        (_("Ditulis"), format_moment(message.created_at, zone)),
        (_("Percobaan"), message.attempts),
    ]
    if message.state == MessageState.QUEUED:
        label = _("Dikirim mulai") if message.is_by_hand else _("Giliran berikutnya")
        facts.append((label, format_moment(message.due_at, zone)))
    if message.state in UNSENT and message.expires_at:
        facts.append((_("Berguna sampai"), format_moment(message.expires_at, zone)))
    if message.provider_id:
        facts.append((_("Nomor pada penyedia"), message.provider_id))
    return facts


def build_message_actions(user: Any, message: Message, at: datetime) -> list[Action]:
    """The actions that are possible in this state; others are not offered."""
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return []

    def steer(label: str, name: str, refusal: str | None, **look: str) -> Action:
        return Action(label, reverse(f"outbox:{name}", args=[message.pk]), refusal, method="post", **look)

    actions = []
    early = policies.why_not_send_yet(message, at=at) if message.is_by_hand else None
    if early or not policies.why_not_mark_sent(user, message, at=at):
        opened = _("Buka %(channel)s") % {"channel": message.get_channel_display()}
        actions = [
            Action(opened, message.hand_url, early, icon="message-2", kind="primary"),
            steer(_("Tandai terkirim"), "mark_sent", early, icon="check"),
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
def retry_message(request: HttpRequest, pk: int) -> HttpResponse:
    return run_message_action(request, pk, services.retry_message, _("Pesan dikirim ulang sebentar lagi."))


@require_POST
def cancel_message(request: HttpRequest, pk: int) -> HttpResponse:
    return run_message_action(request, pk, services.cancel_message, _("Pesan dibatalkan dan tidak akan dikirim."))


@require_POST
def mark_message_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """From the message's own page, or from the work list, to which it then leads back."""
    answer = run_message_action(request, pk, services.mark_message_sent, _("Pesan dicatat terkirim dengan tangan."))
    if "list" not in request.POST:
        return answer
    office = request.POST["list"].strip("*")
    return redirect(reverse("outbox:by_hand", query={"office": office} if office else None))


def run_message_action(request: HttpRequest, pk: int, service: Callable[..., Message], said: str) -> HttpResponse:
    press_button(request, service, message=get_visible_message(request, pk), said=said)
    return redirect("outbox:message", pk)
