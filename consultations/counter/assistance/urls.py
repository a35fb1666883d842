from django.urls import URLPattern, path

from consultations.counter.assistance.views import assistance, lists, visits

urlpatterns: list[URLPattern] = [
    path("bantuan-rumah/", lists.list_assistances, name="assistances"),
    path("bantuan-rumah/csv/", lists.download_assistances_csv, name="assistances_csv"),
    path("bantuan-rumah/xlsx/", lists.download_assistances_xlsx, name="assistances_xlsx"),
    path("rumah/<int:pk>/bantuan/", assistance.plan_assistance, name="assistance_new"),
    path("bantuan-rumah/<int:pk>/", assistance.show_assistance, name="assistance"),
    path("bantuan-rumah/<int:pk>/ubah/", assistance.edit_assistance, name="assistance_edit"),
    path("bantuan-rumah/<int:pk>/mulai/", assistance.start_assistance, name="assistance_start"),
    path("bantuan-rumah/<int:pk>/selesai/", assistance.finish_assistance, name="assistance_finish"),
    path("bantuan-rumah/<int:pk>/henti/", assistance.give_up_assistance, name="assistance_give_up"),
    path("bantuan-rumah/<int:pk>/mundur/", assistance.step_back, name="assistance_back"),
    path("bantuan-rumah/<int:pk>/koreksi/", assistance.correct_assistance, name="assistance_correct"),
    path("bantuan-rumah/<int:pk>/batalkan/", assistance.void_assistance, name="assistance_void"),
    path("bantuan-rumah/<int:pk>/kunjungan/", visits.record_visit, name="assistance_visit"),
    path("bantuan-rumah/kunjungan/<int:pk>/", visits.edit_visit, name="assistance_visit_edit"),
    path("bantuan-rumah/<int:pk>/membaik/", visits.record_improvement, name="assistance_improve"),
    path("bantuan-rumah/<int:pk>/membaik/hapus/", visits.take_back_improvement, name="assistance_unimprove"),
]
