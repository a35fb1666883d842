from django.urls import path

from krs_portal.unsaved import views

app_name = "unsaved"
urlpatterns = [
    path("tulisan/", views.offer_texts, name="offer"),
    path("tulisan/simpan/", views.keep_text, name="keep"),
    path("tulisan/buang/", views.discard_text, name="discard"),
]
