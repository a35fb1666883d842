"""One URL, two faces: the whole page, or only its changing part for htmx."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    header = request.headers.get
    return header("HX-Request") == "true" and not (header("HX-Boosted") or header("HX-History-Restore-Request"))


def render_page_or_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], *, fragment: str = "content", status: int = 200
) -> HttpResponse:
    """Render the page, or for htmx its partial `template#fragment` (see django-template-partials)."""
    name = f"{template}#{fragment}" if wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_progress(
    request: HttpRequest, template: str, context: dict[str, Any], *, page: str, is_over: bool
) -> HttpResponse:
    """The fragment that a waiting page asks for again and again; once the work is over it loads the whole page."""
    if not wants_fragment(request):
        return redirect(page)
    if is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, template, context)
