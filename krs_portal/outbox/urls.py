from django.urls import path

from krs_portal.outbox.views import messages, receipts

app_name = "outbox"
urlpatterns = [
    path("pesan/", messages.messages, name="messages"),
    path("pesan/<int:pk>/", messages.message, name="message"),
    path("pesan/<int:pk>/kirim-ulang/", messages.retry, name="retry"),
    path("pesan/<int:pk>/batalkan/", messages.cancel, name="cancel"),
    path("pesan/<int:pk>/tandai-terkirim/", messages.mark_sent, name="mark_sent"),
    path("outbox/terima/", receipts.receive, name="receive"),
]
