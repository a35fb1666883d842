from django.urls import URLPattern, path

from consultations.counter.views import consultation, day, houses, lists

urlpatterns: list[URLPattern] = [
    path("meja/", day.show_counter_day, name="desk"),
    path("meja/<int:pk>/datang/", day.check_in_person, name="check_in"),
    path("meja/<int:pk>/panggil/", day.call_person, name="call"),
    path("meja/<int:pk>/kembali/", day.put_back, name="put_back"),
    path("meja/<int:pk>/belum-datang/", day.undo_check_in, name="undo_check_in"),
    path("meja/<int:pk>/tidak-hadir/", day.mark_no_show, name="no_show"),
    path("meja/<int:pk>/pernah-datang/", day.find_visitors, name="visitors"),
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
