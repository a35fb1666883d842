from django.urls import path

from krs_portal.offices import views

app_name = "offices"
urlpatterns = [
    path("unit/", views.list_offices, name="list"),
    path("unit/baru/", views.found_office, name="found"),
    path("unit/<slug:code>/", views.show_office, name="office"),
    path("unit/<slug:code>/nama/", views.rename_office, name="rename"),
    path("unit/<slug:code>/tutup/", views.close_office, name="close"),
    path("unit/<slug:code>/buka/", views.reopen_office, name="reopen"),
]
