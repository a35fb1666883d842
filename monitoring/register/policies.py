"""Who comes in, and for which agencies somebody reads, fills in, or runs rounds."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import list_kinds_and_roles
from krs_portal.offices.querysets import list_memberships
from monitoring.register.models import Block, Estate

AGENCIES = (OfficeKind.PROVINCIAL_AGENCY, OfficeKind.LOCAL_AGENCY)
FILLING_ROLES = (Role.OPERATOR, Role.OFFICER, Role.HEAD)
RUNNING_ROLES = (Role.OFFICER, Role.HEAD)
READING_ROLES = (Role.EVALUATOR, Role.AUDITOR, Role.ADMIN)


def reads_monitoring(user: Any) -> bool:
    """Whether the user has anything to do with monitoring."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    return any(kind in AGENCIES or role in READING_ROLES for kind, role in list_kinds_and_roles(user))


def why_not_read(user: Any) -> str | None:
    if reads_monitoring(user):
        return None
    return _("Monitoring hanya untuk dinas perumahan provinsi dan kab/kota, kementerian, dan auditor.")


def why_not_fill(user: Any, office: Office) -> str | None:
    """Who may write for an agency: its own operators, officers and head, or officers and head of the province's."""
    if office.kind not in AGENCIES:
        return _("Data hunian diisi oleh dinas perumahan provinsi atau kab/kota.")
    if office.pk in list_known_agencies(user):
        return None
    return _("Hanya dinas perumahan setempat, atau petugas dan kepala dinas provinsinya, yang mengisi data ini.")


def list_own_agencies(user: Any, kind: OfficeKind, *roles: Role) -> list[int]:
    """Ids of the offices of this kind in which the user is a member in one of `roles`. Superiors do not count."""
    return [office for office, of_kind, role in list_memberships(user) if of_kind == kind and role in roles]


def list_provinces_run_by(user: Any) -> list[int]:
    return list_own_agencies(user, OfficeKind.PROVINCIAL_AGENCY, *RUNNING_ROLES)


def list_field_agencies(user: Any) -> list[int]:
    """The local agencies whose profiles may be stored on the user's own device."""
    return list_own_agencies(user, OfficeKind.LOCAL_AGENCY, *FILLING_ROLES)


def works_in_field(user: Any) -> bool:
    return bool(list_field_agencies(user))


def list_known_agencies(user: Any) -> set[int]:
    """Ids of the agencies for which the user writes: their own, and those below for officers and head of a province.

    The user also knows the occupants there by name; everybody else sees initials.
    """
    memberships = list_memberships(user)
    own = [(office, role) for office, kind, role in memberships if kind in AGENCIES and role in FILLING_ROLES]
    if not own:
        return set()
    above = [office for office, role in own if role in RUNNING_ROLES]
    ids = [office for office, _role in own]
    return set(
        Office.objects.filter(Q(pk__in=ids) | Q(parent__in=above), kind__in=AGENCIES).values_list("pk", flat=True)
    )


def build_filled_estates_filter(user: Any) -> Q:
    """The estates the user may write about, as a condition: what `why_not_edit_estate` allows."""
    return Q(office__in=list_known_agencies(user))


def fills_anywhere(user: Any) -> bool:
    has_own = any(kind in AGENCIES and role in FILLING_ROLES for _office, kind, role in list_memberships(user))
    return has_own or bool(list_known_agencies(user))


def why_not_record_estates(user: Any) -> str | None:
    """Whether there is any agency for which the user may record an estate."""
    return None if fills_anywhere(user) else _("Hunian dicatat oleh dinas perumahan provinsi atau kab/kota.")


def why_not_edit_estate(user: Any, estate: Estate) -> str | None:
    return why_not_fill(user, estate.office)


def why_not_add_units(user: Any, block: Block) -> str | None:
    """Only a block that lists its units has any; the others are counted by their declared figures."""
    if refusal := why_not_edit_estate(user, block.estate):
        return refusal
    if block.is_listed:
        return None
    return _("Blok ini memakai angka gabungan. Ubah bloknya agar unit didaftar satu per satu.")
