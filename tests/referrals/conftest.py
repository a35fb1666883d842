import pytest

from tests.factories import offices, referrals


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def programme(balai):
    return referrals.programme(referrals.partner(balai))
