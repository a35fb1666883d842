from django.urls import URLPattern, path, re_path

from monitoring.views import offline, picture, problems, profiles, rounds

app_name = "monitoring"
urlpatterns: list[URLPattern] = [
    path("", picture.picture, name="picture"),
    path("putaran/<int:pk>/baris/", picture.round_rows, name="round_rows"),
    path("putaran/", rounds.rounds, name="rounds"),
    path("putaran/baru/", rounds.round_new, name="round_new"),
    path("putaran/<int:pk>/", rounds.round_page, name="round"),
    path("putaran/<int:pk>/ubah/", rounds.round_edit, name="round_edit"),
    path("putaran/<int:pk>/peserta/", rounds.round_participants, name="round_participants"),
    path("putaran/<int:pk>/peserta/<int:participant>/", rounds.round_participant, name="round_participant"),
    path("putaran/<int:pk>/buka/", rounds.round_open, name="round_open"),
    re_path(r"^putaran/(?P<pk>\d{1,18})/ke-(?P<state>desk|pengisian)/$", rounds.round_move, name="round_move"),
    path("putaran/<int:pk>/tutup/", rounds.round_close, name="round_close"),
    path("profil/<int:pk>/", profiles.profile, name="profile"),
    path("profil/<int:pk>/sampaikan/", profiles.profile_submit, name="profile_submit"),
    path("profil/<int:pk>/kembalikan/", profiles.profile_return, name="profile_return"),
    path("profil/<int:pk>/pilih/<uuid:key>/", profiles.profile_settle, name="profile_settle"),
    path("lapangan/", offline.field, name="field"),
    path("lapangan/aplikasi.webmanifest", offline.manifest, name="manifest"),
    path("pekerja.js", offline.worker, name="worker"),
    path("masalah/", problems.problems, name="problems"),
    path("masalah/baru/", problems.problem_new, name="problem_new"),
    path("masalah/<int:pk>/", problems.problem_page, name="problem"),
    path("masalah/<int:pk>/ubah/", problems.problem_edit, name="problem_edit"),
    path("masalah/<int:pk>/catat/", problems.problem_note, name="problem_note"),
    path("masalah/<int:pk>/tangani/", problems.problem_start, name="problem_start"),
    path("masalah/<int:pk>/selesai/", problems.problem_resolve, name="problem_resolve"),
    path("masalah/<int:pk>/buka/", problems.problem_reopen, name="problem_reopen"),
]
