"""What Sleman's clinic learnt about the topics of its last consultations, and what its head said of them; invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from consultations.counter.facts.answers import ToldFacts
from consultations.counter.facts.definitions import FactDefinition
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.models import FactForm
from consultations.counter.facts.services import decide_facts, keep_facts
from consultations.counter.models import Consultation
from consultations.counter.review import services
from consultations.counter.review.enums import ReviewVerdict
from krs_portal.accounts.models import User
from krs_portal.offices.models import Office

WITH_FACTS, REVIEWED = 40, 6  # of the last consultations, so many
SEED = 2022
RETURNED = "Sarannya belum menyebut ukuran pondasi. Lengkapi lewat “Koreksi”."


def load_records(office: Office, staff: list[User], now: datetime) -> None:
    head, officer = staff[0], staff[1]
    last = list(Consultation.objects.closed().filter(office=office).order_by("-closed_at", "-pk")[:WITH_FACTS])
    chance = Random(SEED)  # noqa: S311 - invented answers
    asked = {form.topic_id: form.definitions for form in FactForm.objects.newest()}
    for consultation in last:
        topics = list(consultation.topics.in_order())
        told = {
            topic.code: ToldFacts({fact.key: invent_answer(fact, chance) for fact in asked[topic.pk]})
            for topic in topics
        }
        keep_facts(consultation, decide_facts({}, topics, told), by=officer, at=consultation.recorded_at)
    reviewed = last[:REVIEWED]
    services.set_review(office=office, is_wanted=True, by=head, at=reviewed[-1].recorded_at - timedelta(minutes=1))
    for consultation, verdict, remark in (
        (reviewed[-1], ReviewVerdict.AGREED, ""),
        (reviewed[-2], ReviewVerdict.RETURNED, RETURNED),
    ):
        services.review_consultation(consultation=consultation, verdict=verdict, remark=remark, by=head, at=now)


def invent_answer(fact: FactDefinition, chance: Random) -> Any:
    """Something that could be true; a fifth is not talked about."""
    if chance.random() < 1 / 5:
        return None
    match fact.kind:
        case FactKind.CHOICE:
            return chance.choice(fact.choices).text
        case FactKind.YES_NO:
            return chance.choice([True, False])
        case FactKind.NUMBER:
            low, high = int(fact.low or 0), int(fact.high or 100)
            return chance.randint(low, min(high, low + 120))
        case FactKind.MONEY:
            return chance.randint(2, 80) * 500_000
    return "Data contoh"
