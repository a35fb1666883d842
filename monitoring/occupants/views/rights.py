"""A household's rights over its data: consents, objections and corrections, and their answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.clock import now, today
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button
from monitoring.occupants import policies
from monitoring.occupants.consents import TEXTS
from monitoring.occupants.enums import ConsentPurpose, ObjectionState
from monitoring.occupants.forms.rights import HouseholdConsentForm, ObjectionAnswerForm, ObjectionForm
from monitoring.occupants.identity import mask_name
from monitoring.occupants.models import Consent
from monitoring.occupants.objections import Objection
from monitoring.occupants.services import rights
from monitoring.occupants.views.stays import get_household_to_edit, handle_household_form
from monitoring.register.policies import list_known_agencies
from monitoring.register.views.doors import require_monitoring_reader


@require_monitoring_reader
def give_consent(request: HttpRequest, pk: int) -> HttpResponse:
    home = get_household_to_edit(request, pk)
    form = HouseholdConsentForm(request.POST or None, initial={"given_on": today()})
    form.fields["purpose"].help_text = " ".join(f"{purpose.label}: “{TEXTS[purpose]}”" for purpose in ConsentPurpose)

    def choose_values() -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in ("purpose", "given_on")}

    return handle_household_form(
        request,
        home,
        form,
        rights.give_consent,
        household=home,
        typed=choose_values,
        title=_("Catat persetujuan"),
        button=_("Simpan persetujuan"),
    )


@require_POST
@require_monitoring_reader
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    given = get_object_or_404(Consent.objects.visible_to(request.user).select_related("household"), pk=pk)
    said = _("Persetujuan “%(purpose)s” ditarik.") % {"purpose": given.get_purpose_display()}
    press_button(request, rights.withdraw_consent, consent=given, said=said)
    return redirect("monitoring:household", given.household_id)


@require_monitoring_reader
def record_objection(request: HttpRequest, pk: int) -> HttpResponse:
    home = get_household_to_edit(request, pk)
    form = ObjectionForm(request.POST or None)
    title = _("Catat keberatan atau permintaan perbaikan")
    return handle_household_form(
        request, home, form, rights.record_objection, household=home, title=title, button=_("Simpan")
    )


@require_monitoring_reader
def answer_objection(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Objection.objects.visible_to(request.user).select_related("household__estate__office", "programme")
    asked = get_object_or_404(rows, pk=pk)
    refuse_if(policies.why_not_answer_objection(request.user, asked))
    form = ObjectionAnswerForm(request.POST or None)
    title = _("Jawab: %(text)s") % {"text": asked}
    return handle_household_form(
        request,
        asked.household,
        form,
        rights.answer_objection,
        objection=asked,
        title=title,
        button=_("Kirim jawaban"),
    )


@require_safe
@require_monitoring_reader
@reads_parameters("cursor")
def list_open_objections(request: HttpRequest) -> HttpResponse:
    """Objections that wait for an answer, the oldest first: it is due 72 hours after their arrival."""
    waiting = Objection.objects.visible_to(request.user).filter(state=ObjectionState.OPEN)
    rows = waiting.select_related("household__estate__office", "programme")
    page = fetch_keyset_page(rows, order=("received_at", "pk"), cursor=request.GET.get("cursor"), size=40)
    known = list_known_agencies(request.user)
    shown = [
        {
            "objection": each,
            "name": mask_name(each.household, known),
            "is_late": each.answer_due_at < now(),
            "url": reverse("monitoring:household", args=[each.household_id]),
        }
        for each in page
    ]
    return render(request, "monitoring/occupants/objections.html", {"page": page, "rows": shown})
