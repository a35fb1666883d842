"""Filling in without a network: the page for the field, its manifest, and the service worker that keeps it."""

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
from django.views.decorators.http import require_GET

from monitoring import badges, policies, progress
from monitoring.enums import RoundState
from monitoring.models import Profile
from monitoring.services.profiles import refuse
from monitoring.views.profiles import KEEP

SOURCES = Path(settings.BASE_DIR) / "static" / "js"
ASSETS = (
    "build/krs.css", "build/htmx.js", "build/inter.woff2", "build/icons.svg", "build/caret.svg", "img/mark.svg",
    "js/offline-queue.js", "js/offline.js", "js/leave.js",
)  # fmt: skip


@require_GET
def field(request: HttpRequest) -> HttpResponse:
    """The profiles of the user's own agency, and what waits on this device. It opens without a network."""
    refuse(policies.why_not_read(request.user))
    refuse(None if policies.works_in_field(request.user) else _("Halaman lapangan hanya untuk dinas kab/kota."))
    profiles = Profile.objects.visible_to(request.user).filter(
        estate__office__in=policies.field_agencies(request.user),
        round__state__in=(RoundState.COLLECTING, RoundState.DESK),
    )
    found = profiles.select_related("round__form", "round__office", "estate__region", "estate__office__parent__parent")
    rows = list(found.order_by("round__data_as_at", "estate__name", "pk"))
    pictured = progress.with_photo(rows)
    context = {
        "rows": [row(request.user, profile, has_photo=profile.pk in pictured) for profile in rows],
        "worker_url": reverse("monitoring:worker"),
    }
    response = render(request, "monitoring/profiles/field.html", context)
    response[KEEP] = "keep"
    return response


def row(user: Any, profile: Profile, *, has_photo: bool) -> dict[str, Any]:
    filling = progress.fields.filling(profile, profile.round.form, has_photo=has_photo)
    return {
        "profile": profile,
        "badge": badges.profile_badge(profile),
        "percent": 100 * filling.answered // filling.asked,
        "may_keep": policies.why_not_save_profile(user, profile) is None,
    }


@login_not_required
@require_GET
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone asks before it puts the page beside its apps."""
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
@require_GET
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Nothing in it is anybody's: a device must get the newest one even after signing out."""
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8")


@cache
def script() -> str:
    """What it keeps, then how; another version of any of it is another worker."""
    code = "\n".join((SOURCES / name).read_text() for name in ("offline-queue.js", "offline-worker.js"))
    assets = [static(name) for name in ASSETS]
    version = hashlib.sha256((code + "".join(assets)).encode()).hexdigest()[:12]
    kept = {"version": version, "assets": assets, "home": reverse("monitoring:field"), "header": KEEP}
    return f"self.krsKept = {json.dumps(kept)};\n{code}"
