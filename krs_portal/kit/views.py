from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from krs_portal.kit import gallery as shown


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; a workshop, so only with DEBUG."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "kit/gallery.html", shown.everything())


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf_failure.html", status=403)
