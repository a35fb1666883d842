"""What a new portal asks a citizen: put in once, and then the administrators'."""

from datetime import date

import pytest
from django.urls import reverse

from consultations.booking.enums import LeadsTo
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from consultations.booking.reference import REFERENCES
from krs_portal.kit.loading import load_references
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


def load():
    return dict(load_references(REFERENCES, date(2026, 11, 28)))


def test_topics_and_questions_are_there_once():
    assert load() == {"topics": 14, "triage questions": 17, "service standards": 7, "how-to answers": 8}
    assert load() == {}


def test_every_topic_that_is_offered_is_asked_about(client):
    load()
    consultations.slot(clinics.place(offices.balai("JAW3")))
    offered = Topic.objects.filter(is_offered=True)

    for topic in offered:
        assert topic.questions.exists(), topic.code
        assert client.get(reverse("consultations:book"), {"topic": topic.code.lower()}).status_code == 200
    assert TriageChoice.objects.filter(leads_to=LeadsTo.TOPIC, other_topic__isnull=False).count() == 2


def test_a_topic_that_was_renamed_or_taken_off_stays_so():
    load()
    Topic.objects.filter(code="RAB").update(name="Biaya", is_offered=False)

    load()

    assert Topic.objects.filter(name="Biaya", is_offered=False).count() == 1


def test_a_question_that_was_deleted_or_moved_does_not_come_back():
    load()
    TriageQuestion.objects.filter(topic__code="DESAIN", position=2).delete()
    TriageQuestion.objects.filter(topic__code="DESAIN", position=1).update(position=5)

    load()

    assert list(TriageQuestion.objects.filter(topic__code="DESAIN").values_list("position", flat=True)) == [5]


def test_a_place_that_somebody_filled_before_is_left_alone():
    topic = Topic.objects.create(code="DESAIN", name="Desain kami", name_en="Our design", pillar="TECHNICAL")
    TriageQuestion.objects.create(topic=topic, text="Sudah ada gambar?", position=1)

    load()

    assert Topic.objects.get(code="DESAIN").name == "Desain kami"
    assert topic.questions.get(position=1).text == "Sudah ada gambar?"
    assert topic.questions.get(position=2).choices.exists()


def test_questions_of_a_topic_that_is_gone_are_left_out():
    load_references(REFERENCES[:1], date(2026, 11, 28))
    Topic.objects.filter(code="DESAIN").delete()

    load()

    assert not TriageQuestion.objects.filter(topic__code="DESAIN").exists()
    assert not TriageChoice.objects.filter(text="Belum; saya perlu gambar dahulu").exists()
