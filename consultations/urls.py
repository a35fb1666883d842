from django.urls import path

from consultations.views import agenda, booking, consultation, desk, evaluation, filling, home, hours, own, slot

app_name = "consultations"
urlpatterns = [
    path("", home.home, name="home"),
    path("janji/", booking.book, name="book"),
    path("janji/cek/", own.look_up, name="look_up"),
    path("janji/jadwal/<int:pk>/", slot.book_slot, name="book_slot"),
    path("janji/jadwal/<int:pk>/tunggu/", filling.wait, name="wait"),
    path("janji/isi/<slug:token>/", filling.person, name="person"),
    path("janji/isi/<slug:token>/periksa/", filling.check, name="check"),
    path("janji/tautan/<str:token>/", own.link, name="link"),
    path("janji/<slug:reference>/", own.manage, name="manage"),
    path("janji/<slug:reference>/tiket/", own.booked, name="booked"),
    path("janji/<slug:reference>/pindah/", own.move, name="move"),
    path("janji/<slug:reference>/jalan/", own.on_my_way, name="on_my_way"),
    path("janji/<slug:reference>/terima/", own.accept, name="accept"),
    path("janji/<slug:reference>/batal/", own.cancel, name="cancel"),
    path("janji/<slug:reference>/kalender.ics", own.calendar, name="calendar"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/jadwal/<int:pk>/", agenda.agenda_book, name="agenda_book"),
    path("agenda/jam/<int:pk>/", hours.hours, name="hours"),
    path("agenda/ubah/", agenda.agenda_change, name="agenda_change"),
    path("agenda/umpan/<str:token>.ics", agenda.agenda_feed, name="agenda_feed"),
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
