from django.urls import URLPattern, path

from consultations.counter.promises.views import citizen, promises

urlpatterns: list[URLPattern] = [
    path("tindak-lanjut/", promises.list_promises, name="promises"),
    path("tindak-lanjut/<int:pk>/", promises.show_promise, name="promise"),
    path("tindak-lanjut/<int:pk>/terima/", promises.acknowledge_promise, name="promise_acknowledge"),
    path("tindak-lanjut/<int:pk>/jawab/", promises.answer_promise, name="promise_answer"),
    path("tindak-lanjut/<int:pk>/selesai/", promises.finish_promise, name="promise_finish"),
    path("tindak-lanjut/<int:pk>/tidak-perlu/", promises.drop_promise, name="promise_drop"),
    path("tindak-lanjut/<int:pk>/perpanjang/", promises.extend_promise, name="promise_extend"),
    path("tindak-lanjut/<int:pk>/petugas/", promises.assign_promise, name="promise_assign"),
    path("konsultasi/<int:pk>/tindak-lanjut/", promises.make_promise, name="promise_new"),
    path("janji/<slug:reference>/tindak-lanjut/<int:pk>/", citizen.say_whether_done, name="promise_say"),
]
