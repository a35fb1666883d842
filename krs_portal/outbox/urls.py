from django.urls import path

from krs_portal.outbox.views import by_hand, messages, receipts

app_name = "outbox"
urlpatterns = [
    path("pesan/", messages.list_messages, name="messages"),
    path("pesan/manual/", by_hand.list_messages_by_hand, name="by_hand"),
    path("pesan/<int:pk>/", messages.show_message, name="message"),
    path("pesan/<int:pk>/kirim-ulang/", messages.retry_message, name="retry"),
    path("pesan/<int:pk>/batalkan/", messages.cancel_message, name="cancel"),
    path("pesan/<int:pk>/tandai-terkirim/", messages.mark_message_sent, name="mark_sent"),
    path("outbox/terima/", receipts.receive_receipts, name="receive"),
]
