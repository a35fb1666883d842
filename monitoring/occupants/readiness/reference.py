"""Programmes, their criteria and the income limits, as dated data with their sources. Loading twice changes nothing.

Official values name their regulation or statement; values that an agency sets for itself are marked as examples and
can be changed in the administration.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from krs_portal.kit.reference import Loading, Reference
from monitoring.occupants.enums import DocumentKind
from monitoring.occupants.readiness.enums import CriterionKind
from monitoring.occupants.readiness.models import Criterion, IncomeLimit, Programme

PKP_5_2025 = "Permen PKP 5/2025, berlaku 22 April 2025"
BEFORE = "Ketentuan sebelum Permen PKP 5/2025: paling banyak Rp8 juta (Papua Rp10 juta); tanggal mulai tidak diketahui"
AGENCY = "Contoh ukuran dinas, bukan ketentuan resmi; ubah di administrasi"
TLOO_2024 = "Disperakim Jawa Tengah, November 2024 (laporgub.jatengprov.go.id)"
TLOO_2023 = "Pemberitaan program tahun 2023 (naviri.org)"
JAVA_SUMATRA_NT = ["11", "12", "13", "14", "15", "16", "17", "18", "32", "33", "34", "35", "36", "52", "53"]
BORNEO_CELEBES_ISLES = [
    "19", "21", "51", "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82",
]  # fmt: skip
PAPUA = ["91", "92", "93", "94", "95", "96"]
JABODETABEK = ["31", "32.01", "32.16", "32.71", "32.75", "32.76", "36.03", "36.71", "36.74"]

# (zone, regions, unmarried, married, Tapera, from, until, source)
LIMITS = [
    (1, JAVA_SUMATRA_NT + BORNEO_CELEBES_ISLES + JABODETABEK, 8_000_000, 8_000_000, None,
     date(2023, 1, 1), date(2025, 4, 21), BEFORE),
    (3, PAPUA, 10_000_000, 10_000_000, None, date(2023, 1, 1), date(2025, 4, 21), BEFORE),
    (1, JAVA_SUMATRA_NT, 8_500_000, 10_000_000, 10_000_000, date(2025, 4, 22), None, PKP_5_2025),
    (2, BORNEO_CELEBES_ISLES, 9_000_000, 11_000_000, 11_000_000, date(2025, 4, 22), None, PKP_5_2025),
    (3, PAPUA, 10_500_000, 12_000_000, 12_000_000, date(2025, 4, 22), None, PKP_5_2025),
    (4, JABODETABEK, 12_000_000, 14_000_000, 14_000_000, date(2025, 4, 22), None,
     f"{PKP_5_2025}; angka zona 4 dari pemberitaan"),
]  # fmt: skip

# code → (name, provider, source)
PROGRAMMES = {
    "tuku-lemah-oleh-omah": (
        "Tuku Lemah Oleh Omah",
        "Dinas Perumahan Rakyat dan Kawasan Permukiman Provinsi Jawa Tengah",
        TLOO_2024,
    ),
    "kpr-flpp": ("KPR FLPP", "BP Tapera melalui bank penyalur", PKP_5_2025),
}
K = CriterionKind
PAPERS = [DocumentKind.ID_CARD, DocumentKind.FAMILY_CARD, DocumentKind.NO_HOUSE]

# programme → (kind, parameters, text, source, from, until)
CRITERIA: dict[str, list[tuple[CriterionKind, dict[str, Any], str, str, date, date | None]]] = {
    "tuku-lemah-oleh-omah": [
        (K.IN_WELFARE_DATA, {}, "Terdaftar dalam DTKS/DTSEN.", TLOO_2024, date(2023, 1, 1), None),
        (K.NO_OTHER_HOUSE, {}, "Belum punya rumah; menumpang atau menyewa.", TLOO_2024, date(2023, 1, 1), None),
        (K.LAND_SIZE, {"side": 6.36, "area": 200},
         "Punya atau menguasai tanah paling kecil 6,36 × 6,36 m dan paling luas 200 m².",
         TLOO_2023, date(2023, 1, 1), date(2024, 10, 31)),
        (K.LAND_SIZE, {"side": 6.5, "area": 200},
         "Punya atau menguasai tanah paling kecil 6,5 × 6,5 m dan paling luas 200 m².",
         TLOO_2024, date(2024, 11, 1), None),
        (K.WANTS_TO_OWN, {}, "Mau memiliki rumah dan berswadaya membangunnya.", TLOO_2024, date(2023, 1, 1), None),
        (K.NO_ARREARS, {}, "Tidak menunggak sewa unit.", AGENCY, date(2023, 1, 1), None),
        (K.DOCUMENTS, {"codes": [*PAPERS, DocumentKind.LAND]},
         "KTP, Kartu Keluarga, pernyataan belum memiliki rumah, dan bukti tanah.", AGENCY, date(2023, 1, 1), None),
    ],
    "kpr-flpp": [
        (K.INCOME_LIMIT, {}, "Penghasilan tidak melebihi batas MBR di zonanya.", PKP_5_2025, date(2025, 4, 22), None),
        (K.INCOME_LIMIT, {}, "Penghasilan tidak melebihi batas MBR.", BEFORE, date(2023, 1, 1), date(2025, 4, 21)),
        (K.NO_OTHER_HOUSE, {}, "Belum memiliki rumah.", PKP_5_2025, date(2023, 1, 1), None),
        (K.WANTS_TO_OWN, {}, "Berminat memiliki rumah.", AGENCY, date(2023, 1, 1), None),
        (K.STAY_AT_LEAST, {"years": 2}, "Sudah tinggal di rusun atau rusus paling sedikit 2 tahun.",
         AGENCY, date(2023, 1, 1), None),
        (K.NO_ARREARS, {}, "Tidak menunggak sewa unit.", AGENCY, date(2023, 1, 1), None),
        (K.SAVINGS_AT_LEAST, {"amount": 1_660_000},
         "Tabungan paling sedikit Rp1.660.000 (1 % dari harga rumah Rp166 juta).", AGENCY, date(2023, 1, 1), None),
        (K.DOCUMENTS, {"codes": [*PAPERS, DocumentKind.INCOME]},
         "KTP, Kartu Keluarga, pernyataan belum memiliki rumah, dan slip gaji atau pernyataan penghasilan.",
         AGENCY, date(2023, 1, 1), None),
    ],
}  # fmt: skip


def load_programmes(loading: Loading, day: date) -> None:
    for limit in LIMITS:
        loading.put_once("income limits", f"{limit[0]} {limit[5]}", partial(make_limit, *limit))
    for code, programme in PROGRAMMES.items():
        loading.put_once("programmes", code, partial(make_programme, code, *programme))
        for position, criterion in enumerate(CRITERIA[code], start=1):
            key = f"{code} {criterion[0]} {criterion[4]}"
            loading.put_once("criteria", key, partial(make_criterion, code, position, *criterion))


def make_limit(
    zone: int, codes: list[str], single: int, married: int, tapera: int | None, since: date, until: date | None,
    source: str,
) -> bool:  # fmt: skip
    _, made = IncomeLimit.objects.get_or_create(
        zone=zone,
        valid_from=since,
        defaults={
            "region_codes": codes, "single": single, "married": married, "tapera": tapera, "source": source,
            "valid_until": until,
        },
    )  # fmt: skip
    return made


def make_programme(code: str, name: str, provider: str, source: str) -> bool:
    _, made = Programme.objects.get_or_create(
        code=code, defaults={"name": name, "provider": provider, "source": source}
    )
    return made


def make_criterion(
    code: str, position: int, kind: CriterionKind, parameters: dict[str, Any], text: str, source: str, since: date,
    until: date | None,
) -> bool:  # fmt: skip
    """For a programme that is still there."""
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        return False
    _, made = Criterion.objects.get_or_create(
        programme=programme,
        kind=kind,
        valid_from=since,
        defaults={
            "parameters": parameters, "text": text, "source": source, "position": position, "valid_until": until,
        },
    )  # fmt: skip
    return made


REFERENCE = Reference("programmes", load_programmes)
