"""The page that a partner's letter leads to: who is referred, as far as they agreed, and the partner's answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from krs_portal.kit.clock import now
from krs_portal.kit.submitting import submit_form
from krs_portal.referrals import links, policies, services, showing
from krs_portal.referrals.forms import PartnerAnswerForm
from krs_portal.referrals.models import Referral


@login_not_required
@never_cache
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Once the link has ended, it tells why, and nothing of the person any more."""
    referral = links.find_referral_by_token(token)
    if referral is None:
        unknown = _("Tautan ini tidak dikenal. Salin seluruhnya dari surat yang Anda terima.")
        return render(request, "referrals/answer.html", {"refusal": unknown}, status=404)
    refusal = policies.why_closed_to_partner(referral, at=now())
    if refusal:
        context = {"referral": referral, "refusal": refusal}
        return render(request, "referrals/answer.html", context, status=409 if request.method == "POST" else 200)
    form = PartnerAnswerForm(request.POST or None, answers=policies.list_possible_answers(referral))
    said = _("Terima kasih. Jawaban Anda tersimpan.")
    if submit_form(request, form, answer_as_partner, referral=referral, said=said):
        return redirect("referrals:answer_by_link", token)
    context = {
        "referral": referral,
        "form": form,
        "badge": showing.build_referral_badge(referral),
        "facts": showing.describe_for_partner(referral),
    }
    return render(request, "referrals/answer.html", context, status=form.status)


def answer_as_partner(*, by: Any, **answer: Any) -> Referral:
    """Whoever has the link answers for the partner, signed in or not; no user is recorded."""
    return services.answer_referral(by=None, **answer)
