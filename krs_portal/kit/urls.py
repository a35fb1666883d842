from django.urls import path

from krs_portal.kit import views

app_name = "kit"
urlpatterns = [path("galeri/", views.show_gallery, name="gallery")]
