"""/api/: version 1, its schema and its reading room."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from rest_framework.routers import SimpleRouter

from clinics.api import (
    AchievementsView,
    FigureViewSet,
    IndicatorViewSet,
    LedgerViewSet,
    MonthViewSet,
    PlaceViewSet,
    TargetViewSet,
)
from consultations.booking.api import BookingViewSet, SlotViewSet, TopicViewSet
from consultations.counter.api import ConsultationViewSet
from consultations.counter.assistance.api import AssistanceViewSet
from consultations.satisfaction.api import SatisfactionView
from krs_portal.api_docs import show_api_docs
from krs_portal.api_errors import UnknownOperation
from krs_portal.api_schema import SchemaView
from krs_portal.imports.api import ImportViewSet
from krs_portal.offices.api import OfficeViewSet, RegionViewSet
from krs_portal.referrals.api import ReferralViewSet
from krs_portal.reports.api import ReportViewSet
from monitoring.occupants.api import HouseholdViewSet, ReadinessViewSet
from monitoring.problems.api import ProblemViewSet
from monitoring.register.api import EstateViewSet
from monitoring.rounds.api.profiles import ProfileViewSet
from monitoring.rounds.api.rounds import RoundViewSet

router = SimpleRouter()
router.register("offices", OfficeViewSet, "offices")
router.register("regions", RegionViewSet, "regions")
router.register("places", PlaceViewSet, "places")
router.register("indicators", IndicatorViewSet, "indicators")
router.register("targets", TargetViewSet, "targets")
router.register("months", MonthViewSet, "months")
router.register("figures", FigureViewSet, "figures")
router.register("ledger", LedgerViewSet, "ledger")
router.register("topics", TopicViewSet, "topics")
router.register("slots", SlotViewSet, "slots")
router.register("bookings", BookingViewSet, "bookings")
router.register("consultations", ConsultationViewSet, "consultations")
router.register("assistances", AssistanceViewSet, "assistances")
router.register("referrals", ReferralViewSet, "referrals")
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
    path("v1/satisfaction/", SatisfactionView.as_view(), name="satisfaction-list"),
    path("v1/", include(router.urls)),
    path("schema/", login_not_required(SchemaView.as_view()), name="api_schema"),
    path("docs/", show_api_docs, name="api_docs"),
    re_path(r"^.+/$", UnknownOperation.as_view()),  # without its slash an address is first sent to the one with it
]
