"""Writing, closing, reopening and correcting consultations, so that the ledger always follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from clinics.enums import Cause
from clinics.policies import why_not_on_day
from consultations.booking.enums import HERE, AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.booking.models.topics import Topic
from consultations.booking.policies import why_not_move
from consultations.booking.querysets import AttendanceQuerySet
from consultations.counter import policies
from consultations.counter.enums import AmendmentKind, ConsultationState
from consultations.counter.facts.answers import Told
from consultations.counter.facts.services import decide_facts, fetch_kept_facts, keep_facts
from consultations.counter.models import Amendment, Consultation
from consultations.counter.promises.services import drop_promises_of
from consultations.counter.services.counting import settle_consultation, settle_house
from consultations.people.policies import why_not_serve
from consultations.people.services import get_or_create_house
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import set_fields

SERVED = (*HERE, AttendanceState.DONE)  # who came to a group session
EDITABLE = frozenset([
    "kind", "channel", "client_name", "head_count", "summary", "advice", "next_steps", "obstacle", "follow_up", "house",
    "is_technical_assistance", "happened_on", "officer", "outcome", "place",
])  # fmt: skip

FITTING = ("outcome", "house", "is_technical_assistance")  # an outcome must fit what was done

Values = Mapping[str, Any]  # of a consultation's own fields; its house by `house_address` and `house_region`


@transaction.atomic
def record_consultation(
    *, office: Any, by: Any, at: datetime, topics: Iterable[Topic], facts: Told | None = None, **values: Any
) -> Consultation:
    """Write down a consultation without an attendance: one that happened outside the queue, or earlier."""
    refuse_if(why_not_serve(by, office))
    consultation = Consultation(office=office, recorded_at=at, recorded_by=by, officer=by)
    set_consultation_fields(consultation, values, at)
    return save_with_facts(consultation, topics, facts, by=by, at=at)


@transaction.atomic
def edit_consultation(
    *,
    consultation: Consultation,
    values: Values,
    topics: Iterable[Topic] | None,
    by: Any,
    at: datetime,
    facts: Told | None = None,
) -> Consultation:
    """Change an open consultation."""
    consultation = lock_consultation(consultation)
    refuse_if(policies.why_not_edit(by, consultation))
    reject_if(
        policies.why_not_move_visit(consultation, values.get("happened_on", consultation.happened_on)), "happened_on"
    )
    set_consultation_fields(consultation, values, at)
    return save_with_facts(consultation, topics, facts, by=by, at=at)


@transaction.atomic
def save_consultation(
    *,
    office: Any,
    consultation: Consultation | None,
    values: Values,
    topics: Iterable[Topic],
    closes: bool,
    by: Any,
    at: datetime,
    facts: Told | None = None,
) -> Consultation:
    """Record a new consultation or edit an open one, and close it where that is asked: both or neither."""
    if consultation and closes:
        lock_with_visits(consultation)  # before the edit locks the consultation alone
    if consultation is None:
        made = record_consultation(office=office, by=by, at=at, topics=topics, facts=facts, **values)
    else:
        made = edit_consultation(consultation=consultation, values=values, topics=topics, facts=facts, by=by, at=at)
    return close_consultation(consultation=made, outcome=values["outcome"], by=by, at=at) if closes else made


@transaction.atomic
def close_consultation(
    *, consultation: Consultation, outcome: str, by: Any, at: datetime, values: Values | None = None
) -> Consultation:
    """Close with an outcome and post what it counts for; `values` are edited first. Raises ValidationError by field."""
    consultation = lock_with_visits(consultation)
    if values:
        consultation = edit_consultation(consultation=consultation, values=values, topics=None, by=by, at=at)
    refuse_if(policies.why_not_close(by, consultation))
    reject_if(None if outcome else _("Pilih hasil konsultasi sebelum menutupnya."), "outcome")
    reject_if(None if consultation.summary.strip() else _("Tulis ringkasan konsultasi sebelum menutupnya."), "summary")
    reject_if(policies.why_not_outcome(consultation, outcome), "outcome")
    consultation.outcome, consultation.state = outcome, ConsultationState.CLOSED
    consultation.closed_at, consultation.closed_by = at, by
    finish_visits(consultation, at)
    save_checked_consultation(consultation, None, at)
    settle_consultation(consultation, Cause.CLOSED, by=by, at=at)
    return consultation


@transaction.atomic
def reopen_consultation(*, consultation: Consultation, reason: str, by: Any, at: datetime) -> Consultation:
    """Open a closed consultation again: its entries are reversed, the reason stays on record."""
    consultation = lock_with_visits(consultation)
    refuse_if(policies.why_not_reopen(by, consultation))
    record_amendment(consultation, AmendmentKind.REOPENED, reason, by=by, at=at)
    clear_closing(consultation, ConsultationState.OPEN)
    settle_consultation(consultation, Cause.REOPENED, by=by, at=at)
    move_visits(consultation, AttendanceState.IN_SERVICE, finished_at=None)
    return consultation


@transaction.atomic
def void_consultation(*, consultation: Consultation, reason: str, by: Any, at: datetime) -> Consultation:
    """Take back a consultation that never was: reversed, kept with its reason, and in no list any more.

    Whoever came for it waits again, so that they can be called or marked as not having come.
    """
    consultation = lock_with_visits(consultation)
    refuse_if(policies.why_not_void(by, consultation))
    mark_void(consultation, reason, by=by, at=at)
    move_visits(consultation, AttendanceState.IN_SERVICE, finished_at=None)
    move_visits(consultation, AttendanceState.WAITING, called_at=None, served_at=None, officer=None, calls=0)
    return consultation


def mark_void(consultation: Consultation, reason: str, *, by: Any, at: datetime) -> None:
    """Reverse what it counted and keep why; whoever it was for stays where they are."""
    record_amendment(consultation, AmendmentKind.VOIDED, reason, by=by, at=at)
    clear_closing(consultation, ConsultationState.VOIDED)
    settle_consultation(consultation, Cause.VOIDED, by=by, at=at)
    drop_promises_of(consultation, reason, by=by, at=at)


@transaction.atomic
def correct_consultation(
    *,
    consultation: Consultation,
    values: Values,
    topics: Iterable[Topic] | None,
    reason: str,
    by: Any,
    at: datetime,
    facts: Told | None = None,
) -> Consultation:
    """Change a closed consultation; the ledger follows where the count changes, and only there."""
    consultation = lock_consultation(consultation)
    refuse_if(policies.why_not_correct(by, consultation))
    if "happened_on" in values:
        reject_if(policies.why_not_change_day(by, consultation, values["happened_on"]), "happened_on")
    record_amendment(consultation, AmendmentKind.CORRECTED, reason, by=by, at=at)
    house, year, before = consultation.house, consultation.happened_on.year, collect_written_words(consultation)
    set_consultation_fields(consultation, values, at)
    topics = list(consultation.topics.all() if topics is None else topics)
    kept = fetch_kept_facts(consultation)
    decided, after = decide_facts(kept, topics, facts or {}), collect_written_words(consultation, topics)
    is_same = (before, kept) == (after, decided)
    reject_if(_("Isinya sama dengan yang tersimpan; tidak ada yang dikoreksi.") if is_same else None)
    if any(before[name] != after[name] for name in FITTING):
        reject_if(policies.why_not_outcome(consultation, consultation.outcome), "outcome")
    save_checked_consultation(consultation, topics, at)
    keep_facts(consultation, decided, by=by, at=at)
    settle_consultation(consultation, Cause.CORRECTED, by=by, at=at)
    if house and (house, year) != (consultation.house, consultation.happened_on.year):
        settle_house(house, year, Cause.CORRECTED, by=by, at=at)
    return consultation


def collect_written_words(consultation: Consultation, topics: Iterable[Topic] | None = None) -> dict[str, Any]:
    """What a correction can change, with the topics that are stored where none are given."""
    chosen = consultation.topics.all() if topics is None else topics
    return {name: getattr(consultation, name) for name in EDITABLE} | {"topics": {topic.pk for topic in chosen}}


def clear_closing(consultation: Consultation, state: ConsultationState) -> None:
    consultation.state, consultation.outcome = state, ""
    consultation.closed_at = consultation.closed_by = None
    consultation.save(update_fields=["state", "outcome", "closed_at", "closed_by"])


def list_visits(consultation: Consultation) -> AttendanceQuerySet:
    """Whom the consultation is for: the one person, or everybody of the group session."""
    if consultation.session_id:
        return Attendance.objects.filter(slot=consultation.session_id)
    return Attendance.objects.filter(pk__in=filter(None, [consultation.attendance_id]))


def move_visits(consultation: Consultation, to: AttendanceState, **fields: Any) -> None:
    """Bring everybody it was given to into a state, by a move that the state of each allows."""
    visits = list_visits(consultation).filter(state__in=SERVED).exclude(state=to)
    one_of_each_state = visits.order_by("state", "pk").distinct("state")
    for visit in one_of_each_state:
        reject_if(why_not_move(visit, to))
    visits.update(state=to, **fields)


def finish_visits(consultation: Consultation, at: datetime) -> None:
    """Everybody who was served is done. How many a group session served is how many came to it.

    Whoever came to the session and was not called by name was served with the others.
    """
    if consultation.session_id:
        came = list_visits(consultation).filter(state__in=SERVED).aggregate(total=Sum("party_size"))["total"]
        reject_if(None if came else _("Belum ada peserta sesi ini yang tercatat hadir."))
        consultation.head_count = came
        waiting = list_visits(consultation).filter(state=AttendanceState.WAITING)
        waiting.update(state=AttendanceState.IN_SERVICE, called_at=at, served_at=at, officer=consultation.officer_id)
    move_visits(consultation, AttendanceState.DONE, finished_at=at)


def lock_consultation(consultation: Consultation) -> Consultation:
    return lock_row(consultation, "office", "house")


def lock_with_visits(consultation: Consultation) -> Consultation:
    """Lock whoever it is for, then the consultation: the counter, too, locks the person first (docs/decisions/0006).

    Nobody is checked in, called or put back meanwhile. Whom a consultation is for never changes.
    """
    list(list_visits(consultation).order_by("pk").select_for_update().values_list("pk"))
    return lock_consultation(consultation)


def set_consultation_fields(consultation: Consultation, values: Values, at: datetime) -> None:
    """Give the consultation these values; an address becomes the house that stands there, found or created."""
    values = dict(values)
    address, region = values.pop("house_address", None), values.pop("house_region", None)
    mark = values.pop("house_mark", "")
    if unknown := values.keys() - EDITABLE:
        raise ValueError(f"{', '.join(sorted(unknown))} is not changed this way")
    set_fields(consultation, values)
    if address is not None:
        consultation.house = get_or_create_house(
            address=address, region=region, owner_name=consultation.client_name, at=at, mark=mark
        )


def save_checked_consultation(consultation: Consultation, topics: Iterable[Topic] | None, at: datetime) -> Consultation:
    today = day_of(at, consultation.office.time_zone)
    reject_if(why_not_on_day(consultation.office, consultation.happened_on, today=today), "happened_on")
    if consultation.is_technical_assistance and consultation.house is None:
        reject_if(_("Isi alamat rumah yang mendapat bantuan teknis."), "house_address")
    consultation.full_clean(exclude=["office", "officer", "recorded_by", "attendance", "session", "house", "place"])
    consultation.save()
    if topics is not None:
        consultation.topics.set(topics)
    return consultation


def save_with_facts(
    consultation: Consultation, topics: Iterable[Topic] | None, facts: Told | None, *, by: Any, at: datetime
) -> Consultation:
    """Save it, and the facts of its topics; what was known of a topic that is chosen no more goes."""
    chosen = list(consultation.topics.all() if topics is None else topics)
    decided = decide_facts(fetch_kept_facts(consultation), chosen, facts or {})
    save_checked_consultation(consultation, chosen, at)
    keep_facts(consultation, decided, by=by, at=at)
    return consultation


def record_amendment(consultation: Consultation, kind: AmendmentKind, reason: str, *, by: Any, at: datetime) -> None:
    reject_if(None if reason.strip() else _("Tuliskan alasannya."), "reason")
    Amendment.objects.create(consultation=consultation, kind=kind, reason=reason.strip(), made_at=at, made_by=by)
