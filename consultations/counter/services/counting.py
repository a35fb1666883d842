"""The ledger follows what was closed and finished: every consultation for itself, every house once a year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clinics.enums import Cause, Measure
from clinics.models import LedgerEntry
from clinics.policies import why_not_count
from clinics.services import PostingSource, settle_postings
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.posting import SOURCE as ASSISTANCE
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.posting import (
    SOURCE,
    find_counting_source,
    list_assistance_postings,
    list_assistances_of_house,
    list_consultation_postings,
    list_consultations_of_house,
    measure_consultation,
)
from consultations.people.models.house import House
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import reject_if


def settle_consultation(consultation: Consultation, cause: Cause, *, by: Any, at: datetime) -> None:
    """Bring the ledger to what the consultation counts for now; its house first, for it may count through another."""
    if consultation.state == ConsultationState.CLOSED:
        reject_if(why_not_count(consultation.happened_on, measure_consultation(consultation)), "happened_on")
    if consultation.house:
        settle_house(consultation.house, consultation.happened_on.year, cause, by=by, at=at)
    settle_source(consultation, cause, by=by, at=at)


def settle_source(consultation: Consultation, cause: Cause, *, by: Any, at: datetime) -> None:
    settle_postings(
        source=PostingSource(SOURCE, consultation.pk),
        office=consultation.office,
        happened_on=consultation.happened_on,
        due=list_consultation_postings(consultation),
        cause=cause,
        by=by,
        at=at,
    )


def settle_assistance(assistance: Assistance, cause: Cause, *, by: Any, at: datetime) -> None:
    settle_postings(
        source=PostingSource(ASSISTANCE, assistance.pk),
        office=assistance.office,
        happened_on=assistance.finished_on or assistance.asked_on,  # of one that is not finished nothing is posted
        due=list_assistance_postings(assistance),
        cause=cause,
        by=by,
        at=at,
    )


def settle_house(house: House, year: int, cause: Cause, *, by: Any, at: datetime) -> None:
    """Let a house count once a year, through the first that assisted it: `find_counting_source`.

    Locking the house keeps two closings at once from both counting it: of one that was merged, the one that is kept.
    Whatever counted it before and does no more, and whatever counts it now, is settled.
    """
    house = lock_house(house)
    spoken = count_live(SOURCE, list_consultations_of_house(house), year)
    done = count_live(ASSISTANCE, list_assistances_of_house(house), year)
    counts = find_counting_source(house, year)
    if isinstance(counts, Consultation):
        spoken ^= {counts.pk}
    elif counts:
        done ^= {counts.pk}
    for consultation in Consultation.objects.filter(pk__in=spoken).select_related("office", "house"):
        settle_source(consultation, cause, by=by, at=at)
    for assistance in Assistance.objects.filter(pk__in=done).select_related("office", "house"):
        settle_assistance(assistance, cause, by=by, at=at)


def count_live(source: str, rows: Any, year: int) -> set[int]:
    """Through which of these rows the ledger counts a house in the year."""
    live = LedgerEntry.objects.live().filter(
        source_kind=source,
        rule__measure=Measure.ASSISTED_HOUSE,
        source_key__in=rows.values("pk"),
        happened_on__year=year,
    )
    return set(live.values_list("source_key", flat=True))


def lock_house(house: House) -> House:
    """Lock the house, then the one that stands for it; merging and parting change only rows that are locked so."""
    house = lock_row(house)
    return lock_row(house.kept) if house.is_merged else house
