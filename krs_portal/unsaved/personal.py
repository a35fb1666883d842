"""What this room holds of people."""

from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import Holding
from krs_portal.unsaved.models import UnsavedText

HOLDINGS = [
    Holding(
        UnsavedText,
        whose=_("siapa pun yang disebut di dalam formulir yang belum disimpan"),
        purpose=_("mengembalikan tulisan petugas yang belum tersimpan; tersandi"),
        seen_by=_("petugas yang menulisnya"),
        kept=_("sampai disimpan, paling lama 14 hari"),
        columns=("sealed",),
    ),
]
