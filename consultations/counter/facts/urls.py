from django.urls import URLPattern, path

from consultations.counter.facts.views import facts

urlpatterns: list[URLPattern] = [
    path("konsultasi/isian/", facts.list_fact_forms, name="facts"),
    path("konsultasi/isian/<slug:code>/", facts.show_facts, name="topic_facts"),
    path("konsultasi/isian/<slug:code>/ubah/", facts.ask_anew, name="facts_new"),
]
