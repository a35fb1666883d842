from django.urls import path

from krs_portal.imports.views import batches, rows, workbooks

app_name = "imports"
urlpatterns = [
    path("impor/", batches.list_batches, name="list"),
    path("impor/unggah/<slug:kind>/", batches.upload_batch, name="upload"),
    path("impor/contoh/<slug:kind>.xlsx", workbooks.download_template, name="template"),
    path("impor/<int:pk>/", batches.show_batch, name="batch"),
    path("impor/<int:pk>/kemajuan/", batches.show_batch_progress, name="progress"),
    path("impor/<int:pk>/kolom/", batches.choose_columns, name="columns"),
    path("impor/<int:pk>/periksa/", batches.recheck_batch, name="check"),
    path("impor/<int:pk>/masukkan/", batches.commit_batch, name="commit"),
    path("impor/<int:pk>/batalkan/", batches.undo_batch, name="undo"),
    path("impor/<int:pk>/perbaikan/", workbooks.take_corrections, name="corrections"),
    path("impor/<int:pk>/perbaikan.xlsx", workbooks.download_error_workbook, name="errors"),
    path("impor/baris/<int:pk>/", rows.correct_row, name="row"),
]
