"""What the gateway tells afterwards: in any order, twice, or by somebody who is not the gateway."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Message
from tests.factories import outbox

pytestmark = pytest.mark.django_db
URL = "/outbox/terima/"
AT = timezone.now() - timedelta(minutes=1)


@pytest.fixture
def tell(client, settings):
    settings.GATEWAY_TOKEN = "rahasia-gerbang"

    def post(told, bearer="rahasia-gerbang"):
        return client.post(URL, told, content_type="application/json", headers={"Authorization": f"Bearer {bearer}"})

    return post


@pytest.fixture
def sent():
    message = outbox.message(channel=Channel.WHATSAPP)
    Message.objects.update(state="SENT", provider_id="wa-1")
    return message


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_in_whatever_order_they_come_a_message_only_moves_on(tell, sent, order):
    for step, status in enumerate(order):
        tell({"id": "wa-1", "status": status, "at": (AT + timedelta(seconds=step)).isoformat()})

    assert Message.objects.get().state == "DELIVERED"
    assert sent.receipts.count() == 3


def test_a_late_sent_does_not_hide_a_failure_but_delivery_does(tell, sent):
    tell({"idempotency_key": str(sent.key), "status": "failed", "detail": "tidak aktif", "at": AT.isoformat()})
    tell({"idempotency_key": str(sent.key), "status": "sent", "at": AT.isoformat()})
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("FAILED", "tidak aktif")

    tell([{"id": "wa-1", "status": "delivered"}])

    assert (Message.objects.get().state, Message.objects.get().last_error) == ("DELIVERED", "")


def test_told_twice_it_is_written_once(tell, sent):
    for _ in range(2):
        assert tell({"id": "wa-1", "status": "delivered", "at": AT.isoformat()}).json() == {"known": 1}

    assert sent.receipts.count() == 1


def test_nobody_but_the_gateway_is_heard(tell, sent, settings):
    assert tell({"id": "wa-1", "status": "delivered"}, bearer="lain").status_code == 403
    settings.GATEWAY_TOKEN = ""
    assert tell({"id": "wa-1", "status": "delivered"}, bearer="").status_code == 403

    assert Message.objects.get().state == "SENT"


@pytest.mark.parametrize(
    "told",
    [
        "bukan json",
        "[1]",
        {"status": "sent"},
        {"id": "1", "status": "?"},
        {"idempotency_key": "x", "status": "sent"},
        {"id": "1", "status": "sent", "at": "2026"},
    ],
)
def test_what_is_no_receipt_is_refused(tell, told):
    assert tell(told).status_code == 400


def test_a_message_of_somebody_else_is_not_ours(tell, db):
    assert tell({"id": "wa-999", "status": "sent"}).json() == {"known": 0}


def test_what_is_wrong_with_a_receipt_is_said_at_its_field(tell, db):
    answer = tell([{"id": "wa-1", "status": "sent"}, {"id": "wa-2", "status": "lost", "at": "2026-11-27T10:00"}])

    assert answer.status_code == 400
    assert {place: sorted(fields) for place, fields in answer.json()["fields"].items()} == {"1": ["at", "status"]}


def test_what_the_database_cannot_hold_is_left_out(tell, sent):
    assert tell({"id": "wa-1\0", "status": "failed", "detail": "nomor\0 \ud800 mati"}).json() == {"known": 1}

    assert Message.objects.get().last_error == "nomor ? mati"
