from django.urls import path, re_path

from krs_portal.rights.views import board, keeping, public

app_name = "rights"
urlpatterns = [
    path("hak/", public.ask_code, name="ask"),
    path("hak/kode/", public.enter_code, name="code"),
    path("hak/saya/", public.show_own, name="own"),
    path("hak/saya/selesai/", public.leave_own, name="leave"),
    path("hak/saya/data.json", public.download_own_file, {"form": "json"}, name="own_json"),
    path("hak/saya/data.pdf", public.download_own_file, {"form": "pdf"}, name="own_pdf"),
    path("hak/data/", public.list_holdings, name="holdings"),
    path("permintaan-data/", board.list_requests, name="requests"),
    path("permintaan-data/baru/<slug:kind>/<slug:key>/", board.record_request, name="record"),
    path("permintaan-data/<int:pk>/", board.answer_request, name="request"),
    path("permintaan-data/<int:pk>/data.json", board.download_file_for, {"form": "json"}, name="file_json"),
    path("permintaan-data/<int:pk>/data.pdf", board.download_file_for, {"form": "pdf"}, name="file_pdf"),
    path("retensi/", keeping.show_retention, name="retention"),
    path("insiden-data/", keeping.list_breaches, name="breaches"),
    path("insiden-data/baru/", keeping.record_breach, name="breach_new"),
    path("insiden-data/<int:pk>/", keeping.show_breach, name="breach"),
    re_path(r"^insiden-data/(?P<pk>\d{1,18})/(?P<whom>authority|people)/$", keeping.mark_told, name="breach_told"),
]
