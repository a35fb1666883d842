from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.i18n import set_language

from krs_portal.kit import gallery as shown
from krs_portal.kit.typed import SWITCH, comes_from_us, keep_typed_fields


@login_not_required
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; a workshop, so only with DEBUG."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "kit/gallery.html", shown.build_gallery_context())


@login_not_required
def show_csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf_failure.html", status=403)


@login_not_required
def switch_language(request: HttpRequest) -> HttpResponse:
    """Django's own switch; a form that is sent along, half filled, stands there again in the other language."""
    page = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    if request.method == "POST" and is_ours and comes_from_us(request):
        keep_typed_fields(request, page)
    if chosen := request.POST.get(SWITCH):
        request.POST = request.POST.copy()
        request.POST["language"] = chosen
    return set_language(request)
