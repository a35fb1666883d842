"""The assistances of a house, as a part of its page and of a consultation's, with the button that adds one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.counter.assistance import policies
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.showing import build_assistance_line, collect_counting
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.posting import list_assistances_of_house
from consultations.people.models.house import House
from consultations.people.policies import list_served_offices
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import today


def build_consultation_card(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """What came of a consultation for its house."""
    rows = Assistance.objects.filter(consultations=consultation)
    if consultation.state == ConsultationState.VOIDED:
        return build_card(request, rows, [])
    house, key = consultation.house, consultation.pk
    refusal = policies.why_not_serve(request.user, consultation.office)
    if house is None:
        refusal = refusal or _("Isi dahulu alamat rumahnya, lalu simpan.")
        return build_card(request, rows, [Action(_("Bantu rumah ini"), "", refusal, "home")] if not rows else [])
    refusal = refusal or policies.why_not_assist(request.user, consultation.office, house.kept)
    url = f"{reverse('consultations:assistance_new', args=[house.kept.pk])}?konsultasi={key}"
    return build_card(request, rows, [Action(_("Bantu rumah ini"), url, refusal, "home")])


def build_house_card(request: HttpRequest, house: House) -> dict[str, Any]:
    """All that was done for a house by the offices that the reader sees."""
    url = reverse("consultations:assistance_new", args=[house.pk])
    return build_card(request, list_assistances_of_house(house), [Action(_("Bantu rumah ini"), url, None, "home")])


def build_card(request: HttpRequest, rows: Any, actions: list[Action]) -> dict[str, Any]:
    found = list(rows.visible_to(request.user).standing().with_lines().order_by("-asked_on", "-pk")[:50])
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    counting = collect_counting(found) if found else set()
    return {
        "lines": [
            build_assistance_line(
                row, today(row.office.time_zone), known=row.office_id in served, counts=row.pk in counting
            )
            for row in found
        ],
        "actions": actions,
    }
