import pytest

from tests.factories import meetings, offices


@pytest.fixture
def province():
    return meetings.province()


@pytest.fixture
def host(province):
    return offices.officer(province)


@pytest.fixture
def guest(province):
    return meetings.local_agency(province)


@pytest.fixture
def operator(guest):
    return meetings.operator(guest)


@pytest.fixture
def stranger(province):
    return meetings.operator(meetings.local_agency(province, "DINAS-33-01"))


@pytest.fixture
def meeting(province, host):
    return meetings.meeting(province, host)
