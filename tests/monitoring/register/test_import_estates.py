"""A province's list of rusun goes in whole; each row that waits says why, with its column."""

import csv
from collections import Counter

import pytest
from django.conf import settings

from krs_portal.imports import kinds, services, tasks
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import now
from krs_portal.offices import regions
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Region
from monitoring.register.enums import CoordinateQuality
from monitoring.register.handover.enums import HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.imports.checking import check_estate_rows
from monitoring.register.imports.kind import KIND
from monitoring.register.models import Estate
from tests.factories import monitoring as given
from tests.factories import offices
from tests.factories.imports import REAL

pytestmark = pytest.mark.django_db
LINE = {"name": "Rusunawa Uji", "region": "kab gresik", "beneficiary": "MBR"}


@pytest.fixture
def agency():
    """East Java's, with its kab/kota under their codes."""
    agency = given.province("35", "Jawa Timur")
    with (settings.BASE_DIR / "node_modules/idn-area-data/data/regencies.csv").open() as file:
        parents = {"35": agency.region.pk}
        rows = [(row["code"], row["name"]) for row in csv.DictReader(file) if row["province_code"] == "35"]
    Region.objects.bulk_create(regions.build_region(row, parents) for row in rows)
    return agency


@pytest.fixture
def officer(agency):
    return offices.member(Role.OFFICER, agency)


def checked(agency, officer):
    """The real workbook, read and looked at."""
    batch = services.upload_batch(
        kind=KIND, office=agency, file_name=REAL.name, content=REAL.read_bytes(), by=officer, at=now()
    )
    tasks.run_batch_check(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def committed(batch, officer):
    services.commit_batch(batch=batch, by=officer, at=now())
    tasks.run_batch_commit(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def line(**values):
    return kinds.ImportLine(1, {column.code: None for column in KIND.columns} | LINE | values)


def said(agency, **values):
    """What the check has against a row: {column: sentence}."""
    looked_at = line(**values)
    check_estate_rows([looked_at], agency, None)
    return {problem["column"]: problem["text"] for problem in looked_at.problems}


def test_a_good_row_has_nothing_against_it(agency):
    assert said(agency, units=96, occupied=80, empty=16, share=83.3) == {}


@pytest.mark.parametrize(
    ("values", "column", "sentence"),
    [
        ({"units": 96, "occupied": 97}, "occupied", "Unit terhuni (97) melebihi jumlah unit (96)."),
        ({"units": 96, "occupied": 80, "empty": 20}, "empty", "80 terhuni dan 20 sisa tidak sama dengan 96 unit."),
        ({"units": 10, "occupied": 5, "share": 90}, "share", "5 dari 10 unit adalah 50,0 %, tertulis 90,0 %."),
        ({"occupied": 5}, "units", "Unit terhuni diisi, tetapi jumlah unitnya belum."),
        ({"units": 9, "occupied": 9, "lived_in": "no"}, "lived_in", "Tertulis belum dihuni, tetapi 9 unit terhuni."),
        ({"region": "malang"}, "region", "“Malang” bisa kabupaten atau kota; tulis “Kab. Malang” atau “Kota Malang”."),
        ({"region": "kab sleman"}, "region", "“Kab Sleman” bukan kab/kota di Jawa Timur."),
        (
            {"point": {"latitude": 3.58, "longitude": 98.67, "quality": "OK"}},
            "point",
            "Titik ini tampak di luar provinsi Jawa Timur; periksa kembali.",
        ),
        (
            {"path": "STATUS_TRANSFER", "state": "LEDGER_CLEARED"},
            "state",
            "“Dihapus dari SIMAK BMN” bukan tahap alih status.",
        ),
    ],
)
def test_a_row_waits_with_its_reason(agency, values, column, sentence):
    assert said(agency, **values)[column] == sentence


def test_an_id_that_is_registered_is_a_twin(agency):
    given.estate(agency, code="35.SYC07.RBB.01", name="Rusunawa Gresik")
    again = line(rusun_id="35.SYC07.RBB.01")

    check_estate_rows([again], agency, None)

    assert again.twin == "ID rusun 35.SYC07.RBB.01 sudah terdaftar: Rusunawa Gresik."


def test_a_local_agency_brings_in_its_own_region_only(agency):
    gresik = Region.objects.get(code="35.25")
    local = offices.office("DINAS-35-25", "LOCAL_AGENCY", parent=agency)
    local.region = gresik

    assert said(local) == {}
    assert said(local, region="kota blitar") == {"region": "Kota Blitar bukan wilayah dinas ini."}


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} IS NOT THERE")
class TestTheRealWorkbook:
    def test_it_goes_in_whole(self, agency, officer):
        batch = checked(agency, officer)
        sums = {code: (told["file"], told["rows"]) for code, told in batch.sums_before.items()}
        hints = [(row.number, hint["column"], hint["text"]) for row in batch.rows.all() for hint in row.hints]

        assert batch.rows.count() == 372
        assert sums == {
            "towers": (375, 375), "units": (11_913, 11_913), "occupied": (None, 10_241), "empty": (None, 1_672),
        }  # fmt: skip
        assert any("375" in note and "STATUS HUNIAN" in note and "372" in note for note in batch.notes)
        assert batch.counts["READY"] == 372
        assert {column for _number, column, _text in hints} == {"built_year", "point"}
        assert "BROKEN" in {each["reason"] for each in batch.leftovers}  # #REF! in a column of money
        batch = committed(batch, officer)

        figures = Estate.objects.all().figures()
        assert batch.counts["COMMITTED"] == 372
        assert (figures["locations"], figures["towers"], figures["units"]) == (372, 375, 11_913)
        assert (figures["occupied"], figures["empty"]) == (10_241, 1_672)
        assert Counter(Estate.objects.values_list("beneficiary", flat=True)) == {
            "STUDENTS_BOARDING": 248, "STUDENTS_CAMPUS": 55, "MILITARY": 27, "WORKERS": 21, "MBR": 11, "POLICE": 7,
            "CIVIL_SERVANTS": 3,
        }  # fmt: skip
        assert Counter(Estate.objects.values_list("condition", flat=True)) == {"GOOD": 340, "LIGHT": 24, "MODERATE": 8}
        assert Counter(HandOver.objects.values_list("path", "state")) == {
            ("GRANT", HandOverState.LEDGER_CLEARED): 302,
            ("GRANT", HandOverState.SECRETARIAT): 8,
            ("GRANT", HandOverState.NOT_STARTED): 8,
            ("GRANT", HandOverState.ASSET_BUREAU): 4,
            ("GRANT", HandOverState.STATE_SECRETARIAT): 2,
            ("STATUS_TRANSFER", HandOverState.DONE): 48,
        }
        assert Estate.objects.filter(coordinate_quality=CoordinateQuality.NEEDS_CHECK).exists()

    def test_it_can_be_taken_back(self, agency, officer):
        batch = checked(agency, officer)
        batch = committed(batch, officer)

        services.undo_batch(batch=batch, by=officer, at=now())

        assert not Estate.objects.exists()

    def test_what_was_worked_on_since_stays(self, agency, officer):
        batch = checked(agency, officer)
        batch = committed(batch, officer)
        given.problem(Estate.objects.first())

        with pytest.raises(Exception, match="Sudah ada masalah pada lokasi"):
            services.undo_batch(batch=batch, by=officer, at=now())

        assert Estate.objects.exists()
