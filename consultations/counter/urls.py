from django.urls import URLPattern, path

from consultations.counter.views import consultation, day, houses, lists, sessions

urlpatterns: list[URLPattern] = [
    path("meja/", day.show_counter_day, name="desk"),
    path("meja/<int:pk>/datang/", day.check_in_person, name="check_in"),
    path("meja/<int:pk>/panggil/", day.call_person, name="call"),
    path("meja/<int:pk>/kembali/", day.put_back, name="put_back"),
    path("meja/<int:pk>/belum-datang/", day.undo_check_in, name="undo_check_in"),
    path("meja/<int:pk>/tidak-hadir/", day.mark_no_show, name="no_show"),
    path("meja/<int:pk>/pernah-datang/", day.find_visitors, name="visitors"),
    path("meja/sesi/<int:pk>/", sessions.show_attendance_list, name="session_list"),
    path("meja/sesi/<int:pk>/hadir/", sessions.tick_people, name="session_tick"),
    path("meja/sesi/<int:pk>/tambah/", sessions.add_participant, name="session_add"),
    path("meja/sesi/<int:pk>/jumlah/", sessions.add_head_count, name="session_count"),
    path("meja/sesi/<int:pk>/catatan/", sessions.open_session_record, name="session_record"),
    path("meja/sesi/<int:pk>/lembar/", sessions.print_attendance_sheet, name="session_sheet"),
    path("rumah/", houses.list_houses, name="house_list"),
    path("rumah/<int:pk>/", houses.show_house, name="house"),
    path("rumah/<int:pk>/ubah/", houses.edit_house, name="house_edit"),
    path("rumah/<int:pk>/gabung/<int:other>/", houses.merge_houses, name="house_merge"),
    path("rumah/<int:pk>/pisah/", houses.separate_house, name="house_separate"),
    path("konsultasi/", lists.list_consultations, name="list"),
    path("konsultasi/csv/", lists.download_consultations_csv, name="list_csv"),
    path("konsultasi/xlsx/", lists.download_consultations_xlsx, name="list_xlsx"),
    path("konsultasi/baru/", consultation.record_consultation, name="new"),
    path("konsultasi/rumah/", consultation.find_alike_houses, name="houses"),
    path("konsultasi/<int:pk>/", consultation.show_consultation, name="consultation"),
    path("konsultasi/<int:pk>/koreksi/", consultation.correct_consultation, name="correct"),
    path("konsultasi/<int:pk>/batalkan/", consultation.void_consultation, name="void"),
    path("konsultasi/<int:pk>/buka/", consultation.reopen_consultation, name="reopen"),
]
