from django.urls import path

from krs_portal.reports.views import reports, verification

app_name = "reports"
urlpatterns = [
    path("laporan/", reports.list_reports, name="list"),
    path("laporan/buat/", reports.request_report, name="new"),
    path("laporan/<int:pk>/", reports.show_report, name="report"),
    path("laporan/<int:pk>/susun/", reports.rebuild_report, name="rebuild"),
    path("laporan/revisi/<int:pk>/kemajuan/", reports.show_report_progress, name="progress"),
    path("laporan/revisi/<int:pk>/ulangi/", reports.retry_revision, name="retry"),
    path("laporan/revisi/<int:pk>/hentikan/", reports.cancel_revision, name="cancel"),
    path("laporan/revisi/<int:pk>/penanda-tangan/", reports.write_particulars, name="particulars"),
    path("laporan/revisi/<int:pk>/sebelum-terbit/", reports.show_gate, name="gate"),
    path("laporan/revisi/<int:pk>/terbitkan/", reports.publish_revision, name="publish"),
    path("laporan/rekonsiliasi/<int:pk>/", reports.give_reason, name="explain"),
    path("laporan/berkas/<int:pk>/", reports.download_report_file, name="file"),
    path("verifikasi/", verification.verify_paper, name="verify"),
    path("verifikasi/<str:code>/", verification.verify_paper, name="verify"),
]
