from django.urls import URLPattern, path

from consultations.booking.views import answering, booking, enquiries, filling, home, own, public, slot

urlpatterns: list[URLPattern] = [
    path("", home.show_home, name="home"),
    path("janji/", booking.show_booking_step, name="book"),
    path("janji/wilayah/", home.suggest_regions, name="regions"),
    path("janji/cek/", own.look_up_booking, name="look_up"),
    path("janji/jadwal/<int:pk>/", slot.book_slot, name="book_slot"),
    path("janji/jadwal/<int:pk>/tunggu/", filling.join_waiting_list, name="wait"),
    path("janji/isi/<slug:token>/", filling.ask_person, name="person"),
    path("janji/isi/<slug:token>/periksa/", filling.review_booking, name="check"),
    path("janji/tautan/<str:token>/", own.open_booking_link, name="link"),
    path("janji/lupa/", own.send_lost_number, name="lost_number"),
    path("janji/<slug:reference>/", own.show_booking, name="manage"),
    path("janji/<slug:reference>/tiket/", own.show_ticket, name="booked"),
    path("janji/<slug:reference>/pindah/", own.move_booking, name="move"),
    path("janji/<slug:reference>/jalan/", own.mark_on_my_way, name="on_my_way"),
    path("janji/<slug:reference>/terima/", own.accept_offer, name="accept"),
    path("janji/<slug:reference>/batal/", own.cancel_booking, name="cancel"),
    path("janji/<slug:reference>/kalender.ics", own.download_booking_calendar, name="calendar"),
    path("tanya/", enquiries.write_enquiry, name="ask"),
    path("tanya/<slug:reference>/", enquiries.show_enquiry, name="enquiry"),
    path("pertanyaan/", answering.list_enquiries, name="enquiries"),
    path("pertanyaan/<int:pk>/", answering.answer_enquiry, name="answer"),
    path("privasi/", public.show_privacy, name="privacy"),
    path("aksesibilitas/", public.show_accessibility, name="accessibility"),
    path("standar-pelayanan/", public.list_standards, name="standards"),
    path("standar-pelayanan/<slug:topic>/", public.show_standard, name="standard"),
    path("bantuan/", public.show_help, name="help"),
    path("pengaduan/", public.show_complaints, name="complaints"),
]
