"""The webhook over which the gateway reports what became of its messages."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework import serializers

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
REFUSAL = "a receipt has idempotency_key or id, and status sent|delivered|read|failed"


class GatewayText(serializers.Field):
    """Any value as text, without what the database cannot hold (NUL, half a surrogate pair)."""

    def to_internal_value(self, data: Any) -> str:
        return str(data).replace("\0", "").encode(errors="replace").decode()


class GatewayMoment(serializers.DateTimeField):
    """A moment with its zone; a clock that runs ahead of ours is not believed."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise serializers.ValidationError("at is no moment with a zone")
        return min(value, now())


class ReceiptSerializer(serializers.Serializer):
    idempotency_key = serializers.UUIDField(required=False)
    id = GatewayText(required=False)
    status = GatewayText()
    at = GatewayMoment(required=False)
    detail = GatewayText(required=False)
    error = GatewayText(required=False)

    def to_internal_value(self, data: Any) -> Any:
        """Empty values count as missing."""
        return super().to_internal_value({k: v for k, v in data.items() if v} if isinstance(data, dict) else data)

    def validate_status(self, status: str) -> MessageState:
        if status.lower() not in STATES:
            raise serializers.ValidationError("sent, delivered, read or failed")
        return STATES[status.lower()]

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if not told.get("idempotency_key") and not told.get("id"):
            raise serializers.ValidationError("idempotency_key or id")
        return {
            "key": told.get("idempotency_key"),
            "provider_id": told.get("id", ""),
            "state": told["status"],
            "at": told.get("at") or now(),
            "detail": told.get("detail") or told.get("error", ""),
        }


@csrf_exempt  # the gateway proves itself by its bearer token, not by a cookie
@login_not_required
@require_POST
def receive_receipts(request: HttpRequest) -> JsonResponse:
    """Webhook of the gateway: one receipt or a list of `{"idempotency_key" or "id", "status", "at"?, "detail"?}`.

    Answers how many messages are known.
    """
    if not is_from_gateway(request.headers.get("Authorization", "")):
        return JsonResponse({"error": "unknown token"}, status=403)
    try:
        told = json.loads(request.body)
    except ValueError:
        return JsonResponse({"error": REFUSAL}, status=400)
    receipts = ReceiptSerializer(data=(told if isinstance(told, list) else [told])[:MOST], many=True)
    if not receipts.is_valid():
        return JsonResponse({"error": REFUSAL, "fields": receipts.errors}, status=400)
    return JsonResponse({"known": sum(services.record_receipt(**receipt) for receipt in receipts.validated_data)})


def is_from_gateway(header: str) -> bool:
    wanted = f"Bearer {settings.GATEWAY_TOKEN}"
    return bool(settings.GATEWAY_TOKEN) and hmac.compare_digest(header.encode(), wanted.encode())
