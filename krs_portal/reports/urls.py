from django.urls import path

from krs_portal.reports.views import reports, verification

app_name = "reports"
urlpatterns = [
    path("laporan/", reports.report_list, name="list"),
    path("laporan/buat/", reports.new, name="new"),
    path("laporan/<int:pk>/", reports.report, name="report"),
    path("laporan/<int:pk>/susun/", reports.rebuild, name="rebuild"),
    path("laporan/revisi/<int:pk>/kemajuan/", reports.progress, name="progress"),
    path("laporan/revisi/<int:pk>/ulangi/", reports.retry, name="retry"),
    path("laporan/revisi/<int:pk>/terbitkan/", reports.publish, name="publish"),
    path("laporan/rekonsiliasi/<int:pk>/", reports.explain, name="explain"),
    path("laporan/berkas/<int:pk>/", reports.file, name="file"),
    path("verifikasi/", verification.verify, name="verify"),
    path("verifikasi/<str:code>/", verification.verify, name="verify"),
]
