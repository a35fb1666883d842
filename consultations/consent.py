"""What a citizen agrees to when booking. A changed text is a new version; the attendance keeps which one it was."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-1"
TEXT = _(
    "Saya menyetujui nama, nomor telepon, dan isian lain di halaman ini dicatat klinik untuk menyiapkan, memberikan, "
    "dan melaporkan konsultasi ini, serta disimpan paling lama lima tahun. Saya dapat meminta data ini "
    "diperlihatkan, diperbaiki, atau dihapus."
)
