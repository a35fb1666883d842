from django.urls import URLPattern, path, re_path

from monitoring.rounds.views import disagreements, offline, profiles, rounds, workbooks

urlpatterns: list[URLPattern] = [
    path("putaran/", rounds.list_rounds, name="rounds"),
    path("putaran/baru/", rounds.start_round, name="round_new"),
    path("putaran/<int:pk>/", rounds.show_round, name="round"),
    path("putaran/<int:pk>/lembar.xlsx", workbooks.download_profile_workbook, name="round_workbook"),
    path("putaran/<int:pk>/ubah/", rounds.edit_round, name="round_edit"),
    path("putaran/<int:pk>/peserta/", rounds.choose_participants, name="round_participants"),
    path("putaran/<int:pk>/peserta/<int:participant>/", rounds.show_participant, name="round_participant"),
    path("putaran/<int:pk>/buka/", rounds.open_round, name="round_open"),
    re_path(r"^putaran/(?P<pk>\d{1,18})/ke-(?P<state>desk|pengisian)/$", rounds.move_round, name="round_move"),
    path("putaran/<int:pk>/tutup/", rounds.close_round, name="round_close"),
    path("profil/<int:pk>/", profiles.edit_profile, name="profile"),
    path("profil/<int:pk>/sampaikan/", profiles.submit_profile, name="profile_submit"),
    path("profil/<int:pk>/kembalikan/", profiles.return_profile, name="profile_return"),
    path("profil/<int:pk>/pilih/<uuid:key>/", profiles.settle_entry, name="profile_settle"),
    path("selisih/", disagreements.list_disagreements, name="disagreements"),
    path("profil/<int:pk>/selisih/<slug:field>/", disagreements.settle_figure, name="settle_figure"),
    path("lapangan/", offline.show_field_page, name="field"),
    path("lapangan/aplikasi.webmanifest", offline.serve_manifest, name="manifest"),
    path("pekerja.js", offline.serve_worker, name="worker"),
]
