from django.urls import URLPattern, path

from monitoring.picture.views import board as picture
from monitoring.picture.views import dossier

urlpatterns: list[URLPattern] = [
    path("hunian/<int:pk>/", dossier.show_estate, name="estate"),
    path("hunian/<int:pk>/unit/", dossier.list_units, name="units"),
    path("", picture.show_picture, name="picture"),
    path("putaran/<int:pk>/baris/", picture.list_figure_rows, name="round_rows"),
]
