"""The reader of the audit trail, for auditors and administrators of the nation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from krs_portal.access import policies
from krs_portal.access.forms import TrailForm
from krs_portal.access.trail import TrailQuestion, list_trail_kinds
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if


@require_safe
@never_cache
@reads_parameters("kind", "key", "actor", "day", "cursor")
def read_trail(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_trail(request.user))
    kinds = list_trail_kinds()
    is_asked = bool(request.GET.keys() & TrailForm.base_fields.keys())
    form = TrailForm(request.GET if is_asked else None, kinds=kinds)
    found = None
    if form.is_valid():
        asked = {name: value for name, value in form.cleaned_data.items() if name != "kind"}
        found = kinds[form.cleaned_data["kind"]].read(TrailQuestion(**asked), request.GET.get("cursor"))
    context = {"form": form, "found": found, "title": _("Jejak audit")}
    return render(request, "access/trail.html", context, status=400 if form.errors else 200)
