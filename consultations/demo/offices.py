"""The directorate, the 19 balai, Bali's satker and Central Java's housing agencies, under their names of the time."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from krs_portal.kit.clock import TimeZone
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Coverage, Office, OfficeName, Region

WIB, WITA, WIT = TimeZone.WIB, TimeZone.WITA, TimeZone.WIT
FOUNDED = date(2020, 6, 19)  # Kepmen PUPR 1080/KPTS/M/2020
RENAMED = date(2024, 10, 21)  # the ministry of housing became one of its own


class DemoBalai(NamedTuple):
    code: str
    name: str
    zone: TimeZone
    seat: str  # code of the kab/kota
    address: str
    provinces: str  # codes
    later: str = "BP3KP"  # the abbreviation since the renaming is not the same everywhere


BALAI = [
    DemoBalai("SUM1", "Sumatera I", WIB, "11.71", "Jl. Jenderal Sudirman, Banda Aceh", "11"),
    DemoBalai("SUM2", "Sumatera II", WIB, "12.71", "Jl. Suluh No. 99, Medan Tembung, Medan 20222", "12"),
    DemoBalai("SUM3", "Sumatera III", WIB, "14.71", "Jl. Diponegoro No. 45, Pekanbaru 28131", "14 21 13"),
    DemoBalai("SUM4", "Sumatera IV", WIB, "17.71", "", "15 17"),
    DemoBalai("SUM5", "Sumatera V", WIB, "16.71", "", "16 19 18", "BP2PKP"),
    DemoBalai("JAW1", "Jawa I", WIB, "31.74", "Wisma Karya, Jl. Wijaya I No. 59, Jakarta Selatan 12170", "36 31"),
    DemoBalai("JAW2", "Jawa II", WIB, "32.73", "Jl. Lengkong Besar No. 10, Bandung 40261", "32"),
    DemoBalai("JAW3", "Jawa III", WIB, "34.04", "Jl. Laksda Adisucipto No. 165, Sleman, DI Yogyakarta 55281", "33 34"),
    DemoBalai("JAW4", "Jawa IV", WIB, "35.78", "Jl. Gayung Kebonsari No. 50, Surabaya 60235", "35 51"),
    DemoBalai("NTG1", "Nusa Tenggara I", WITA, "52.71", "Jl. Dr. Sudjono No. 369, Mataram 83361", "52"),
    DemoBalai("NTG2", "Nusa Tenggara II", WITA, "53.71", "", "53"),
    DemoBalai("KAL1", "Kalimantan I", WIB, "61.71", "Jl. Imam Bonjol No. 116, Pontianak 78122", "61 62"),
    DemoBalai("KAL2", "Kalimantan II", WITA, "64.72", "Jl. Cendana, Kompleks PDAM No. 167, Samarinda", "63 64 65"),
    DemoBalai("SUL1", "Sulawesi I", WITA, "71.71", "", "71 75"),
    DemoBalai("SUL2", "Sulawesi II", WITA, "72.71", "", "72 76"),
    DemoBalai("SUL3", "Sulawesi III", WITA, "73.71", "Jl. Penjernihan Raya No. 22, Makassar 90231", "73 74"),
    DemoBalai("MAL", "Maluku", WIT, "81.71", "", "81 82", "Balai P3KP"),
    DemoBalai("PAP1", "Papua I", WIT, "91.71", "", "91 93 94 95"),
    DemoBalai("PAP2", "Papua II", WIT, "92.02", "", "92 96"),
]
JATENG = "33"


def load_offices() -> dict[str, Office]:
    """All offices of the demo by their code."""
    regions = {region.code: region for region in Region.objects.exclude(kind=RegionKind.KECAMATAN)}
    directorate = Office(
        code="DIT-RS",
        kind=OfficeKind.DIRECTORATE,
        region=regions["31.74"],
        address="Jl. Raden Patah I No. 1, Kebayoran Baru, Jakarta Selatan",
    )
    directorate.save()
    balai = [
        Office(
            code=each.code,
            kind=OfficeKind.BALAI,
            parent=directorate,
            time_zone=each.zone,
            region=regions[each.seat],
            address=each.address,
        )
        for each in BALAI
    ]
    agency = Office(code=f"DINAS-{JATENG}", kind=OfficeKind.PROVINCIAL_AGENCY, region=regions[JATENG])
    made = {office.code: office for office in Office.objects.bulk_create([*balai, agency])}
    satker = Office(
        code="SATKER-BALI", kind=OfficeKind.SATKER, parent=made["JAW4"], time_zone=WITA, region=regions["51.71"]
    )
    locals_ = [
        Office(
            code=f"DINAS-{region.code.replace('.', '-')}",
            kind=OfficeKind.LOCAL_AGENCY,
            parent=agency,
            region=region,
        )
        for region in regions.values()
        if region.code.startswith(f"{JATENG}.")
    ]
    made |= {office.code: office for office in Office.objects.bulk_create([satker, *locals_])}
    made[directorate.code] = directorate
    OfficeName.objects.bulk_create(build_office_names(made))
    Coverage.objects.bulk_create(build_coverage(made, regions))
    return made


def build_office_names(offices: dict[str, Office]) -> list[OfficeName]:
    given = [("DIT-RS", "Direktorat Rumah Swadaya", "Dit. Rumah Swadaya", FOUNDED)]
    for balai in BALAI:
        full = f"Balai Pelaksana Penyediaan Perumahan {balai.name}"
        later = f"Balai Pelaksana Penyediaan Perumahan dan Kawasan Permukiman {balai.name}"
        given.append((balai.code, full, f"BP2P {balai.name}", FOUNDED))
        given.append((balai.code, later, f"{balai.later} {balai.name}", RENAMED))
    given += [
        ("SATKER-BALI", "Satuan Kerja Penyediaan Perumahan Provinsi Bali", "Satker Bali", FOUNDED),
        ("SATKER-BALI", "Satuan Kerja Perumahan dan Kawasan Permukiman Provinsi Bali", "Satker PKP Bali", RENAMED),
        (
            f"DINAS-{JATENG}",
            "Dinas Perumahan Rakyat dan Kawasan Permukiman Provinsi Jawa Tengah",
            "Disperakim Jawa Tengah",
            FOUNDED,
        ),
    ]
    for office in offices.values():
        if office.kind == OfficeKind.LOCAL_AGENCY:
            name = f"Dinas Perumahan {office.region}"  # what each is really called differs; this names the task
            given.append((office.code, name, name, FOUNDED))
    return [OfficeName(office=offices[code], name=n, short_name=s, valid_from=day) for code, n, s, day in given]


def build_coverage(offices: dict[str, Office], regions: dict[str, Region]) -> list[Coverage]:
    served = [(balai.code, code) for balai in BALAI for code in balai.provinces.split()]
    served += [("SATKER-BALI", "51"), (f"DINAS-{JATENG}", JATENG)]
    served += [
        (office.code, office.region.code)
        for office in offices.values()
        if office.kind == OfficeKind.LOCAL_AGENCY and office.region
    ]
    return [
        Coverage(office=offices[office], region=regions[code], valid_from=max(FOUNDED, regions[code].valid_from))
        for office, code in served
    ]
