"""Asking, answering, and erasing what has ended; recording a breach and who was told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.codes import make_code
from krs_portal.kit.locking import lock_row
from krs_portal.kit.personal import erase_rows
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.outbox.services import enqueue_messages
from krs_portal.rights import letters, policies
from krs_portal.rights.enums import Proof, RequestState, RightKind
from krs_portal.rights.models import Breach, DataRequest
from krs_portal.rights.policies import ANSWER_WITHIN
from krs_portal.rights.retention import RETENTION_KINDS, RetentionKind
from krs_portal.rights.subjects import SUBJECT_KINDS, DataSubject, find_subject

AT_ONCE = 200  # people in one transaction


@transaction.atomic
def ask_right(*, subject: DataSubject, kind: str, words: str, at: datetime, by: Any = None) -> DataRequest:
    """Take a request in, give it its clock, and tell the person its number.

    With `by` an officer of the office saw the person's ID; without, the person proved themselves by a code.
    """
    if by is not None:
        refuse_if(policies.why_not_answer_for(by, subject.office))
    made = DataRequest(
        number=f"HD-{make_code(6)}",
        kind=kind,
        subject_kind=subject.kind,
        subject_key=subject.key,
        office=subject.office,
        proof=Proof.CODE if by is None else Proof.ID_SEEN,
        words=words.strip(),
        received_at=at,
        received_by=by,
        due_at=at + ANSWER_WITHIN,
    )
    save_checked_row(made)
    enqueue_messages(letters.build_request_letters(subject, made), at=at)
    return made


@transaction.atomic
def answer_request(*, asked: DataRequest, state: str, answer: str, by: Any, at: datetime) -> DataRequest:
    """Fulfil it or say why not, once. An erasure is carried out here, after its letter was written."""
    asked = lock_row(asked, "office__parent")
    refuse_if(policies.why_not_answer_for(by, asked.office))
    reject_if(policies.why_not_end(asked, state), "state")
    answer = answer.strip()
    reject_if(
        _("Tuliskan mengapa tidak dapat dipenuhi.") if state == RequestState.REFUSED and not answer else "", "answer"
    )
    asked.state, asked.answer, asked.answered_at, asked.answered_by = state, answer, at, by
    asked.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    if subject := find_subject(*asked.subject):
        enqueue_messages(letters.build_request_letters(subject, asked), at=at)
    if state == RequestState.DONE and asked.kind == RightKind.ERASURE:
        SUBJECT_KINDS.get(asked.subject_kind).erase(asked.subject_key, at)
    return asked


def erase_words(kind: str, keys: Collection[Any]) -> int:
    """What erased people wrote when they asked for something; that they asked, and when it was answered, stays."""
    same = DataRequest.objects.filter(subject_kind=kind, subject_key__in=[str(key) for key in keys])
    return erase_rows(DataRequest, list(same.values_list("pk", flat=True)))


def send_code(*, subject: DataSubject, code: str, at: datetime, ends_at: datetime) -> None:
    """Where the record's own letters go, and nowhere else."""
    enqueue_messages(letters.build_code_letters(subject, code, at=at, ends_at=ends_at), at=at)


@dataclass(frozen=True)
class Ended:
    """How many rows of a kind are over."""

    kind: RetentionKind
    number: int


def preview_retention(*, at: datetime) -> list[Ended]:
    return [Ended(kind, kind.list_due(at).count()) for kind in RETENTION_KINDS]


def run_retention(*, at: datetime) -> Iterator[Ended]:
    """Erase what is over, kind by kind, so many rows in a transaction: it may be stopped and run again."""
    for kind in RETENTION_KINDS:
        keys = list(kind.list_due(at))
        for start in range(0, len(keys), AT_ONCE):
            with transaction.atomic():
                kind.erase(keys[start : start + AT_ONCE], at)
        yield Ended(kind, len(keys))


@transaction.atomic
def record_breach(*, by: Any, at: datetime, **told: Any) -> Breach:
    refuse_if(policies.why_not_record_breach(by))
    reject_if(_("Saat ini belum tiba.") if told["found_at"] > at else "", "found_at")
    return save_checked_row(Breach(recorded_at=at, recorded_by=by, **told))


@transaction.atomic
def mark_breach_told(*, breach: Breach, whom: str, by: Any, at: datetime) -> Breach:
    """`whom` is "authority" or "people"; it is said once."""
    refuse_if(policies.why_not_record_breach(by))
    breach = lock_row(breach)
    reject_if(_("Pemberitahuan ini sudah dicatat.") if getattr(breach, f"{whom}_told_at") else "")
    setattr(breach, f"{whom}_told_at", at)
    setattr(breach, f"{whom}_told_by", by)
    breach.save(update_fields=[f"{whom}_told_at", f"{whom}_told_by"])
    return breach
