"""The addresses of the clinic's work, wing by wing, under one name."""

from django.urls import include, path

app_name = "consultations"
urlpatterns = [
    path("", include("consultations.booking.urls")),
    path("", include("consultations.agenda.urls")),
    path("", include("consultations.counter.urls")),
    path("", include("consultations.counter.promises.urls")),
    path("", include("consultations.counter.facts.urls")),
    path("", include("consultations.counter.review.urls")),
    path("", include("consultations.counter.assistance.urls")),
    path("", include("consultations.evaluation.trials.urls")),  # before the note of an office
    path("", include("consultations.evaluation.meetings.urls")),
    path("", include("consultations.evaluation.urls")),
    path("", include("consultations.people.urls")),
    path("", include("consultations.satisfaction.urls")),
]
