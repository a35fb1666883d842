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

from krs_portal.outbox.channels.answers import Refused, Unreachable, no_answer
from krs_portal.outbox.models import Message

TIMEOUT = 10
MOST = 64 * 1024
# 4xx that is not the message's fault: our token, too slow, the first try still under way, too early, too many.
LATER = {401, 403, 408, 409, 425, 429}


def send(message: Message) -> str:
    asked = {
        "to": message.recipient,
        "text": message.body,
        "channel": message.channel.lower(),
        "idempotency_key": str(message.key),
    }
    status, answer = post(json.dumps(asked).encode(), str(message.key))
    if 200 <= status < 300:
        return field(answer, "id")
    said = f"{status} {field(answer, 'error') or answer}".strip()
    raise (Refused if 400 <= status < 500 and status not in LATER else Unreachable)(said)


def post(body: bytes, key: str) -> tuple[int, str]:
    """One request, no redirects: a redirect is not an acceptance."""
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
        raise no_answer(error) from error
    finally:
        connection.close()


def field(answer: str, name: str) -> str:
    """A field of the gateway's JSON as text; empty where there is none."""
    try:
        value = json.loads(answer)[name]
    except (ValueError, KeyError, TypeError):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
