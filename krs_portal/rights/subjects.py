"""Whose data there are, as the rooms that hold them say. This room asks, finds nobody by itself and deletes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from krs_portal.kit.registry import Registry
from krs_portal.offices.models import Office
from krs_portal.outbox.writing import Recipient


@dataclass(frozen=True)
class DataSubject:
    """Somebody whose data are held: who answers them, and where letters reach them."""

    kind: str
    key: str
    name: str
    office: Office
    ways: Sequence[tuple[str, Recipient]] = ()  # channel and address
    language: str = "id"
    url: str = ""  # of the page that staff know them by


@dataclass(frozen=True)
class FileSection:
    """A part of somebody's own file: rows of what is called what, and what stands there."""

    title: str
    rows: Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class DataSubjectKind:
    code: str
    label: Any
    find: Callable[[str], DataSubject | None]
    collect: Callable[[str], list[FileSection]]
    erase: Callable[[str, datetime], None]
    why_not_erase: Callable[[str], str | None]
    # By what a citizen knows, a number and the telephone number beside it; None where people have no number.
    find_known: Callable[[str, str], DataSubject | None] = lambda _reference, _phone: None


SUBJECT_KINDS: Registry[DataSubjectKind] = Registry(lambda kind: kind.code)


def find_subject(kind: str, key: str) -> DataSubject | None:
    known = SUBJECT_KINDS.find(kind)
    return known.find(key) if known else None


def find_known_subject(reference: str, phone: str) -> DataSubject | None:
    found = (kind.find_known(reference, phone) for kind in SUBJECT_KINDS)
    return next(filter(None, found), None)
