"""Who works at which clinic's counter and may see its people, as a sentence of refusal. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.people.models.merging import Mergeable
from consultations.people.models.person import Person
from consultations.people.querysets import PersonQuerySet
from krs_portal.offices.enums import CLINIC_KINDS, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import has_role, list_kinds_and_roles, why_not_act
from krs_portal.offices.querysets import OfficeQuerySet, list_offices_with_role

COUNTER_ROLES = (Role.OFFICER, Role.HEAD, Role.ADMIN)


def works_in_clinic(user: Any) -> bool:
    """Has a counter to work at: an officer or head of a clinic, or an administrator."""
    at_counter = (Role.OFFICER, Role.HEAD)
    return any(
        role == Role.ADMIN or (kind in CLINIC_KINDS and role in at_counter) for kind, role in list_kinds_and_roles(user)
    )


def list_served_offices(user: Any) -> OfficeQuerySet:
    """Offices where the user has a counter role, or below one where they have: there they see people's full names."""
    return Office.objects.at_or_below(list_offices_with_role(user, *COUNTER_ROLES))


def sees_person(user: Any, office: Office) -> bool:
    """May read names and telephone numbers of the office's people; everybody else sees initials."""
    return list_served_offices(user).filter(pk=office.pk).exists()


def why_not_serve(user: Any, office: Office) -> str | None:
    """Working at an office's counter: registering, calling, writing consultations."""
    return why_not_act(user, office, *COUNTER_ROLES)


def why_not_open_counter(user: Any) -> str | None:
    """The counter's day is its own people's; an auditor may look."""
    if works_in_clinic(user) or has_role(user, Role.AUDITOR):
        return None
    return _("Meja layanan hanya untuk petugas dan kepala klinik.")


def list_known_people(user: Any) -> PersonQuerySet:
    """The people whom the user may look for: those of the offices that they serve, and nobody else's."""
    return Person.objects.known_to(list_served_offices(user))


def why_not_look_for_people(user: Any) -> str | None:
    if list_served_offices(user).clinics().exists():
        return None
    return _("Data orang hanya untuk petugas dan kepala klinik yang melayani mereka.")


def why_not_edit_person(user: Any, person: Person) -> str | None:
    if person.is_merged:
        return _("Catatan ini sudah digabungkan; ubah catatan yang dipakai.")
    return why_not_serve(user, person.office)


def why_not_merge(kept: Mergeable, other: Mergeable) -> str | None:
    """Whatever is merged: two rows that stand for themselves, and the one that goes stands for no third."""
    if kept.pk == other.pk:
        return _("Sebuah catatan tidak digabungkan dengan dirinya sendiri.")
    if kept.is_merged or other.is_merged:
        return _("Salah satu catatan ini sudah digabungkan.")
    if other.merged.exists():  # type: ignore[attr-defined]  # made by the foreign key of the model below
        return _(
            "Catatan lain sudah digabungkan ke catatan kanan. Tukar keduanya, atau batalkan dahulu penggabungan itu."
        )
    return None


def why_not_merge_people(user: Any, kept: Person, other: Person) -> str | None:
    if refusal := why_not_serve(user, kept.office):
        return refusal
    if kept.office_id != other.office_id:
        return _("Orang dari dua unit kerja tidak digabungkan: datanya diberikan kepada masing-masing unit.")
    return why_not_merge(kept, other)


def why_not_separate(row: Mergeable) -> str | None:
    return None if row.is_merged else _("Catatan ini tidak sedang digabungkan.")
