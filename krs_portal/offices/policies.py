"""Who may do what where, said as sentences. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office


def has_role(user: Any, *roles: Role) -> bool:
    """The user holds one of the roles somewhere."""
    return Membership.objects.of(user).filter(role__in=roles).exists()


def held(user: Any) -> list[tuple[str, str]]:
    """Kind of office and role of each membership in force. Navigation asks on every page: remembered on the user."""
    if not hasattr(user, "_held"):
        user._held = list(Membership.objects.of(user).values_list("office__kind", "role"))
    found: list[tuple[str, str]] = user._held
    return found


def why_not_act(user: Any, office: Office, *roles: Role) -> str | None:
    """Acting for an office takes one of the roles in the office itself, or in one above it."""
    above = [office.pk, office.parent_id, office.parent.parent_id if office.parent else None]
    if Membership.objects.of(user).filter(office__in=[pk for pk in above if pk], role__in=roles).exists():
        return None
    named = f" {_('atau')} ".join(str(role.label).lower() for role in roles)
    return _("Hanya %(roles)s di unit ini yang dapat melakukannya.") % {"roles": named}
