"""Who may do what in monitoring, as sentences. `None` means yes.

A local agency fills its own estates; the provincial agency does everything in its kab/kota and runs the rounds; the
ministry and auditors read; nobody else comes in.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.policies import why_not_act
from monitoring.models import Estate

AGENCIES = (OfficeKind.PROVINCIAL_AGENCY, OfficeKind.LOCAL_AGENCY)
FILLING_ROLES = (Role.OPERATOR, Role.OFFICER, Role.HEAD)
READING_ROLES = (Role.EVALUATOR, Role.AUDITOR, Role.ADMIN)


def reads_monitoring(user: Any) -> bool:
    """Whether monitoring is the user's business at all. Asked by the navigation, so remembered on the user."""
    if not hasattr(user, "_reads_monitoring"):
        own = list(Membership.objects.of(user).values_list("office__kind", "role"))
        user._reads_monitoring = bool(getattr(user, "is_superuser", False) and user.is_active) or any(
            kind in AGENCIES or role in READING_ROLES for kind, role in own
        )
    return bool(user._reads_monitoring)


def why_not_read(user: Any) -> str | None:
    if reads_monitoring(user):
        return None
    return _("Monitoring hanya untuk dinas perumahan provinsi dan kab/kota, kementerian, dan auditor.")


def why_not_fill(user: Any, office: Office) -> str | None:
    """Filling in for an agency: its own people, or those of the provincial agency above it."""
    if office.kind not in AGENCIES:
        return _("Data hunian diisi oleh dinas perumahan provinsi atau kab/kota.")
    return why_not_act(user, office, *FILLING_ROLES)


def why_not_add_estate(user: Any, office: Office) -> str | None:
    return why_not_fill(user, office)


def why_not_edit_estate(user: Any, estate: Estate) -> str | None:
    return why_not_fill(user, estate.office)
