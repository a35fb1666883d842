"""What a closed consultation and a finished assistance post. Which measure counts for what, the counting rules say."""

from __future__ import annotations

from django.db.models.functions import Coalesce

from clinics.counting import DuePosting, list_due_postings
from clinics.enums import Measure
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.posting import list_house_postings
from consultations.counter.assistance.querysets import AssistanceQuerySet
from consultations.counter.enums import ConsultationKind, ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.querysets import ConsultationQuerySet
from consultations.people.models.house import House
from consultations.people.querysets import HouseQuerySet

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
    return find_counting_source(consultation.house, consultation.happened_on.year) == consultation


def list_assistance_postings(assistance: Assistance) -> list[DuePosting]:
    """What should stand in the ledger for an assistance as it is now: its house, where it counts through it."""
    due = list_house_postings(assistance)
    if due and assistance.finished_on:
        return due if find_counting_source(assistance.house, assistance.finished_on.year) == assistance else []
    return []


def find_counting_source(house: House, year: int) -> Consultation | Assistance | None:
    """What a house counts through in a year: the first that assisted it, a consultation or an assistance that was
    finished. On one day the consultation is the first.

    Those of a house that was merged into it are its own; asked of the merged one, the answer is the same. The order is
    fixed by what each one is, not by when it was typed, so that recounting gives the same.
    """
    spoken, done = find_assisting_consultation(house, year), find_finished_assistance(house, year)
    if spoken and done and done.finished_on:
        return done if done.finished_on < spoken.happened_on else spoken
    return spoken or done


def find_assisting_consultation(house: House, year: int) -> Consultation | None:
    """The first closed one with technical assistance, and with an outcome that counts."""
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


def find_finished_assistance(house: House, year: int) -> Assistance | None:
    finished = list_assistances_of_house(house).finished().filter(finished_on__year=year)
    ordered = finished.select_related("office", "house").order_by("finished_on", "pk")
    return next((each for each in ordered if list_house_postings(each)), None)


def list_consultations_of_house(house: House) -> ConsultationQuerySet:
    """Those of the house itself, however it was called: of the one that is kept and of those merged into it."""
    return Consultation.objects.filter(house__in=list_family(house))


def list_assistances_of_house(house: House) -> AssistanceQuerySet:
    return Assistance.objects.filter(house__in=list_family(house))


def list_family(house: House) -> HouseQuerySet:
    """The house that is kept, as it is stored by now, and those merged into it."""
    return House.objects.of_family(House.objects.filter(pk=house.pk).values(kept_pk=Coalesce("merged_into", "pk")))
