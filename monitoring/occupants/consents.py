"""The texts to which a household consents, one for each use of its data.

A changed text gets a new version; each consent stores the version to which it was given.
"""

from django.utils.translation import gettext_lazy as _

from monitoring.occupants.enums import ConsentPurpose

VERSION = "2026-1"
TEXTS = {
    ConsentPurpose.PROFILE: _(
        "Saya menyetujui data keluarga saya, termasuk penghasilan, tabungan, tunggakan sewa, dan tanggal lahir anak, "
        "dicatat dinas perumahan untuk mengetahui keadaan penghuni, selama kami tinggal di sini dan lima tahun "
        "sesudahnya. Saya dapat meminta data ini diperlihatkan, diperbaiki, atau dihapus."
    ),
    ConsentPurpose.PROGRAMME: _(
        "Saya menyetujui data keluarga saya yang diperlukan disampaikan kepada penyelenggara program kepemilikan rumah "
        "atau bank untuk menilai permohonan kami. Persetujuan ini dapat saya tarik kapan saja; yang sudah dikirim "
        "diberitahukan penarikannya kepada penerima."
    ),
}
