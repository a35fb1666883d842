"""A list of occupants goes in; each row that waits says why, and nobody else's estate is touched."""

import csv
import io

import pytest

from krs_portal.imports import services, tasks
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import now
from monitoring.imports.occupants import KIND
from monitoring.models import Assessment, Household, Member, Tenancy
from tests.factories import monitoring, offices
from tests.factories.people import agency, consented, family, programmes

pytestmark = pytest.mark.django_db
TITLES = {column.code: str(column.title) for column in KIND.columns}
GOOD = {
    "block": "B", "unit": "101", "name": "Siti Aminah", "nik": "9901014101900001", "kk": "9901010101200001",
    "sex": "P", "born_on": "1/1/1990", "phone": "0812 3456 7890", "marital_status": "Kawin", "member_count": "4",
    "education": "SMA/SMK", "occupation": "Buruh pabrik", "income": "Rp 3.500.000", "spouse_income": "0",
    "savings": "2 juta", "started_on": "1/2/2022", "ends_on": "1 Februari 2030", "rent": "150.000", "arrears": "0",
    "owns_house": "Tidak", "wants_to_own": "Ya", "documents": "Lengkap",
}  # fmt: skip


@pytest.fixture
def local():
    programmes()
    return agency()


def checked(office, by, *lines):
    text = io.StringIO()
    sheet = csv.DictWriter(text, TITLES.values())
    sheet.writeheader()
    sheet.writerows({TITLES[code]: value for code, value in line.items()} for line in lines)
    batch = services.upload_batch(
        kind=KIND, office=office, file_name="penghuni.csv", content=text.getvalue().encode(), by=by, at=now()
    )
    tasks.check_batch(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def committed(batch, by):
    services.commit_batch(batch=batch, by=by, at=now())
    tasks.commit_batch(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def reasons(batch):
    return [" ".join(problem["text"] for problem in row.problems) for row in batch.rows.order_by("number")]


def test_a_good_row_becomes_a_household_a_head_and_a_stay(local):
    office, operator, estate = local

    batch = committed(checked(office, operator, GOOD | {"estate": estate.name.upper()}), operator)

    home, head, stay = Household.objects.get(), Member.objects.get(), Tenancy.objects.get()
    assert batch.state == BatchState.COMMITTED
    assert (home.name, home.kk_ciphertext, home.income, home.spouse_income) == (
        "Siti Aminah", "9901010101200001", 3_500_000, 0,
    )  # fmt: skip
    assert (home.phone, home.savings, home.marital_status, home.education) == (
        "+6281234567890", 2_000_000, "MARRIED", "SENIOR",
    )  # fmt: skip
    assert (head.nik_ciphertext, head.sex, head.born_on.isoformat()) == ("9901014101900001", "FEMALE", "1990-01-01")
    assert (stay.unit.number, stay.arrears, stay.has_arrears, stay.rent) == ("101", 0, False, 150_000)
    assert Assessment.objects.filter(household=home).count() == 2


def test_a_row_at_rest_holds_no_number_and_no_amount(local):
    office, operator, estate = local

    batch = checked(office, operator, GOOD | {"estate": estate.name})

    row = batch.rows.values("raw", "cleaned", "identity").get()
    assert not any(secret in str(row) for secret in ("9901014101900001", "9901010101200001", "3500000", "3.500.000"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"income": "9.000"}, "terlalu kecil; mungkin ditulis dalam ribuan"),
        ({"income": "90.000.000.000"}, "terlalu besar; mungkin kelebihan nol"),
        ({"ends_on": "1/2/2021"}, "Perjanjian berakhir sebelum dimulai"),
        ({"nik": "123"}, "Harus 16 angka; yang tertulis 3"),
        ({"nik": "9901013213900001"}, "Tanggal lahir di dalam NIK"),
        ({"kk": "9901014101200001"}, "Tanggal terbit di dalam nomor KK"),
        ({"unit": "999"}, "tidak ada pada daftar unit"),
        ({"estate": "Rusunawa Antah"}, "tidak ada pada daftar hunian dinas ini"),
        ({"phone": "12"}, "Nomor telepon ini tidak dikenali"),
        ({"started_on": "31/2/2022"}, "tidak ada dalam kalender"),
        ({"documents": "KTP, Ijazah"}, "“Ijazah” tidak dikenal"),
        ({"land_width": "7"}, "Lebar dan panjang tanah diisi keduanya"),
        ({"origin": "Kota Antah"}, "bukan nama kab/kota"),
        ({"name": ""}, "Wajib diisi"),
    ],
)
def test_what_cannot_be_waits_with_its_reason(local, changes, said):
    office, operator, estate = local

    batch = checked(office, operator, GOOD | {"estate": estate.name} | changes)

    row = batch.rows.get()
    assert row.state == RowState.NEEDS_CORRECTION
    assert said in reasons(batch)[0]


def test_an_unknown_region_code_only_warns(local, signed_in):
    office, operator, estate = local

    batch = committed(checked(office, operator, GOOD | {"estate": estate.name}), operator)

    assert batch.counts[RowState.COMMITTED] == 1
    page = signed_in(operator).get(f"/monitoring/penghuni/{Household.objects.get().pk}/").content.decode()
    assert "Kode wilayah 99.01 pada NIK dan KK tidak dikenal" in page


def test_a_unit_taken_twice_waits_in_the_file_and_against_the_database(local):
    office, operator, estate = local
    family(estate, operator)  # lives in 101
    line = GOOD | {"estate": estate.name, "unit": "102"}
    other = line | {"kk": "9901010101200002", "nik": "9901014101900002"}

    batch = checked(office, operator, line | {"unit": "101"}, other, other | {"kk": "9901010101200003", "nik": ""})

    assert reasons(batch) == ["Unit ini sudah dihuni rumah tangga lain.", "", "Unit ini sudah dipakai pada baris 3."]


def test_who_lives_there_already_is_a_duplicate(local):
    office, operator, estate = local
    line = GOOD | {"estate": estate.name}
    committed(checked(office, operator, line), operator)

    again = checked(office, operator, line)
    moved = checked(office, operator, line | {"unit": "102"})

    assert again.rows.get().state == RowState.DUPLICATE
    assert reasons(moved) == ["Nomor KK ini sudah terdaftar di lokasi yang sama, di unit lain."]


def test_another_agencys_estate_is_not_there(local):
    office, operator, _estate = local
    _other, _stranger, elsewhere = agency("33.22")

    batch = checked(office, operator, GOOD | {"estate": elsewhere.name})

    assert "tidak ada pada daftar hunian dinas ini" in reasons(batch)[0]
    assert KIND.why_not_import(operator, elsewhere.office)
    assert KIND.why_not_see(offices.evaluator())
    assert KIND.why_not_see(operator) is None


def test_the_province_brings_in_for_its_agencies(local):
    office, _operator, estate = local
    officer = offices.officer(office.parent)

    batch = committed(checked(office.parent, officer, GOOD | {"estate": estate.name}), officer)

    assert batch.counts[RowState.COMMITTED] == 1
    clerk = monitoring.operator(office.parent)  # works with the province's own estates only
    assert "tidak ada" in reasons(checked(office.parent, clerk, GOOD | {"estate": estate.name, "unit": "102"}))[0]


def test_undoing_takes_everything_back_unless_somebody_worked_with_it(local):
    office, operator, estate = local
    batch = committed(checked(office, operator, GOOD | {"estate": estate.name}), operator)
    services.undo_batch(batch=batch, by=operator, at=now())
    assert (Household.objects.count(), Tenancy.objects.count()) == (0, 0)

    batch = committed(checked(office, operator, GOOD | {"estate": estate.name}), operator)
    consented(Household.objects.get(), operator)
    with pytest.raises(Exception, match="sudah dilengkapi sesudahnya"):
        services.undo_batch(batch=batch, by=operator, at=now())
    assert Household.objects.count() == 1
