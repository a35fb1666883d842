"""Who may do what where, said as sentences. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office


def has_role(user: Any, *roles: Role) -> bool:
    """The user holds one of the roles somewhere."""
    return Membership.objects.of(user).filter(role__in=roles).exists()


def why_not_act(user: Any, office: Office, *roles: Role) -> str | None:
    """Acting for an office takes one of the roles in the office itself, or in one above it."""
    above = [office.pk, office.parent_id, office.parent.parent_id if office.parent else None]
    if Membership.objects.of(user).filter(office__in=[pk for pk in above if pk], role__in=roles).exists():
        return None
    named = f" {_('atau')} ".join(str(role.label).lower() for role in roles)
    return _("Hanya %(roles)s di unit ini yang dapat melakukannya.") % {"roles": named}
