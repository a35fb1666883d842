"""Who comes in, and for which agencies somebody reads, fills in, or runs rounds."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.policies import held

AGENCIES = (OfficeKind.PROVINCIAL_AGENCY, OfficeKind.LOCAL_AGENCY)


FILLING_ROLES = (Role.OPERATOR, Role.OFFICER, Role.HEAD)


READING_ROLES = (Role.EVALUATOR, Role.AUDITOR, Role.ADMIN)


def reads_monitoring(user: Any) -> bool:
    """Whether monitoring is the user's business at all."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    return any(kind in AGENCIES or role in READING_ROLES for kind, role in held(user))


def why_not_read(user: Any) -> str | None:
    if reads_monitoring(user):
        return None
    return _("Monitoring hanya untuk dinas perumahan provinsi dan kab/kota, kementerian, dan auditor.")


def why_not_fill(user: Any, office: Office) -> str | None:
    """Filling in for an agency: its own people, or officers and the head of the provincial agency above it."""
    if office.kind not in AGENCIES:
        return _("Data hunian diisi oleh dinas perumahan provinsi atau kab/kota.")
    if office.pk in known_agencies(user):
        return None
    return _("Hanya dinas perumahan setempat, atau petugas dan kepala dinas provinsinya, yang mengisi data ini.")


RUNNING_ROLES = (Role.OFFICER, Role.HEAD)


def agencies_of(user: Any, kind: OfficeKind, *roles: Role) -> list[int]:
    """The user's own offices of a kind; nobody above counts."""
    own = Membership.objects.of(user).filter(office__kind=kind, role__in=roles)
    return list(own.values_list("office_id", flat=True))


def provinces_run_by(user: Any) -> list[int]:
    return agencies_of(user, OfficeKind.PROVINCIAL_AGENCY, *RUNNING_ROLES)


def field_agencies(user: Any) -> list[int]:
    """The local agencies whose profiles may lie on the user's own device."""
    return agencies_of(user, OfficeKind.LOCAL_AGENCY, *FILLING_ROLES)


def works_in_field(user: Any) -> bool:
    return bool(field_agencies(user))


def known_agencies(user: Any) -> set[int]:
    """The agencies whose occupants the user works with: their own, and as staff of a province those below it."""
    own = list(Membership.objects.of(user).filter(role__in=FILLING_ROLES).values_list("office_id", "role"))
    above = [office for office, role in own if role in RUNNING_ROLES]
    ids = [office for office, _role in own]
    return set(
        Office.objects.filter(Q(pk__in=ids) | Q(parent__in=above), kind__in=AGENCIES).values_list("pk", flat=True)
    )


def estates_filled_by(user: Any) -> Q:
    """The estates the user may write about, as a condition: what `why_not_edit_estate` allows."""
    return Q(office__in=known_agencies(user))


def fills_anywhere(user: Any) -> bool:
    return bool(known_agencies(user))
