from django.urls import URLPattern, path

from consultations.agenda.views import agenda, hours, sessions

urlpatterns: list[URLPattern] = [
    path("agenda/", agenda.show_agenda, name="agenda"),
    path("agenda/jadwal/<int:pk>/", agenda.book_for_person, name="agenda_book"),
    path("agenda/jam/<int:pk>/", hours.edit_hours, name="hours"),
    path("agenda/ubah/", agenda.change_bookings, name="agenda_change"),
    path("agenda/sesi/baru/<int:pk>/", sessions.open_session, name="session_new"),
    path("agenda/sesi/<int:pk>/", sessions.edit_session, name="session"),
    path("agenda/sesi/<int:pk>/batal/", sessions.cancel_session, name="session_cancel"),
    path("agenda/umpan/ganti/<int:pk>/", agenda.renew_feed, name="feed_renew"),
    path("agenda/umpan/<str:token>.ics", agenda.download_feed, name="agenda_feed"),
]
