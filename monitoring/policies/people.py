"""Occupants: who knows them, and who opens what is specific data."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from monitoring.enums import (
    ObjectionState,
)
from monitoring.models import (
    Consent,
    Estate,
    Objection,
    Tenancy,
)
from monitoring.policies.agencies import known_agencies


def why_not_open_data(user: Any, estate: Estate) -> str | None:
    """Seeing specific data of its households, each time for a stated purpose that is written down."""
    if estate.office_id in known_agencies(user):
        return None
    return _("Data ini hanya dibuka oleh dinas pengelola lokasi, atau petugas dan kepala dinas provinsinya.")


def why_not_edit_people(user: Any, estate: Estate) -> str | None:
    if estate.office_id in known_agencies(user):
        return None
    return _("Data penghuni dicatat oleh dinas pengelola lokasi, atau petugas dan kepala dinas provinsinya.")


def why_not_change_stay(user: Any, tenancy: Tenancy) -> str | None:
    """Extending, ending, moving: while they live there."""
    if refusal := why_not_edit_people(user, tenancy.unit.block.estate):
        return refusal
    return None if tenancy.ended_on is None else _("Penghuni ini sudah keluar dari unit tersebut.")


def why_not_withdraw(user: Any, consent: Consent) -> str | None:
    if refusal := why_not_edit_people(user, consent.household.estate):
        return refusal
    return None if consent.withdrawn_at is None else _("Persetujuan ini sudah ditarik.")


def why_not_answer_objection(user: Any, objection: Objection) -> str | None:
    """Somebody other than who wrote it down is not asked for: a small agency may have one officer."""
    if refusal := why_not_edit_people(user, objection.household.estate):
        return refusal
    return None if objection.state == ObjectionState.OPEN else _("Keberatan ini sudah dijawab.")


def why_not_recompute(user: Any, office: Office | None) -> str | None:
    """All households of an office anew; of the nation, only the ministry."""
    if office is not None and office.pk in known_agencies(user):
        return None
    at_ministry = Membership.objects.of(user).filter(
        Q(role=Role.ADMIN) | Q(role=Role.EVALUATOR, office__kind=OfficeKind.DIRECTORATE)
    )
    if office is None and at_ministry.exists():
        return None
    return _("Penilaian ulang diminta oleh dinas untuk wilayahnya, atau oleh kementerian untuk semua.")
