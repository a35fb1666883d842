"""The addresses of monitoring, wing by wing, under one name."""

from django.urls import include, path

app_name = "monitoring"
urlpatterns = [
    path("", include("monitoring.picture.urls")),
    path("", include("monitoring.register.urls")),
    path("", include("monitoring.problems.urls")),
    path("", include("monitoring.occupants.urls")),
    path("", include("monitoring.rounds.urls")),
    path("", include("monitoring.desk.urls")),
]
