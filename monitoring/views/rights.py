"""A household's rights over its data: consents, objections and corrections, and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from krs_portal.kit.clock import now, today
from krs_portal.kit.pagination import keyset
from monitoring import policies
from monitoring.consents import TEXTS
from monitoring.enums import ConsentPurpose, ObjectionState
from monitoring.forms.rights import AnswerForm, ConsentForm, ObjectionForm
from monitoring.identity import initials
from monitoring.models import Consent, Objection
from monitoring.services import rights
from monitoring.views.doors import readers_only, refuse
from monitoring.views.stays import answered, home_of


@readers_only
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    home = home_of(request, pk)
    form = ConsentForm(request.POST or None, initial={"given_on": today()})
    form.fields["purpose"].help_text = " ".join(f"{purpose.label}: “{TEXTS[purpose]}”" for purpose in ConsentPurpose)

    def save() -> Consent:
        typed = form.cleaned_data
        return rights.give_consent(
            household=home,
            purpose=ConsentPurpose(typed["purpose"]),
            given_on=typed["given_on"],
            by=request.user,
            at=now(),
        )

    return answered(request, form, save, home, _("Catat persetujuan"), _("Simpan persetujuan"))


@require_POST
@readers_only
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    given = get_object_or_404(Consent.objects.visible_to(request.user).select_related("household"), pk=pk)
    rights.withdraw_consent(consent=given, by=request.user, at=now())
    messages.success(request, _("Persetujuan “%(purpose)s” ditarik.") % {"purpose": given.get_purpose_display()})
    return redirect("monitoring:household", given.household_id)


@readers_only
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    home = home_of(request, pk)
    form = ObjectionForm(request.POST or None)

    def save() -> Objection:
        return rights.object_to(household=home, **form.cleaned_data, by=request.user, at=now())

    return answered(request, form, save, home, _("Catat keberatan atau permintaan perbaikan"), _("Simpan"))


@readers_only
def objection_answer(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Objection.objects.visible_to(request.user).select_related("household__estate__office", "programme")
    asked = get_object_or_404(rows, pk=pk)
    refuse(policies.why_not_answer_objection(request.user, asked))
    form = AnswerForm(request.POST or None)

    def save() -> Objection:
        return rights.answer_objection(objection=asked, **form.cleaned_data, by=request.user, at=now())

    return answered(request, form, save, asked.household, _("Jawab: %(text)s") % {"text": asked}, _("Kirim jawaban"))


@require_GET
@readers_only
def objections(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first: three times 24 hours from its arrival."""
    waiting = Objection.objects.visible_to(request.user).filter(state=ObjectionState.OPEN)
    rows = waiting.select_related("household__estate__office", "programme")
    page = keyset(rows, order=("received_at", "pk"), cursor=request.GET.get("cursor"), size=40)
    known = policies.known_agencies(request.user)
    shown = [
        {
            "objection": each,
            "name": each.household.name if each.household.estate.office_id in known else initials(each.household.name),
            "is_late": each.answer_due_at < now(),
            "url": reverse("monitoring:household", args=[each.household_id]),
        }
        for each in page
    ]
    return render(request, "monitoring/people/objections.html", {"page": page, "rows": shown})
