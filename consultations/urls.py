from django.urls import path

from consultations.views import booking, consultation, desk, evaluation, home

app_name = "consultations"
urlpatterns = [
    path("", home.home, name="home"),
    path("janji/", booking.book, name="book"),
    path("janji/cek/", booking.look_up, name="look_up"),
    path("janji/jadwal/<int:pk>/", booking.book_slot, name="book_slot"),
    path("janji/<slug:reference>/", booking.manage, name="manage"),
    path("janji/<slug:reference>/tiket/", booking.booked, name="booked"),
    path("janji/<slug:reference>/batal/", booking.cancel, name="cancel"),
    path("janji/<slug:reference>/kalender.ics", booking.calendar, name="calendar"),
    path("meja/", desk.desk, name="desk"),
    path("meja/<int:pk>/datang/", desk.check_in, name="check_in"),
    path("meja/<int:pk>/panggil/", desk.call, name="call"),
    path("meja/<int:pk>/tidak-hadir/", desk.no_show, name="no_show"),
    path("evaluasi/", evaluation.evaluation, name="evaluation"),
    path("evaluasi/<slug:code>/", evaluation.note, name="evaluation_note"),
    path("konsultasi/", consultation.index, name="list"),
    path("konsultasi/baru/", consultation.new, name="new"),
    path("konsultasi/<int:pk>/", consultation.consultation, name="consultation"),
    path("konsultasi/<int:pk>/koreksi/", consultation.correct, name="correct"),
    path("konsultasi/<int:pk>/buka/", consultation.reopen, name="reopen"),
]
