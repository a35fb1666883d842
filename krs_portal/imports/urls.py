from django.urls import path

from krs_portal.imports.views import batches, rows, workbooks

app_name = "imports"
urlpatterns = [
    path("impor/", batches.batch_list, name="list"),
    path("impor/unggah/<slug:kind>/", batches.upload, name="upload"),
    path("impor/contoh/<slug:kind>.xlsx", workbooks.template, name="template"),
    path("impor/<int:pk>/", batches.batch, name="batch"),
    path("impor/<int:pk>/kemajuan/", batches.progress, name="progress"),
    path("impor/<int:pk>/kolom/", batches.columns, name="columns"),
    path("impor/<int:pk>/periksa/", batches.check, name="check"),
    path("impor/<int:pk>/masukkan/", batches.commit, name="commit"),
    path("impor/<int:pk>/batalkan/", batches.undo, name="undo"),
    path("impor/<int:pk>/perbaikan/", workbooks.corrections, name="corrections"),
    path("impor/<int:pk>/perbaikan.xlsx", workbooks.errors, name="errors"),
    path("impor/baris/<int:pk>/", rows.row, name="row"),
]
