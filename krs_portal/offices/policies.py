"""Who may act for which office, as sentences. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office


def list_memberships(user: Any) -> list[tuple[int, str, str]]:
    """Office, its kind and the role of each current membership; kept on the user, whom every page asks many times."""
    if not hasattr(user, "_memberships"):
        user._memberships = list(Membership.objects.of(user).values_list("office_id", "office__kind", "role"))
    found: list[tuple[int, str, str]] = user._memberships
    return found


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the user has one of the roles in any office."""
    return any(role in roles for _office, _kind, role in list_memberships(user))


def list_kinds_and_roles(user: Any) -> list[tuple[str, str]]:
    """Kind of office and role of each current membership."""
    return [(kind, role) for _office, kind, role in list_memberships(user)]


def why_not_act(user: Any, office: Office, *roles: Role) -> str | None:
    """To act for an office one needs one of the roles in it, or in an office above it."""
    above = office.list_ids_at_or_above()
    if any(own in above and role in roles for own, _kind, role in list_memberships(user)):
        return None
    named = f" {_('atau')} ".join(str(role.label).lower() for role in roles)
    return _("Hanya %(roles)s di unit ini yang dapat melakukannya.") % {"roles": named}
