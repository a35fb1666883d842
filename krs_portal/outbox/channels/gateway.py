"""WhatsApp and SMS over an HTTP gateway, set by KRS_GATEWAY_URL and KRS_GATEWAY_TOKEN.

We POST `{"to", "text", "channel": "whatsapp"|"sms", "idempotency_key"}` with the token as bearer; it answers 2xx
`{"id"}`, else `{"error"}`. A key it has accepted before it answers with the same id, and sends nothing. What becomes of
the message it tells `outbox:receive`.
"""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from krs_portal.outbox.channels.answers import MessageRefused, ProviderUnreachable, build_unreachable
from krs_portal.outbox.models import Message

TIMEOUT = 10
MOST = 64 * 1024
# 4xx that is not the message's fault: our token, too slow, the first try still under way, too early, too many.
LATER = {401, 403, 408, 409, 425, 429}


def send_over_gateway(message: Message) -> str:
    asked = {
        "to": message.recipient,
        "text": message.body,
        "channel": message.channel.lower(),
        "idempotency_key": str(message.key),
    }
    status, answer = post_to_gateway(json.dumps(asked).encode(), str(message.key))
    if 200 <= status < 300:
        return read_answer_field(answer, "id")
    said = f"{status} {read_answer_field(answer, 'error') or answer}".strip()
    raise (MessageRefused if 400 <= status < 500 and status not in LATER else ProviderUnreachable)(said)


def post_to_gateway(body: bytes, key: str) -> tuple[int, str]:
    """Send one request. Redirects are not followed: they do not mean that the message was accepted."""
    url = urlsplit(settings.GATEWAY_URL)
    connection = (HTTPSConnection if url.scheme == "https" else HTTPConnection)(url.netloc, timeout=TIMEOUT)
    headers = {
        "Authorization": f"Bearer {settings.GATEWAY_TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    try:
        connection.request("POST", (url.path or "/") + (f"?{url.query}" if url.query else ""), body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MOST).decode(errors="replace")
    except (HTTPException, OSError) as error:
        raise build_unreachable(error) from error
    finally:
        connection.close()


def read_answer_field(answer: str, name: str) -> str:
    """A field of the gateway's JSON as text; empty if there is none."""
    try:
        value = json.loads(answer)[name]
    except (ValueError, KeyError, TypeError):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
