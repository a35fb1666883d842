"""What is asked of a topic, and what was answered."""

from typing import Any

from django.utils import timezone

from consultations.booking.models.topics import Topic
from consultations.counter.facts.definitions import FactChoice, FactDefinition, list_json
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.models import Consultation
from tests.factories import consultations

ASKED = (
    FactDefinition("luas", FactKind.NUMBER, "Luas bangunan", "Floor area", "m²", 6, 5000),
    FactDefinition("dana", FactKind.MONEY, "Dana yang tersedia", "Money at hand"),
    FactDefinition(
        "kondisi", FactKind.CHOICE, "Kondisi", "Condition",
        choices=(FactChoice("Baik", "Good"), FactChoice("Rusak berat", "Heavy damage")),
    ),
    FactDefinition("gambar", FactKind.YES_NO, "Sudah punya gambar", "Has drawings"),
    FactDefinition("mulai", FactKind.DAY, "Mulai membangun", "Building begins"),
    FactDefinition("bahan", FactKind.TEXT, "Bahan", "Material"),
)  # fmt: skip


def fact_form(of: Topic | None = None, asked: Any = ASKED, version: int = 1) -> FactForm:
    return FactForm.objects.get_or_create(
        topic=of or consultations.topic(), version=version, defaults={"asked": list_json(asked)}
    )[0]


def topic_facts(of: Consultation, values: Any = None, form: FactForm | None = None) -> TopicFacts:
    form = form or fact_form()
    return TopicFacts.objects.create(
        consultation=of, topic=form.topic, form=form, values=values or {"luas": 36}, written_at=timezone.now(),
        written_by=of.officer,
    )  # fmt: skip
