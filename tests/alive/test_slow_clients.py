"""Fifty clients that send half a request each leave the portal to everybody else."""

import pytest

from benchmarks.crowd import HALF_BODY, HALF_HEAD, stalling

MANY = 50
PATIENCE = 5  # seconds; it is a matter of milliseconds, or of minutes


@pytest.mark.parametrize("sent", [HALF_HEAD, HALF_BODY], ids=["head", "body"])
def test_half_sent_requests_leave_the_home_page_open(portal, sent):
    with stalling(portal.base, sent, MANY):
        answers = [portal.visit().get("/") for _ in range(6)]

    assert {answer.status for answer in answers} == {200}
    assert max(answer.seconds for answer in answers) < PATIENCE
