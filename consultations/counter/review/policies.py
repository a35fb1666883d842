"""Who looks at closed consultations, as a sentence of refusal. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.review.waiting import waits_for_review, wants_review
from consultations.people.policies import list_served_offices
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import why_not_act


def why_not_read_reviews(user: Any) -> str | None:
    """The head who reviews, and the officers to whom something comes back."""
    if list_served_offices(user).clinics().exists():
        return None
    return _("Tinjauan konsultasi hanya untuk petugas dan kepala klinik.")


def why_not_set_review(user: Any, office: Office) -> str | None:
    return why_not_act(user, office, Role.HEAD, Role.ADMIN)


def why_not_review(user: Any, consultation: Consultation) -> str | None:
    if refusal := why_not_act(user, consultation.office, Role.HEAD, Role.ADMIN):
        return refusal
    if not wants_review(consultation.office):
        return _("Unit ini tidak memakai tinjauan kepala.")
    if consultation.state != ConsultationState.CLOSED:
        return _("Yang ditinjau hanya konsultasi yang sudah ditutup.")
    if not waits_for_review(consultation):
        return _("Konsultasi ini sudah disetujui, atau ditutup sebelum tinjauan dipakai.")
    return None
