from django.urls import path

from krs_portal.meetings.views import decisions, guests, meetings, minutes, papers

app_name = "meetings"
urlpatterns = [
    path("rapat/", meetings.index, name="list"),
    path("rapat/baru/", meetings.plan, name="plan"),
    path("rapat/<int:pk>/", meetings.meeting, name="meeting"),
    path("rapat/<int:pk>/ubah/", meetings.edit, name="edit"),
    path("rapat/<int:pk>/pindah/", meetings.move, name="move"),
    path("rapat/<int:pk>/batal/", meetings.cancel, name="cancel"),
    path("rapat/<int:pk>/kalender.ics", meetings.calendar, name="calendar"),
    path("rapat/<int:pk>/undang/", guests.invite, name="invite"),
    path("rapat/<int:pk>/hadir/", guests.attendance, name="attendance"),
    path("rapat/undangan/<int:pk>/jawab/", guests.answer, name="answer"),
    path("rapat/jawab/<str:token>/", guests.answer_by_link, name="answer_by_link"),
    path("rapat/<int:pk>/notulen/", minutes.write, name="write"),
    path("rapat/<int:pk>/notulen/ajukan/", minutes.propose, name="propose"),
    path("rapat/<int:pk>/notulen/setujui/", minutes.agree, name="agree"),
    path("rapat/<int:pk>/notulen/kembalikan/", minutes.give_back, name="give_back"),
    path("rapat/<int:pk>/keputusan/", decisions.decide, name="decide"),
    path("rapat/tindak-lanjut/<int:pk>/", decisions.decision, name="decision"),
    path("rapat/tindak-lanjut/<int:pk>/undur/", decisions.carry, name="carry"),
    path("rapat/<int:pk>/undangan.pdf", papers.letter, name="letter"),
    path("rapat/undangan/<int:pk>/surat.pdf", papers.own_letter, name="own_letter"),
    path("rapat/jawab/<str:token>/surat.pdf", papers.letter_by_link, name="letter_by_link"),
    path("rapat/<int:pk>/daftar-hadir.pdf", papers.attendance_sheet, name="attendance_sheet"),
    path("rapat/<int:pk>/notulen.pdf", papers.minutes_paper, name="minutes_paper"),
]
