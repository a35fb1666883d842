"""The picture of a round: what nobody answered is said, and no figure is asked that is none."""

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring.register.enums import EmptyReason
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def head(agency):
    return offices.head(agency)


@pytest.fixture
def round_(agency, head):
    return monitoring.round_of(agency, opened_at=timezone.now(), opened_by=head)


def picture(browser):
    return browser.get(reverse("monitoring:picture")).content.decode()


def rows(browser, round_, **asked):
    return browser.get(reverse("monitoring:round_rows", args=[round_.pk]), asked)


def test_a_location_without_answer_is_said_and_not_counted_as_empty(signed_in, agency, head, round_):
    semarang = monitoring.local(agency)
    monitoring.profile(round_, monitoring.estate(semarang), units=50, occupied=40)
    monitoring.profile(round_, monitoring.estate(semarang), units=70, occupied=None)

    page = picture(signed_in(head))

    assert "80,00\xa0% unit rusun terhuni, 10 unit kosong" in page
    assert "1 lokasi rusun belum mengisi" in page


def test_reasons_left_open_count_as_unknown(round_, agency):
    estate = monitoring.estate(monitoring.local(agency))

    profile = monitoring.profile(round_, estate, units=50, occupied=40, empty_reasons={EmptyReason.BROKEN: 4})

    assert profile.empty_because(EmptyReason.BROKEN) == 4
    assert profile.empty_because(EmptyReason.UNKNOWN) == 6


def test_a_question_that_cannot_be_read_is_not_there(signed_in, head, round_):
    assert rows(signed_in(head), round_, angka="x").status_code == 404


def test_without_a_round_the_page_says_what_comes_next(signed_in, head):
    assert "Belum ada putaran monitoring" in picture(signed_in(head))


def test_another_province_does_not_see_the_round(signed_in, round_):
    other = offices.head(monitoring.province("35", "Jawa Timur"))

    assert rows(signed_in(other), round_, angka="units").status_code == 404


def test_a_clinic_has_no_business_here(signed_in):
    assert signed_in(offices.officer(offices.balai())).get(reverse("monitoring:picture")).status_code == 403


def test_the_problems_of_a_kab_kota_open_its_own_problems(signed_in, agency, head, round_):
    here = monitoring.estate(monitoring.local(agency))
    there = monitoring.estate(monitoring.local(agency, "33.72", "Surakarta"))
    own, _other = (monitoring.problem(each, found_on=round_.desk_ends_on) for each in (here, there))
    for each in (here, there):
        monitoring.profile(round_, each)
    browser = signed_in(head)
    board = browser.get(reverse("monitoring:picture")).context["board"]

    [line] = [each for each in board["rows"] if each.line.region == here.region]
    opened = browser.get(line.problems_url)

    assert line.line.open_problems == 1
    assert [row["problem"] for row in opened.context["rows"]] == [own]


@pytest.mark.parametrize("asked", [{"floor": "9" * 30}, {"block": "x"}, {"state": "lost"}, {"block": "\x00"}])
def test_units_asked_for_in_words_that_cannot_be_read_are_refused_and_not_all_shown(signed_in, agency, head, asked):
    estate = monitoring.estate(monitoring.local(agency), units=None)
    monitoring.listed_block(estate, units=3)

    answer = signed_in(head).get(reverse("monitoring:units", args=[estate.pk]), asked)

    assert answer.status_code == 400
    assert next(iter(asked)) in answer.content.decode()
