"""Behind proxies of our own a request is known by the address that the outermost of them has seen."""

import pytest
from django.test import RequestFactory

from krs_portal.kit.proxies import TrustedProxies

PROXY, CITIZEN, INVENTED = "10.0.0.1", "203.0.113.7", "198.51.100.9"


def seen(settings, proxies, header):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": header} if header else {})
    TrustedProxies(lambda _: None)(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, CITIZEN, PROXY),  # nobody is trusted unless it was said
        (1, CITIZEN, CITIZEN),
        (1, f"{INVENTED}, {CITIZEN}", CITIZEN),  # what a citizen sends along counts for nothing
        (2, f"{INVENTED}, {CITIZEN}, 10.0.0.2", CITIZEN),
        (2, CITIZEN, PROXY),  # came past one of the proxies
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_an_address_is_believed_from_our_own_proxies_only(settings, proxies, header, address):
    assert seen(settings, proxies, header) == address


@pytest.mark.django_db
def test_two_citizens_behind_one_proxy_do_not_share_their_tries(client, settings):
    settings.THROTTLE, settings.TRUSTED_PROXIES = True, 1

    def tried(citizen, number=0):
        posted = {"reference": "KRS-7F3KQ2P", "phone": f"0812345678{number:02}"}
        return client.post("/janji/cek/", posted, REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": citizen}).status_code

    first = [tried(CITIZEN, number) for number in range(40)]

    assert 429 in first
    assert tried(INVENTED, 41) != 429
