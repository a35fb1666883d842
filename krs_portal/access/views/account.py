"""One's own account: who one is here, how one signs in, and where one is signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from krs_portal.access import policies, services
from krs_portal.access.devices import describe_browser, read_device
from krs_portal.access.showing import FactorCard, build_trail, describe_account
from krs_portal.kit.submitting import press_button


@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    context = {"facts": describe_account(request.user), "is_guarded": policies.has_second_factor(request.user)}
    return render(request, "access/account.html", context)


@require_safe
@never_cache
def show_factors(request: HttpRequest) -> HttpResponse:
    """The ways in which one shows that it is oneself, besides the password."""
    found = Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at", "pk")
    context = {
        "cards": [FactorCard(each, policies.why_not_remove_factor(each)) for each in found],
        "has_app": any(each.type == Authenticator.Type.TOTP for each in found),
        "codes": next((each.wrap() for each in found if each.type == Authenticator.Type.RECOVERY_CODES), None),
        "demand": policies.why_second_factor(request.user),
        "is_exempt": policies.is_exempt(request.user),
        "places": build_trail(_("Verifikasi dua langkah")),
    }
    return render(request, "access/factors.html", context)


@require_safe
@never_cache
def list_sessions(request: HttpRequest) -> HttpResponse:
    found = UserSession.objects.purge_and_list(request.user)
    lines = [describe_session(each, request) for each in sorted(found, key=lambda each: each.created_at, reverse=True)]
    context = {"lines": lines, "has_others": len(found) > 1, "places": build_trail(_("Sesi"))}
    return render(request, "access/sessions.html", context)


def describe_session(session: UserSession, request: HttpRequest) -> dict[str, Any]:
    return {
        "pk": session.pk,
        "browser": describe_browser(session.user_agent),
        "address": session.ip,
        "began_at": session.created_at,
        "is_this": session.session_key == request.session.session_key,
    }


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user_id=request.user.pk)
    press_button(request, services.end_session, session=session, said=_("Sesi itu diakhiri."))
    return redirect("access:sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    press_button(
        request,
        services.end_other_sessions,
        session_key=request.session.session_key,
        device=read_device(request),
        said=_("Semua sesi lain diakhiri."),
    )
    return redirect("access:sessions")
