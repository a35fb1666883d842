"""Every address of the portal. Rooms bring their own; the API is composed in `api_urls`."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from krs_portal.kit.health import healthz, readyz

# A language may be chosen without a token: nobody gains by choosing it for others, and no page needs one only for that.
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("consultations.urls")),  # first: what citizens ask for, most of all
    path("bahasa/", csrf_exempt(login_not_required(set_language)), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("krs_portal.accounts.urls")),
    path("", include("krs_portal.kit.urls")),
    path("", include("krs_portal.files.urls")),
    path("", include("krs_portal.outbox.urls")),
    path("", include("krs_portal.meetings.urls")),
    path("", include("krs_portal.reports.urls")),
    path("", include("krs_portal.imports.urls")),
    path("", include("clinics.urls")),
    path("monitoring/", include("monitoring.urls")),
    path("api/", include("krs_portal.api_urls")),
]
