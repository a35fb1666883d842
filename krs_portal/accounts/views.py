"""Doors of Django's administration that ask for a password: they lead to the portal's own, which has the limit."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


@login_not_required
def sign_in_to_admin(request: HttpRequest) -> HttpResponseBase:
    """There is one page on which people sign in; whoever is signed in and sent here lacks the right."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))
    if not request.user.is_staff:
        raise PermissionDenied(
            _("Akun Anda tidak dapat membuka administrasi. Mintalah haknya kepada pengelola portal.")
        )
    return redirect("admin:index")


def change_own_password(request: HttpRequest) -> HttpResponseBase:
    return redirect("account_change_password")
