"""Filling in profiles without a network: the field page, its web manifest and its service worker."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.querysets import PARENTS
from monitoring.register.policies import list_field_agencies, why_not_read, works_in_field
from monitoring.rounds import badges, fields, policies, progress
from monitoring.rounds.enums import FILLING_STATES
from monitoring.rounds.models import Profile
from monitoring.rounds.views.profiles import KEEP

SOURCES = Path(settings.BASE_DIR) / "static" / "js"
ASSETS = (
    "build/krs.css", "build/htmx.js", "build/inter.woff2", "build/icons.svg", "build/caret.svg", "img/mark.svg",
    "js/offline-queue.js", "js/offline.js", "js/leave.js", "js/unsaved.js",
)  # fmt: skip


@require_safe
def show_field_page(request: HttpRequest) -> HttpResponse:
    """Profiles of the user's own agency and the entries waiting on this device. The page also opens offline."""
    refuse_if(why_not_read(request.user))
    refuse_if(None if works_in_field(request.user) else _("Halaman lapangan hanya untuk dinas kab/kota."))
    profiles = Profile.objects.visible_to(request.user).filter(
        estate__office__in=list_field_agencies(request.user), round__state__in=FILLING_STATES
    )
    found = profiles.select_related("round__form", "round__office", "estate__region", f"estate__office__{PARENTS}")
    rows = list(found.order_by("round__data_as_at", "estate__name", "pk"))
    pictured = progress.find_photographed_profiles(rows)
    context = {
        "rows": [describe_field_profile(request.user, profile, has_photo=profile.pk in pictured) for profile in rows],
        "worker_url": reverse("monitoring:worker"),
    }
    response = render(request, "monitoring/rounds/profiles/field.html", context)
    response[KEEP] = "keep"
    return response


def describe_field_profile(user: Any, profile: Profile, *, has_photo: bool) -> dict[str, Any]:
    return {
        "profile": profile,
        "badge": badges.build_profile_badge(profile),
        "percent": fields.measure_filling(profile, profile.round.form, has_photo=has_photo).percent,
        "may_keep": policies.why_not_save_profile(user, profile) is None,
    }


@login_not_required
@require_safe
@cache_control(max_age=3600)
def serve_manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest, which a phone reads before it installs the field page as an app."""
    icon = {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    described = {
        "name": _("Monitoring rusun dan rusus"),
        "short_name": _("Monitoring"),
        "lang": request.LANGUAGE_CODE,
        "start_url": reverse("monitoring:field"),
        "scope": "/monitoring/",
        "display": "standalone",
        "background_color": "#f5f8fa",
        "theme_color": "#204d84",
        "icons": [icon],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def serve_worker(request: HttpRequest) -> HttpResponse:
    """Public: the script holds no personal data, and a device must be able to update it after signing out."""
    return HttpResponse(build_worker_script(), content_type="text/javascript; charset=utf-8")


@cache
def build_worker_script() -> str:
    """The list of assets, then the worker's code. The version is a hash of both: any change installs a new worker."""
    code = "\n".join((SOURCES / name).read_text() for name in ("offline-queue.js", "offline-worker.js"))
    assets = [static(name) for name in ASSETS]
    version = hashlib.sha256((code + "".join(assets)).encode()).hexdigest()[:12]
    kept = {"version": version, "assets": assets, "home": reverse("monitoring:field"), "header": KEEP}
    return f"self.krsKept = {json.dumps(kept)};\n{code}"
