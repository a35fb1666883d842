"""Tokens with which one's own programs ask the API."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from krs_portal.access import services
from krs_portal.access.forms import TokenForm
from krs_portal.access.showing import build_trail
from krs_portal.accounts.models import ApiToken
from krs_portal.kit.clock import now
from krs_portal.kit.middleware import send_each_time
from krs_portal.kit.submitting import press_button, render_form_page, submit_form


@require_safe
def list_tokens(request: HttpRequest) -> HttpResponse:
    at = now()
    tokens = ApiToken.objects.filter(user_id=request.user.pk).order_by("-created_at", "-pk")
    context = {"tokens": [(each, each.has_ended(at)) for each in tokens], "places": build_trail(_("Token API"))}
    return render(request, "access/tokens.html", context)


@send_each_time  # what is answered once would be kept, and a token is kept nowhere; a name is given once anyway
@never_cache
@reauthentication_required
def make_token(request: HttpRequest) -> HttpResponse:
    """The token stands in the one answer to the form, and nowhere else."""
    form = TokenForm(request.POST or None)
    if plain := submit_form(request, form, services.make_token):
        context = {"plain": plain, "places": build_trail(_("Token API"), "access:tokens", _("Token baru"))}
        return render(request, "access/token_shown.html", context)
    return render_form_page(
        request,
        form,
        title=_("Token baru"),
        button=_("Buat token"),
        icon="key",
        lead=_("Sebuah token membuka API dengan hak Anda, sejauh cakupannya. Beri yang sesempit mungkin."),
        trail=build_trail(_("Token API"), "access:tokens", _("Token baru")),
    )


@require_POST
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user_id=request.user.pk)
    press_button(request, services.end_token, token=token, said=_("Token itu tidak berlaku lagi."))
    return redirect("access:tokens")
