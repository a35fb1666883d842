"""Writing, closing, reopening and correcting consultations, so that the ledger always follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinics.enums import Measure
from clinics.models import LedgerEntry, PeriodException
from clinics.services import Source, post, reverse
from consultations import policies
from consultations.enums import AmendmentKind, AttendanceState, ConsultationState
from consultations.models import Amendment, Attendance, Consultation, House, Topic
from consultations.posting import SOURCE, measures
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Region

EDITABLE = frozenset([
    "kind", "channel", "client_name", "head_count", "summary", "advice", "obstacle", "follow_up", "house",
    "is_technical_assistance", "happened_on", "officer", "outcome", "place",
])  # fmt: skip


def record_consultation(*, office: Any, by: Any, at: datetime, topics: Iterable[Topic], **values: Any) -> Consultation:
    """Write down a consultation without an attendance: one that happened outside the queue, or earlier."""
    if refusal := policies.why_not_serve(by, office):
        raise PermissionDenied(refusal)
    consultation = Consultation(office=office, recorded_at=at, recorded_by=by, **({"officer": by} | values))
    with transaction.atomic():
        return saved(consultation, topics, at)


@transaction.atomic
def edit_consultation(
    *, consultation: Consultation, values: Mapping[str, Any], topics: Iterable[Topic] | None, by: Any, at: datetime
) -> Consultation:
    """Change an open consultation."""
    consultation = held(consultation)
    if refusal := policies.why_not_edit(by, consultation):
        raise PermissionDenied(refusal)
    change(consultation, values)
    return saved(consultation, topics, at)


@transaction.atomic
def close_consultation(
    *, consultation: Consultation, outcome: str, by: Any, at: datetime, exception: PeriodException | None = None
) -> Consultation:
    """Close with an outcome and post what it counts for. `ValidationError` names what is missing."""
    consultation = held(consultation)
    if refusal := policies.why_not_close(by, consultation):
        raise PermissionDenied(refusal)
    if not outcome:
        raise ValidationError({"outcome": _("Pilih hasil konsultasi sebelum menutupnya.")})
    if not consultation.summary.strip():
        raise ValidationError({"summary": _("Tulis ringkasan konsultasi sebelum menutupnya.")})
    consultation.outcome, consultation.state = outcome, ConsultationState.CLOSED
    consultation.closed_at, consultation.closed_by = at, by
    saved(consultation, None, at)
    if consultation.attendance_id:
        Attendance.objects.filter(pk=consultation.attendance_id).update(state=AttendanceState.DONE, finished_at=at)
    post_consultation(consultation, by=by, at=at, exception=exception)
    return consultation


@transaction.atomic
def reopen_consultation(
    *, consultation: Consultation, reason: str, by: Any, at: datetime, exception: PeriodException | None = None
) -> Consultation:
    """Open a closed consultation again: its entries are reversed, the reason stays on record."""
    consultation = held(consultation)
    if refusal := policies.why_not_reopen(by, consultation):
        raise PermissionDenied(refusal)
    amend(consultation, AmendmentKind.REOPENED, reason, by=by, at=at)
    reverse_consultation(consultation, by=by, at=at, exception=exception)
    consultation.state, consultation.outcome = ConsultationState.OPEN, ""
    consultation.closed_at = consultation.closed_by = None
    consultation.save()
    settle_house(consultation.house, consultation.happened_on, by=by, at=at, exception=exception)
    if consultation.attendance_id:
        Attendance.objects.filter(pk=consultation.attendance_id).update(state=AttendanceState.IN_SERVICE)
    return consultation


@transaction.atomic
def correct_consultation(
    *,
    consultation: Consultation,
    values: Mapping[str, Any],
    topics: Iterable[Topic] | None,
    reason: str,
    by: Any,
    at: datetime,
    exception: PeriodException | None = None,
) -> Consultation:
    """Change a closed consultation: the old entries are reversed and what it counts for now is posted."""
    consultation = held(consultation)
    if refusal := policies.why_not_correct(by, consultation):
        raise PermissionDenied(refusal)
    amend(consultation, AmendmentKind.CORRECTED, reason, by=by, at=at)
    house, happened_on = consultation.house, consultation.happened_on
    reverse_consultation(consultation, by=by, at=at, exception=exception)
    change(consultation, values)
    saved(consultation, topics, at)
    post_consultation(consultation, by=by, at=at, exception=exception)
    settle_house(house, happened_on, by=by, at=at, exception=exception)
    return consultation


def house_at(*, address: str, region: Region | None, owner_name: str, at: datetime) -> House | None:
    """The house at an address, made when it is new. The same words in the same region mean the same house."""
    address = " ".join(address.split())
    if not address:
        return None
    known = House.objects.filter(address__iexact=address, region=region).order_by("pk").first()
    return known or House.objects.create(address=address, region=region, owner_name=owner_name, created_at=at)


def held(consultation: Consultation) -> Consultation:
    """The row, locked until the transaction ends."""
    return (
        Consultation.objects.select_for_update(of=("self",)).select_related("office", "house").get(pk=consultation.pk)
    )


def change(consultation: Consultation, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        if field not in EDITABLE:
            raise ValueError(f"{field} is not changed this way")
        setattr(consultation, field, value)


def saved(consultation: Consultation, topics: Iterable[Topic] | None, at: datetime) -> Consultation:
    if consultation.happened_on > day_of(at, consultation.office.time_zone):
        raise ValidationError({"happened_on": _("Tanggal layanan tidak boleh di masa depan.")})
    if consultation.is_technical_assistance and consultation.house is None:
        raise ValidationError({"house_address": _("Isi alamat rumah yang mendapat bantuan teknis.")})
    consultation.full_clean(exclude=["office", "officer", "recorded_by", "attendance", "house", "place"])
    consultation.save()
    if topics is not None:
        consultation.topics.set(topics)
    return consultation


def amend(consultation: Consultation, kind: AmendmentKind, reason: str, *, by: Any, at: datetime) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasannya.")})
    Amendment.objects.create(consultation=consultation, kind=kind, reason=reason.strip(), made_at=at, made_by=by)


def post_consultation(
    consultation: Consultation, *, by: Any, at: datetime, exception: PeriodException | None
) -> list[LedgerEntry]:
    try:
        with transaction.atomic():
            posted = post(
                source=Source(SOURCE, consultation.pk),
                office=consultation.office,
                happened_on=consultation.happened_on,
                measures=measures(consultation),
                at=at,
                by=by,
                exception=exception,
            )
            settle_house(consultation.house, consultation.happened_on, by=by, at=at, exception=exception)
    except IntegrityError as error:
        raise_locked(error)
    return posted


def reverse_consultation(
    consultation: Consultation, *, by: Any, at: datetime, exception: PeriodException | None
) -> None:
    try:
        with transaction.atomic():
            entries = LedgerEntry.objects.of_source(SOURCE, consultation.pk).live()
            reverse(entries=entries, at=at, by=by, exception=exception)
    except IntegrityError as error:
        raise_locked(error)


def raise_locked(error: IntegrityError) -> None:
    """A locked period is the user's business and told at the date; anything else is ours."""
    if "the period is locked" not in str(error):
        raise error
    raise ValidationError(
        {"happened_on": _("Periode tanggal ini sudah dikunci. Minta pengecualian kepada evaluator kementerian.")}
    ) from error


def settle_house(house: House | None, day: date, *, by: Any, at: datetime, exception: PeriodException | None) -> None:
    """Let a house count once in the year of `day`, through its first closed consultation with technical assistance.

    What already counts keeps counting; when its consultation is reopened or corrected away, the next one takes over.
    """
    if house is None:
        return
    House.objects.select_for_update().get(pk=house.pk)
    assisting = (
        Consultation.objects.closed()
        .filter(house=house, is_technical_assistance=True, happened_on__year=day.year)
        .select_related("office")
        .order_by("happened_on", "closed_at", "pk")
    )
    counted = LedgerEntry.objects.live().filter(
        source_kind=SOURCE,
        rule__measure=Measure.ASSISTED_HOUSE,
        source_key__in=[consultation.pk for consultation in assisting],
        happened_on__year=day.year,
    )
    if assisting and not counted.exists():
        first = assisting[0]
        post(
            source=Source(SOURCE, first.pk),
            office=first.office,
            happened_on=first.happened_on,
            measures={Measure.ASSISTED_HOUSE: 1},
            at=at,
            by=by,
            exception=exception,
        )
