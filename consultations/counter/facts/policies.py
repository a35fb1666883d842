"""Who may say what is asked of each topic, as a sentence of refusal. `None` means yes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clinics.policies import acts_for_ministry
from consultations.booking.models.topics import Topic
from consultations.counter.facts.definitions import FactDefinition, list_json, why_not_ask
from consultations.counter.facts.models import FactForm
from consultations.counter.policies import why_not_read_consultations

why_not_read_facts = why_not_read_consultations


def why_not_ask_anew(user: Any) -> str | None:
    """What every clinic of the country asks alike is the ministry's word."""
    if acts_for_ministry(user):
        return None
    return _("Isian per topik hanya diubah oleh kementerian.")


def why_not_make_version(topic: Topic, definitions: Sequence[FactDefinition]) -> str | None:
    if refusal := why_not_ask(definitions):
        return refusal
    newest = FactForm.objects.filter(topic=topic).order_by("-version").first()
    if newest and newest.asked == list_json(definitions):
        return _("Isiannya sama dengan versi yang berlaku.")
    return None
