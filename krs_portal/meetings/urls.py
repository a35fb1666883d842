from django.urls import path

from krs_portal.meetings.views import decisions, guests, meetings, minutes, papers

app_name = "meetings"
urlpatterns = [
    path("rapat/", meetings.list_meetings, name="list"),
    path("rapat/baru/", meetings.plan_meeting, name="plan"),
    path("rapat/<int:pk>/", meetings.show_meeting, name="meeting"),
    path("rapat/<int:pk>/ubah/", meetings.edit_meeting, name="edit"),
    path("rapat/<int:pk>/pindah/", meetings.move_meeting, name="move"),
    path("rapat/<int:pk>/batal/", meetings.cancel_meeting, name="cancel"),
    path("rapat/<int:pk>/kalender.ics", meetings.download_calendar, name="calendar"),
    path("rapat/<int:pk>/undang/", guests.invite_guests, name="invite"),
    path("rapat/<int:pk>/hadir/", guests.record_attendance, name="attendance"),
    path("rapat/undangan/<int:pk>/jawab/", guests.answer_invitation, name="answer"),
    path("rapat/jawab/<str:token>/", guests.answer_by_link, name="answer_by_link"),
    path("rapat/<int:pk>/notulen/", minutes.write_minutes, name="write"),
    path("rapat/<int:pk>/notulen/ajukan/", minutes.propose_minutes, name="propose"),
    path("rapat/<int:pk>/notulen/setujui/", minutes.agree_minutes, name="agree"),
    path("rapat/<int:pk>/notulen/kembalikan/", minutes.return_minutes, name="give_back"),
    path("rapat/<int:pk>/keputusan/", decisions.record_decision, name="decide"),
    path("rapat/tindak-lanjut/<int:pk>/", decisions.show_decision, name="decision"),
    path("rapat/tindak-lanjut/<int:pk>/undur/", decisions.carry_decision, name="carry"),
    path("rapat/<int:pk>/undangan.pdf", papers.show_letter, name="letter"),
    path("rapat/undangan/<int:pk>/surat.pdf", papers.show_own_letter, name="own_letter"),
    path("rapat/jawab/<str:token>/surat.pdf", papers.show_letter_by_link, name="letter_by_link"),
    path("rapat/<int:pk>/daftar-hadir.pdf", papers.show_attendance_sheet, name="attendance_sheet"),
    path("rapat/<int:pk>/notulen.pdf", papers.show_minutes_paper, name="minutes_paper"),
]
