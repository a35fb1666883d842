"""Who may keep how many views, and who names the programme, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinics.models import ProgrammeName, SavedView
from krs_portal.offices.enums import Role
from krs_portal.offices.policies import has_role

MOST_VIEWS = 40


def why_not_keep_another(user: Any) -> str | None:
    if SavedView.objects.visible_to(user).count() < MOST_VIEWS:
        return None
    return _("Anda sudah menyimpan %(most)d tampilan; hapus yang tidak dipakai lagi.") % {"most": MOST_VIEWS}


def why_not_name_programme(user: Any) -> str | None:
    """The programme is renamed by a decree, which an administrator records."""
    if getattr(user, "is_superuser", False) or has_role(user, Role.ADMIN):
        return None
    return _("Hanya administrator yang mencatat nama program.")


def why_not_call_so_from(valid_from: date) -> str | None:
    """What papers already bear is not renamed: a new name comes after the last one."""
    if ProgrammeName.objects.filter(valid_from__gte=valid_from).exists():
        return _("Nama baru berlaku sesudah nama sebelumnya dimulai.")
    return None
