"""Answering: once by link, again and again on a tablet, and never with anything that tells who it was."""

from datetime import timedelta

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from consultations.booking.links import build_booking_link
from consultations.satisfaction import links
from consultations.satisfaction.enums import AnswerWay, LinkState, SurveyElement
from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink
from krs_portal.kit.clock import today
from krs_portal.kit.models import Submission
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL_GOOD = dict.fromkeys(SurveyElement.values, "3")


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def link(place):
    return consultations.survey_link(consultations.attendance(consultations.slot(place)))


def get_path(link):
    return "/" + links.build_survey_link(link).split("/", 3)[3]


def test_a_link_takes_one_answer_and_then_says_that_it_was_used(client, link):
    address = get_path(link)
    assert client.get(address).status_code == 200

    first = client.post(address, ALL_GOOD | {"time": "1", "comment": "Antrenya lama."})
    again = client.post(address, ALL_GOOD, follow=True)

    answer, comment = SurveyAnswer.objects.get(), SurveyComment.objects.get()
    assert (first.status_code, first["Location"]) == (302, address)
    assert "Tautan ini sudah dipakai" in again.text
    assert (answer.office, answer.way, answer.answered_on, answer.time, answer.cost) == (
        link.office, AnswerWay.LINK, today(link.office.time_zone), 1, 3
    )  # fmt: skip
    assert (comment.office, comment.text) == (link.office, "Antrenya lama.")
    assert SurveyLink.objects.get().state == LinkState.USED


def test_a_link_after_its_end_answers_a_sentence_whether_or_not_the_job_has_run(client, link):
    SurveyLink.objects.update(asked_on=today() - 16 * DAY, ends_on=today() - 2 * DAY)
    before = client.get(get_path(link))
    SurveyLink.objects.update(state=LinkState.ENDED)
    after = client.get(get_path(link))
    sent = client.post(get_path(link), ALL_GOOD, follow=True)

    assert [answer.status_code for answer in (before, after, sent)] == [410, 410, 410]
    assert all("Tautan ini berakhir pada" in answer.text for answer in (before, after, sent))
    assert not SurveyAnswer.objects.exists()


def test_a_link_that_nobody_made_answers_a_sentence(client):
    answer = client.get(reverse("consultations:survey", args=["bukan~tautan"]))

    assert (answer.status_code, "tidak dikenal" in answer.text) == (404, True)


def test_a_link_of_a_booking_is_none_of_a_survey(client, link):
    """Signed with another salt: a key that somebody has elsewhere opens nothing here."""
    token = build_booking_link(link.attendance).split("/")[-2]

    assert client.get(reverse("consultations:survey", args=[token])).status_code == 404


@pytest.mark.parametrize("marks", [{}, dict.fromkeys(SurveyElement.values, "0")])
def test_no_mark_at_all_is_refused_and_the_link_stays(client, link, marks):
    answer = client.post(get_path(link), marks | {"comment": "Bagus."})

    assert (answer.status_code, "Pilih paling sedikit satu nilai." in answer.text) == (422, True)
    assert "Bagus." in answer.text
    assert not SurveyComment.objects.exists()
    assert SurveyLink.objects.get().state == LinkState.OPEN


@pytest.mark.parametrize("mark", ["5", "-1", "x", "3.5", "9" * 30, "\0"])
def test_a_mark_outside_the_four_is_refused(client, link, mark):
    assert client.post(get_path(link), ALL_GOOD | {"time": mark}).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_i_do_not_know_is_no_mark(client, link):
    client.post(get_path(link), ALL_GOOD | {"complaints": "0"})

    assert SurveyAnswer.objects.get().complaints is None


def test_an_answer_has_nothing_by_which_its_writer_or_an_officer_is_found():
    """Its fields are these and no others; what time it has is a day, and its key says no order."""
    marks = set(SurveyElement.values)
    names = {field.name for field in SurveyAnswer._meta.get_fields()}
    of_comment = {field.name for field in SurveyComment._meta.concrete_fields}

    assert names == marks | {"id", "office", "answered_on", "way"}
    assert SurveyAnswer._meta.pk.get_internal_type() == "UUIDField"
    assert of_comment == {
        "id", "office", "answered_on", "text", "kind", "element", "reply", "replied_at", "replied_by"
    }  # fmt: skip
    assert {field.name for field in SurveyLink._meta.concrete_fields} == {
        "id", "office", "attendance", "asked_on", "ends_on", "state"
    }  # fmt: skip


def test_answering_leaves_no_moment_in_the_trail_and_no_key_of_the_form(client, link):
    """A line of the trail, or a kept key, of the same second would join the link to the marks."""
    page = client.get(get_path(link))
    key = page.text.partition('name="submission_key" value="')[2].partition('"')[0]
    contexts = pghistory.models.Context.objects.count()

    client.post(get_path(link), ALL_GOOD | {"comment": "Antrenya lama.", "submission_key": key})

    events = [model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None) is SurveyComment]
    assert SurveyComment.objects.count() == SurveyAnswer.objects.count() == 1
    assert [model.objects.count() for model in events] == [0]
    assert pghistory.models.Context.objects.count() == contexts
    assert not Submission.objects.exists()


def test_nothing_in_the_database_refers_from_an_answer_to_a_visit():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text"
            " IN ('consultations_surveyanswer')"
        )
        assert cursor.fetchall() == [("offices_office",)]


def test_the_officer_starts_a_tablet_and_every_person_answers_for_themselves(signed_in, client, place):
    page = signed_in(offices.officer(place.office)).get(reverse("consultations:survey_start", args=[place.pk]))
    path = links.build_tablet_path(place, today(place.office.time_zone))
    client.logout()

    assert path in page.text
    assert "Mulai" in client.get(path).text
    for _person in range(2):
        thanks = client.post(path, ALL_GOOD, follow=True)
        assert f'data-start="{path}"' in thanks.text
        assert 'data-wait="10"' in thanks.text
        assert "Terima kasih" in thanks.text
    assert [answer.way for answer in SurveyAnswer.objects.all()] == [AnswerWay.TABLET] * 2


def test_no_page_of_the_tablet_leads_away_from_it(client, place):
    path = links.build_tablet_path(place, today(place.office.time_zone))
    for step in ("start", "form", "thanks"):
        page = client.get(f"{path}?step={step}").text
        led = [part.partition('"')[0] for part in page.partition("<body")[2].split('href="')[1:]]

        assert led, step
        assert all(there.startswith((path, "/static/")) for there in led), led


def test_yesterdays_tablet_is_over(client, place):
    path = links.build_tablet_path(place, today(place.office.time_zone) - DAY)

    assert client.get(path).status_code == 410
    assert client.post(path, ALL_GOOD).status_code == 410
    assert client.get(reverse("consultations:survey_tablet", args=["bukan"])).status_code == 404
    assert not SurveyAnswer.objects.exists()


def test_a_tablet_is_started_by_the_people_of_its_place_only(signed_in, place):
    address = reverse("consultations:survey_start", args=[place.pk])

    assert signed_in(offices.officer(offices.balai("JAW4"))).get(address).status_code == 404


def test_a_connection_has_its_share_of_answers(client, place, settings):
    settings.THROTTLE = True
    path = links.build_tablet_path(place, today(place.office.time_zone))

    said = [client.post(path, ALL_GOOD).status_code for _try in range(22)]

    assert said == [302] * 20 + [422] * 2
