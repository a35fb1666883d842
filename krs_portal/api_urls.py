"""/api/: version 1, its schema and its reading room."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from clinics.api import AchievementsView, IndicatorViewSet, LedgerViewSet, PlaceViewSet, TargetViewSet
from consultations.api import BookingViewSet, ConsultationViewSet, SlotViewSet, TopicViewSet
from krs_portal.api_docs import docs
from krs_portal.imports.api import ImportViewSet
from krs_portal.offices.api import OfficeViewSet, RegionViewSet
from krs_portal.reports.api import ReportViewSet
from monitoring.api.estates import EstateViewSet
from monitoring.api.people import HouseholdViewSet, ReadinessViewSet
from monitoring.api.problems import ProblemViewSet
from monitoring.api.profiles import ProfileViewSet
from monitoring.api.rounds import RoundViewSet

router = SimpleRouter()
router.register("offices", OfficeViewSet, "offices")
router.register("regions", RegionViewSet, "regions")
router.register("places", PlaceViewSet, "places")
router.register("indicators", IndicatorViewSet, "indicators")
router.register("targets", TargetViewSet, "targets")
router.register("ledger", LedgerViewSet, "ledger")
router.register("topics", TopicViewSet, "topics")
router.register("slots", SlotViewSet, "slots")
router.register("bookings", BookingViewSet, "bookings")
router.register("consultations", ConsultationViewSet, "consultations")
router.register("reports", ReportViewSet, "reports")
router.register("estates", EstateViewSet, "estates")
router.register("imports", ImportViewSet, "imports")
router.register("households", HouseholdViewSet, "households")
router.register("readiness", ReadinessViewSet, "readiness")
router.register("rounds", RoundViewSet, "rounds")
router.register("profiles", ProfileViewSet, "profiles")
router.register("problems", ProblemViewSet, "problems")

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/achievements/", AchievementsView.as_view(), name="achievements"),
    path("v1/", include(router.urls)),
    path("schema/", login_not_required(SpectacularAPIView.as_view(permission_classes=[])), name="api_schema"),
    path("docs/", docs, name="api_docs"),
]
