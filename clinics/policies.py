"""Who may do what with targets and periods, as sentences. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office

MINISTRY_ROLES = (Role.EVALUATOR, Role.ADMIN)


def acts_for_ministry(user: Any) -> bool:
    return (
        Membership.objects.of(user).filter(office__kind=OfficeKind.DIRECTORATE, role__in=MINISTRY_ROLES).exists()
        or Membership.objects.of(user).filter(role=Role.ADMIN).exists()
    )


def why_not_set_target(user: Any, office: Office | None = None) -> str | None:
    """Targets are set by the ministry."""
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang menetapkan target.")


def why_not_lock_period(user: Any) -> str | None:
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang mengunci periode.")
