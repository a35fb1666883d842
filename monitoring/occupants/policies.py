"""Who may write about occupants, and who may open their specific data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from krs_portal.accounts.models import User
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.policies import has_role
from krs_portal.offices.querysets import list_memberships
from monitoring.occupants.enums import ObjectionState
from monitoring.occupants.models import Consent, Disclosure, DisclosureRelease, Household, Tenancy
from monitoring.occupants.objections import Objection
from monitoring.register.models import Estate
from monitoring.register.policies import AGENCIES, FILLING_ROLES, fills_anywhere, list_known_agencies

MOST_OPENED, PER = 20, timedelta(hours=1)  # households whose specific data somebody opens before a head is asked


def why_not_open_data(user: Any, estate: Estate) -> str | None:
    """Who may see specific data of the estate's households; each time the purpose is stated and recorded."""
    if estate.office_id in list_known_agencies(user):
        return None
    return _("Data ini hanya dibuka oleh dinas pengelola lokasi, atau petugas dan kepala dinas provinsinya.")


def why_not_open_more(user: Any, household: Household, *, at: datetime) -> str | None:
    """Twenty households an hour are work; more are somebody's whole list, and that a head lets out."""
    recent = Disclosure.objects.filter(seen_by=user, seen_at__gt=at - PER).exclude(household=household)
    if recent.values("household").distinct().count() < MOST_OPENED:
        return None
    if DisclosureRelease.objects.filter(user=user, ends_at__gt=at).exists():
        return None
    return _(
        "Dalam satu jam ini Anda sudah membuka data %(most)d rumah tangga. Untuk lebih banyak, kepala Anda"
        " mengizinkannya pada halaman Pembukaan data."
    ) % {"most": MOST_OPENED}


def releases_limits(user: Any) -> bool:
    return has_role(user, Role.ADMIN) or any(
        kind in AGENCIES and role == Role.HEAD for _office, kind, role in list_memberships(user)
    )


def why_not_release(user: Any) -> str | None:
    """A head lets out those below, an administrator of the ministry anybody; nobody themselves."""
    return None if releases_limits(user) else _("Batas pembukaan data dilonggarkan oleh kepala dinas.")


def list_releasable(user: Any) -> QuerySet[User]:
    """The people whose limit the user may release."""
    openers = Membership.objects.filter(
        ended_on__isnull=True, role__in=FILLING_ROLES, office__kind__in=AGENCIES, user__is_active=True
    )
    if not has_role(user, Role.ADMIN):
        led = [office for office, _kind, role in list_memberships(user) if role == Role.HEAD]
        openers = openers.filter(office__in=Office.objects.at_or_below(led))
    return User.objects.filter(pk__in=openers.values("user")).exclude(pk=user.pk)


def why_not_edit_people(user: Any, estate: Estate) -> str | None:
    if estate.office_id in list_known_agencies(user):
        return None
    return _("Data penghuni dicatat oleh dinas pengelola lokasi, atau petugas dan kepala dinas provinsinya.")


def why_not_record_people(user: Any) -> str | None:
    """Whether there is any agency for which the user may record occupants."""
    return None if fills_anywhere(user) else _("Penghuni dicatat oleh dinas perumahan.")


def why_not_import_occupants(user: Any, office: Office) -> str | None:
    if office.pk in list_known_agencies(user):
        return None
    return _("Daftar penghuni dimasukkan oleh dinas yang bersangkutan.")


def why_not_see_occupant_rows(user: Any) -> str | None:
    """The rows of an import hold people's data, so only those see them who write for some agency."""
    return None if fills_anywhere(user) else _("Daftar penghuni hanya untuk dinas perumahan.")


def why_not_change_stay(user: Any, tenancy: Tenancy) -> str | None:
    """A stay may be extended, moved or ended while the household lives there."""
    if refusal := why_not_edit_people(user, tenancy.unit.block.estate):
        return refusal
    return None if tenancy.ended_on is None else _("Penghuni ini sudah keluar dari unit tersebut.")


def why_not_withdraw(user: Any, consent: Consent) -> str | None:
    if refusal := why_not_edit_people(user, consent.household.estate):
        return refusal
    return None if consent.withdrawn_at is None else _("Persetujuan ini sudah ditarik.")


def why_not_answer_objection(user: Any, objection: Objection) -> str | None:
    """The officer who recorded the objection may also answer it: a small agency may have only one officer."""
    if refusal := why_not_edit_people(user, objection.household.estate):
        return refusal
    return None if objection.state == ObjectionState.OPEN else _("Keberatan ini sudah dijawab.")


def why_not_recompute(user: Any, office: Office | None) -> str | None:
    """An agency may have its own households reassessed; only the ministry those of the whole nation."""
    if office is not None and office.pk in list_known_agencies(user):
        return None
    at_ministry = Membership.objects.of(user).filter(
        Q(role=Role.ADMIN) | Q(role=Role.EVALUATOR, office__kind=OfficeKind.DIRECTORATE)
    )
    if office is None and at_ministry.exists():
        return None
    return _("Penilaian ulang diminta oleh dinas untuk wilayahnya, atau oleh kementerian untuk semua.")
