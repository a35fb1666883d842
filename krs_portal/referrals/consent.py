"""What a person agrees to when they are referred. A changed text is a new version; the referral keeps its version."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-1-rujukan"
TEXT = _(
    "Saya menyetujui nama saya, keperluan yang ditulis di sini, dan data yang dicentang di atas disampaikan kepada "
    "mitra ini untuk menangani keperluan itu. Persetujuan ini dapat saya tarik kapan saja; mitra lalu diberi tahu "
    "untuk menghapusnya."
)
