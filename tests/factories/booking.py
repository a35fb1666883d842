"""A citizen at the booking pages: a time pressed, the form filled, the answers checked."""

import uuid
from urllib.parse import urlencode

from django.urls import reverse

PHONE = "0812 3456 7890"


def typed(**changes):
    return {
        "name": "Siti Aminah",
        "phone": PHONE,
        "party_size": "1",
        "contact_by": "WHATSAPP",
        "language": "id",
    } | changes


def hold(client, slot, *, people=1, token="", topic="desain", **posted):
    address = f"{reverse('consultations:book_slot', args=[slot.pk])}?{urlencode({'topic': topic})}"
    return client.post(address, {"token": token or uuid.uuid4().hex, f"people-{slot.pk}": people, **posted})


def fill(client, token, follow=False, **changes):
    return client.post(reverse("consultations:person", args=[token]), typed(**changes), follow=follow)


def send(client, slot, *, token="", people=1, **changes):
    """The whole way: the answer of the last page, or of the one that refused."""
    held = hold(client, slot, token=token, people=people)
    if held.status_code != 302:
        return held
    token = held.url.split("/")[-2]
    filled = fill(client, token, **changes)
    if filled.status_code != 302:
        return filled
    return client.post(reverse("consultations:check", args=[token]), {"consents": "on"})
