"""What a closed consultation posts to the ledger. Which measure counts for what, the counting rules say."""

from __future__ import annotations

from django.db.models.functions import Coalesce

from clinics.counting import DuePosting, list_due_postings
from clinics.enums import Measure
from consultations.counter.enums import ConsultationKind, ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.querysets import ConsultationQuerySet
from consultations.people.models.house import House

SOURCE = "consultation"


def measure_consultation(consultation: Consultation) -> dict[str, int]:
    """The measures of one consultation, the assisted house left out: a house counts once a year."""
    is_group = consultation.kind == ConsultationKind.GROUP
    return {
        Measure.CONSULTATION: 1,
        Measure.SESSION: 1,
        Measure.PERSON: consultation.head_count,
        Measure.GROUP: int(is_group),
    }


def list_consultation_postings(consultation: Consultation) -> list[DuePosting]:
    """What should stand in the ledger for a consultation as it is now: nothing unless it is closed."""
    if consultation.state != ConsultationState.CLOSED:
        return []
    measures = measure_consultation(consultation)
    if counts_its_house(consultation):
        measures[Measure.ASSISTED_HOUSE] = 1
    return list_due_postings(consultation.happened_on, measures, consultation.outcome)


def counts_its_house(consultation: Consultation) -> bool:
    """Whether the house it assisted counts in that year through this consultation."""
    if not (consultation.is_technical_assistance and consultation.house):
        return False
    return find_counting_consultation(consultation.house, consultation.happened_on.year) == consultation


def find_counting_consultation(house: House, year: int) -> Consultation | None:
    """The consultation through which a house counts in a year: the first that assisted it with an outcome that counts.

    Those of a house that was merged into it are its own; asked of the merged one, the answer is the same. The order is
    fixed by what each one is, not by when it was typed, so that recounting gives the same.
    """
    assisting = (
        list_consultations_of_house(house)
        .closed()
        .filter(is_technical_assistance=True, happened_on__year=year)
        .select_related("office", "house")
        .order_by("happened_on", "closed_at", "pk")
    )
    for consultation in assisting:
        if list_due_postings(consultation.happened_on, {Measure.ASSISTED_HOUSE: 1}, consultation.outcome):
            return consultation
    return None


def list_consultations_of_house(house: House) -> ConsultationQuerySet:
    """Those of the house itself, however it was called: of the one that is kept and of those merged into it."""
    kept = House.objects.filter(pk=house.pk).values(kept_pk=Coalesce("merged_into", "pk"))  # as it is stored by now
    return Consultation.objects.filter(house__in=House.objects.of_family(kept))
