from django.urls import URLPattern, path

from consultations.evaluation.meetings import views

urlpatterns: list[URLPattern] = [
    path("evaluasi/rapat/baru/", views.plan_meeting, name="evaluation_meeting_new"),
    path("evaluasi/rapat/<int:pk>/", views.show_meeting, name="evaluation_meeting"),
    path("evaluasi/rapat/<int:pk>/berkas/", views.build_pack, name="evaluation_pack"),
]
