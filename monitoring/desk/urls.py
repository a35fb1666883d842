from django.urls import URLPattern, path

from monitoring.desk.views import changes as desk_changes
from monitoring.desk.views import papers as desk_papers
from monitoring.desk.views import planner as desk
from monitoring.desk.views import sessions as desk_sessions

urlpatterns: list[URLPattern] = [
    path("putaran/<int:pk>/desk/", desk.show_desk, name="desk"),
    path("putaran/<int:pk>/desk/jam/", desk.set_desk_hours, name="desk_hours"),
    path("putaran/<int:pk>/desk/ruang/", desk.add_desk_room, name="desk_rooms"),
    path("putaran/<int:pk>/desk/berhalangan/", desk.state_unavailable_day, name="desk_unavailable"),
    path("putaran/<int:pk>/desk/simpan/", desk.plan_desk, name="desk_save"),
    path("putaran/<int:pk>/desk/undang/", desk.invite_to_desk, name="desk_invite"),
    path("putaran/<int:pk>/desk/surat.pdf", desk_papers.download_round_letters, name="desk_round_letters"),
    path("putaran/<int:pk>/desk/lembar.xlsx", desk_papers.download_round_desk_form, name="desk_round_sheet"),
    path("desk/ruang/<int:pk>/", desk_changes.edit_desk_room, name="desk_room"),
    path("desk/berhalangan/<int:pk>/hapus/", desk.withdraw_unavailable_day, name="desk_available"),
    path("desk/<int:pk>/", desk_sessions.show_desk_session, name="desk_session"),
    path("desk/<int:pk>/pindah/", desk_changes.move_desk_session, name="desk_move"),
    path("desk/<int:pk>/mulai/", desk_sessions.start_desk_session, name="desk_start"),
    path("desk/<int:pk>/profil/<int:profile>/catatan/", desk_sessions.add_remark, name="desk_remark"),
    path("desk/<int:pk>/profil/<int:profile>/masalah/", desk_sessions.raise_problem, name="desk_problem"),
    path("desk/<int:pk>/masalah/<int:problem>/", desk_sessions.agree_on_problem, name="desk_agree_problem"),
    path("desk/catatan/<int:pk>/hapus/", desk_sessions.remove_remark, name="desk_remark_remove"),
    path("desk/<int:pk>/hadir/", desk_sessions.record_presence, name="desk_presence"),
    path("desk/<int:pk>/keputusan/", desk_sessions.record_session_decision, name="desk_decide"),
    path("desk/<int:pk>/notulen/", desk_sessions.write_session_minutes, name="desk_minutes"),
    path("desk/<int:pk>/ajukan/", desk_sessions.propose_session_minutes, name="desk_propose"),
    path("desk/<int:pk>/setujui/", desk_sessions.agree_session_minutes, name="desk_agree"),
    path("desk/<int:pk>/berita-acara.pdf", desk_papers.download_berita_acara, name="desk_paper"),
    path("desk/<int:pk>/lembar.xlsx", desk_papers.download_desk_form, name="desk_sheet"),
]
