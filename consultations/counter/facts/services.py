"""The next version of what is asked, and keeping what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.booking.models.topics import Topic
from consultations.counter.facts.answers import Kept, KeptFacts, Told
from consultations.counter.facts.definitions import FactDefinition, list_json
from consultations.counter.facts.fields import clean_fact, name_fact
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.facts.policies import why_not_ask_anew, why_not_make_version
from consultations.counter.models import Consultation
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_fields, reject_if
from krs_portal.kit.saving import save_checked_row


@transaction.atomic
def add_fact_form(*, topic: Topic, definitions: Sequence[FactDefinition], by: Any, at: datetime) -> FactForm:
    """Ask this from now on. What was recorded before keeps the version by which it was asked."""
    refuse_if(why_not_ask_anew(by))
    topic = lock_row(topic, no_key=True)
    reject_if(why_not_make_version(topic, definitions))
    highest = FactForm.objects.filter(topic=topic).aggregate(version=Max("version"))["version"] or 0
    asked = list_json(definitions)
    return save_checked_row(FactForm(topic=topic, version=highest + 1, asked=asked, made_at=at, made_by=by))


def fetch_kept_facts(consultation: Consultation) -> Kept:
    rows = TopicFacts.objects.filter(consultation=consultation) if consultation.pk else ()
    return {row.topic_id: KeptFacts(row.form_id, row.values) for row in rows}


def decide_facts(kept: Kept, topics: Iterable[Topic], told: Told) -> Kept:
    """What is kept of the chosen topics once `told` is taken in. Raises ValidationError that names each fact."""
    chosen = {topic.code: topic for topic in topics}
    for code in told.keys() - chosen.keys():
        raise ValidationError({name_fact(code): _("Topik ini tidak dipilih pada konsultasi ini.")})
    decided = {topic.pk: kept[topic.pk] for topic in chosen.values() if topic.pk in kept}
    errors: dict[str, Any] = {}
    for code, answers in told.items():
        topic = chosen[code]
        form = find_form(topic, answers.version, kept.get(topic.pk))
        values = read_values(form, code, answers.values, errors)
        decided.pop(topic.pk, None)
        if form and values:
            decided[topic.pk] = KeptFacts(form.pk, values)
    reject_fields(errors)
    return decided


def find_form(topic: Topic, version: int | None, kept: KeptFacts | None) -> FactForm | None:
    """The version that was asked: the one named, else the record's own, else the newest."""
    forms = FactForm.objects.filter(topic=topic)
    if version is not None:
        found = forms.filter(version=version).first()
        reject_if(None if found else _("Versi isian ini tidak ada."), name_fact(topic.code))
        return found
    return forms.get(pk=kept.form_id) if kept else forms.order_by("-version").first()


def read_values(form: FactForm | None, code: str, sent: Mapping[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """The answers as they are kept; what is wrong is put into `errors` under the name of the fact."""
    asked = {fact.key: fact for fact in form.definitions} if form else {}
    for key in sent.keys() - asked.keys():
        errors[name_fact(code, str(key))] = _("Isian ini tidak ditanyakan untuk topik ini.")
    values: dict[str, Any] = {}
    for key in [key for key in asked if key in sent]:
        try:
            value = clean_fact(asked[key], sent[key])
        except ValidationError as error:
            errors[name_fact(code, key)] = error.messages
        else:
            values |= {} if value is None else {key: value}
    return values


def keep_facts(consultation: Consultation, decided: Kept, *, by: Any, at: datetime) -> None:
    """Store what was decided; a row that stays the same is not touched, so that the trail tells changes only."""
    before = fetch_kept_facts(consultation)
    gone = before.keys() - decided.keys()
    TopicFacts.objects.filter(consultation=consultation, topic__in=gone).delete()
    for topic, facts in decided.items():
        if before.get(topic) != facts:
            values = {"form_id": facts.form_id, "values": facts.values, "written_at": at, "written_by": by}
            TopicFacts.objects.update_or_create(consultation=consultation, topic_id=topic, defaults=values)
