from django.urls import path

from krs_portal.files.views import attachments

app_name = "files"
urlpatterns = [
    path("berkas/<uuid:key>/", attachments.open_attachment, name="open"),
    path("berkas/<uuid:key>/kecil/", attachments.show_thumbnail, name="thumbnail"),
    path("berkas/<uuid:key>/hapus/", attachments.remove_attachment, name="remove"),
    path("berkas/unggah/<str:kind>/<str:about_key>/", attachments.attach_file, name="attach"),
]
