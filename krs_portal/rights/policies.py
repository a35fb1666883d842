"""Who answers people about their data, and how fast."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.access.policies import reads_trail
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import has_role, why_not_act
from krs_portal.rights.enums import RequestState, RightKind
from krs_portal.rights.models import DataRequest
from krs_portal.rights.querysets import ANSWERING
from krs_portal.rights.subjects import SUBJECT_KINDS

ANSWER_WITHIN = timedelta(hours=72)  # UU 27/2022: three times 24 hours, not working days


def answers_requests(user: Any) -> bool:
    return bool(user.is_authenticated) and has_role(user, *ANSWERING)


def why_not_answer_requests(user: Any) -> str | None:
    if answers_requests(user):
        return None
    return _("Permintaan tentang data pribadi dijawab petugas dan kepala unit yang mencatat datanya.")


def why_not_answer_for(user: Any, office: Office) -> str | None:
    return why_not_act(user, office, *ANSWERING)


def why_not_end(request: DataRequest, state: str) -> str | None:
    """Answered once; what cannot be erased yet is not erased."""
    if request.state != RequestState.OPEN:
        return _("Permintaan ini sudah dijawab.")
    if state == RequestState.DONE and request.kind == RightKind.ERASURE:
        return SUBJECT_KINDS.get(request.subject_kind).why_not_erase(request.subject_key)
    return None


def keeps_breaches(user: Any) -> bool:
    return reads_trail(user)


def why_not_keep_breaches(user: Any) -> str | None:
    """Breaches concern the whole portal."""
    return None if reads_trail(user) else _("Daftar ini dibaca auditor dan administrator kementerian.")


def why_not_record_breach(user: Any) -> str | None:
    if reads_trail(user) and (user.is_superuser or has_role(user, Role.ADMIN)):
        return None
    return _("Kegagalan pelindungan data dicatat administrator kementerian.")
