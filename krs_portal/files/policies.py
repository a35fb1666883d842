"""Who may see, add and remove files, as sentences; `None` means yes. The owner of what they are about decides."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.files.models import Attachment
from krs_portal.files.owners import ATTACHMENT_OWNERS
from krs_portal.kit.about import About


def why_not_see_about(user: Any, about: About) -> str | None:
    owner = ATTACHMENT_OWNERS.find(about.kind)
    if owner and user.is_authenticated and owner.may_see(user, about.key):
        return None
    return _("Berkas ini tidak ada, atau bukan untuk unit Anda.")


def why_not_see(user: Any, attachment: Attachment) -> str | None:
    if attachment.removed_at is not None:
        return _("Berkas ini sudah dihapus.")
    return why_not_see_about(user, attachment.about)


def why_not_attach(user: Any, about: About) -> str | None:
    if refusal := why_not_see_about(user, about):
        return refusal
    owner = ATTACHMENT_OWNERS.find(about.kind)
    return owner.why_not_change(user, about.key) if owner else None


def why_not_remove(user: Any, attachment: Attachment) -> str | None:
    return why_not_see(user, attachment) or why_not_attach(user, attachment.about)
