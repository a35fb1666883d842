"""Where the gateway tells what became of its messages."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from krs_portal.kit.clock import now
from krs_portal.outbox import services
from krs_portal.outbox.enums import MessageState

STATES = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.DELIVERED,
    "failed": MessageState.FAILED,
}
MOST = 500


@csrf_exempt  # the bearer token speaks for the gateway, no cookie does
@login_not_required
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """One receipt or a list: `{"idempotency_key" or "id", "status", "at"?, "detail"?}`. Answers how many are ours."""
    if not from_gateway(request.headers.get("Authorization", "")):
        return JsonResponse({"error": "unknown token"}, status=403)
    try:
        told = json.loads(request.body)
        receipts = [read(each) for each in (told if isinstance(told, list) else [told])[:MOST]]
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse(
            {"error": "a receipt has idempotency_key or id, and status sent|delivered|read|failed"}, status=400
        )
    return JsonResponse({"known": sum(services.take_receipt(**receipt) for receipt in receipts)})


def from_gateway(header: str) -> bool:
    wanted = f"Bearer {settings.GATEWAY_TOKEN}"
    return bool(settings.GATEWAY_TOKEN) and hmac.compare_digest(header.encode(), wanted.encode())


def read(told: dict[str, Any]) -> dict[str, Any]:
    key, provider_id = told.get("idempotency_key"), str(told.get("id") or "")
    if not key and not provider_id:
        raise KeyError("id")
    return {
        "key": UUID(key) if key else None,
        "provider_id": provider_id.replace("\0", ""),
        "state": STATES[str(told["status"]).lower()],
        "at": moment_of(told.get("at")),
        "detail": str(told.get("detail") or told.get("error") or "").replace("\0", ""),
    }


def moment_of(text: Any) -> datetime:
    """When it happened as the gateway says; a clock that runs ahead of ours is not believed."""
    said = parse_datetime(str(text)) if text else None
    if text and (said is None or said.tzinfo is None):
        raise ValueError("at is no moment with a zone")
    return min(said, now()) if said else now()
