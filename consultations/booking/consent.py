"""What a citizen agrees to when booking. A changed text is a new version; the attendance keeps which one it was."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-2"
TEXT = _(
    "Saya menyetujui nama, nomor telepon, kebutuhan khusus, dan isian lain yang saya tulis di sini dicatat klinik "
    "untuk menyiapkan, memberikan, dan melaporkan konsultasi ini, serta disimpan paling lama lima tahun. Saya dapat "
    "meminta data ini diperlihatkan, diperbaiki, atau dihapus."
)

# What an officer reads out to whoever comes without a booking.
COUNTER_VERSION = "2026-1-meja"
COUNTER_TEXT = _(
    "Bacakan: nama, telepon, dan NIK dicatat klinik untuk konsultasi ini dan laporannya, paling lama lima tahun. Anda "
    "dapat meminta data ini diperlihatkan, diperbaiki, atau dihapus."
)
