"""Every address of the portal. Rooms bring their own; the API is composed in `api_urls`."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from krs_portal.accounts.views import change_own_password, sign_in_to_admin
from krs_portal.kit.health import APART, healthz, readyz
from krs_portal.kit.views import switch_language

# A language may be chosen without a token: nobody gains by choosing it for others, and no page needs one only for that.
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *(path(f"readyz/{part}", readyz, {"part": part}, name=f"readyz_{part}") for part in APART),
    path("", include("consultations.urls")),  # first: what citizens ask for, most of all
    path("bahasa/", csrf_exempt(switch_language), name="set_language"),
    path("admin/login/", sign_in_to_admin),  # before the administration's own
    path("admin/password_change/", change_own_password),
    path("admin/", admin.site.urls),
    path("", include("krs_portal.accounts.urls")),
    path("", include("krs_portal.access.urls")),
    path("", include("krs_portal.kit.urls")),
    path("", include("krs_portal.offices.urls")),
    path("", include("krs_portal.unsaved.urls")),
    path("", include("krs_portal.files.urls")),
    path("", include("krs_portal.outbox.urls")),
    path("", include("krs_portal.meetings.urls")),
    path("", include("krs_portal.referrals.urls")),
    path("", include("krs_portal.rights.urls")),
    path("", include("krs_portal.reports.urls")),
    path("", include("krs_portal.imports.urls")),
    path("", include("clinics.urls")),
    path("monitoring/", include("monitoring.urls")),
    path("api/", include("krs_portal.api_urls")),
]

handler400 = "krs_portal.api_errors.show_bad_request"
handler404 = "krs_portal.api_errors.show_not_found"
handler500 = "krs_portal.api_errors.show_server_error"
