from django.urls import URLPattern, path

from consultations.evaluation.trials import views

urlpatterns: list[URLPattern] = [
    path("evaluasi/coba-aturan/", views.try_rule, name="trials"),
    path("evaluasi/coba-aturan/<int:pk>/", views.show_trial, name="trial"),
    path("evaluasi/coba-aturan/<int:pk>/<slug:code>/", views.show_trial_rows, name="trial_rows"),
]
