"""The questions of a topic: asked one by one, skipped, leading elsewhere."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from consultations.booking import triage
from consultations.booking.enums import LeadsTo
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return consultations.topic()


@pytest.fixture
def questions(topic):
    made = [
        TriageQuestion.objects.create(topic=topic, text=f"Tanya {n}?", text_en=f"Ask {n}?", position=n) for n in (1, 2)
    ]
    for question in made:
        for text in ("Ya", "Tidak"):
            TriageChoice.objects.create(question=question, text=text, advice=f"Saran {text} {question.position}")
    return made


def choice(question, text="Ya"):
    return question.choices.get(text=text)


def test_questions_come_one_by_one_and_advise(topic, questions):
    first, second = questions
    start = triage.follow_answers(topic, "")
    assert (start.question, start.number, start.of) == (first, 1, 2)

    then = triage.follow_answers(topic, start.after(choice(first)))
    assert (then.question, then.advice) == (second, ["Saran Ya 1"])

    done = triage.follow_answers(topic, then.after(choice(second, "Tidak")))
    assert (done.question, done.advice) == (None, ["Saran Ya 1", "Saran Tidak 2"])


def test_the_rest_can_be_skipped(topic, questions):
    assert triage.follow_answers(topic, "lewati").question is None
    assert triage.follow_answers(topic, f"{choice(questions[0]).pk}-lewati").advice == ["Saran Ya 1"]


def test_an_answer_that_is_none_is_not_answered(topic, questions):
    assert triage.follow_answers(topic, "999999").question == questions[0]


def test_an_answer_may_lead_to_another_topic(topic, questions):
    other = consultations.topic("bantuan")
    TriageChoice.objects.filter(pk=choice(questions[0]).pk).update(leads_to=LeadsTo.TOPIC, other_topic=other)

    done = triage.follow_answers(topic, str(choice(questions[0]).pk))

    assert (done.topic, done.question) == (other, None)


def test_an_answer_may_suggest_a_way(topic, questions):
    TriageChoice.objects.filter(pk=choice(questions[0]).pk).update(leads_to=LeadsTo.CHANNEL, channel="ONLINE")

    assert triage.follow_answers(topic, f"{choice(questions[0]).pk}-lewati").channel == "ONLINE"


@pytest.mark.parametrize("fields", [{"leads_to": LeadsTo.TOPIC}, {"leads_to": LeadsTo.CHANNEL}, {"channel": "ONLINE"}])
def test_a_choice_that_leads_nowhere_is_refused(questions, fields):
    with pytest.raises(ValidationError):
        TriageChoice(question=questions[0], text="Mungkin", **fields).full_clean()


def test_the_page_asks_in_the_readers_language(client, topic, questions):
    consultations.slot(clinics.place(offices.balai("JAW3")))

    page = client.get(reverse("consultations:book"), {"topic": topic.code}).content.decode()

    assert "Tanya 1?" in page
    assert "Pertanyaan 1 dari 2" in page
    with override("en"):
        assert str(questions[0]) == "Ask 1?"
