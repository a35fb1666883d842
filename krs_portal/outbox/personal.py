"""What this room holds of people."""

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import BLANKED, ERASED, Holding
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Attachment, Message, Receipt

SEEN_BY = _("petugas unit yang mengirim, dan penyedia surel, WhatsApp, atau SMS")
KEPT = _("dua tahun sesudah ditulis")

HOLDINGS = [
    Holding(
        Message,
        whose=_("penerima pesan"),
        purpose=_("mengabari janji, jawaban, dan perubahan"),
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={
            "recipient": Case(When(channel=Channel.EMAIL, then=Value("dihapus@invalid")), default=Value("+0")),
            "recipient_name": BLANKED,
            "subject": BLANKED,
            "body": ERASED,
            "last_error": BLANKED,
        },
        guards=("words_are_frozen",),
    ),
    Holding(
        Attachment,
        whose=_("penerima pesan"),
        purpose=_("berkas yang dikirim dengan pesan"),
        seen_by=SEEN_BY,
        kept=KEPT,
        columns=("name", "content"),
    ),
    Holding(
        Receipt,
        whose=_("penerima pesan"),
        purpose=_("mengetahui apakah pesan sampai"),
        seen_by=SEEN_BY,
        kept=KEPT,
        stubs={"detail": BLANKED},
        guards=("append_only",),
    ),
]
