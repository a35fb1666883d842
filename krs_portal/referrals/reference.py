"""Programmes of the whole nation that people are referred to, with their sources.

Whom to write to is not recorded here: the ministry fills in the addresses, and until then nothing can be sent.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from krs_portal.kit.reference import Loading, Reference
from krs_portal.referrals.enums import PartnerKind
from krs_portal.referrals.models import Partner, Programme


class KnownProgramme(NamedTuple):
    partner: str
    kind: PartnerKind
    name: str
    offer: str
    needs: list[str]
    source: str


PROGRAMMES = [
    KnownProgramme(
        "Kementerian Perumahan dan Kawasan Permukiman",
        PartnerKind.SELF_HELP_AID,
        "Bantuan Stimulan Perumahan Swadaya (BSPS)",
        "Rp20 juta per unit: Rp17,5 juta bahan dan Rp2,5 juta upah.",
        [
            "Warga negara Indonesia yang sudah berkeluarga",
            "Menguasai tanah dengan alas hak yang sah",
            "Belum punya rumah, atau satu-satunya rumah yang dimiliki tidak layak huni",
            "Belum pernah menerima bantuan ini",
            "Berpenghasilan rendah (MBR)",
            "Bersedia berswadaya dan bergabung dalam kelompok penerima bantuan",
        ],
        "Permen PKP 10/2025 jo. 6/2026",
    ),
    KnownProgramme(
        "BP Tapera melalui bank penyalur",
        PartnerKind.SUBSIDY,
        "KPR FLPP",
        "Kredit pemilikan rumah bersubsidi bagi masyarakat berpenghasilan rendah.",
        ["Penghasilan dalam batas MBR menurut zona tempat tinggal"],
        "Permen PKP 5/2025",
    ),
    KnownProgramme(
        "Bank penyalur kredit perumahan",
        PartnerKind.BANK,
        "KUR/KPP",
        "Kredit untuk membangun atau memperbaiki rumah; syaratnya ditentukan bank penyalur.",
        [],
        "",
    ),
    KnownProgramme(
        "BAZNAS dan program CSR",
        PartnerKind.CHARITY,
        "Perbaikan rumah tidak layak huni",
        "Bantuan di luar anggaran pemerintah; syaratnya ditentukan pemberi bantuan.",
        [],
        "",
    ),
]


def load_programmes(loading: Loading, day: date) -> None:
    for known in PROGRAMMES:
        loading.put_once("partner programmes", f"{known.partner} {known.name}", partial(make_programme, known))


def make_programme(known: KnownProgramme) -> bool:
    partner, _made = Partner.objects.get_or_create(
        name=known.partner, office=None, region=None, defaults={"kind": known.kind}
    )
    _programme, is_new = Programme.objects.get_or_create(
        partner=partner,
        name=known.name,
        defaults={"offer": known.offer, "needs": known.needs, "source": known.source},
    )
    return is_new


REFERENCES = (Reference("partner programmes", load_programmes),)
