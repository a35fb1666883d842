"""A list of occupants goes in; each row that waits says why, and nobody else's estate is touched."""

import csv
import io

import pytest

from krs_portal.imports import services, tasks
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import now
from monitoring.occupants.imports.kind import KIND
from monitoring.occupants.models import Household, Member, Tenancy
from monitoring.occupants.readiness.models import Assessment
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
    tasks.run_batch_check(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def committed(batch, by):
    services.commit_batch(batch=batch, by=by, at=now())
    tasks.run_batch_commit(batch.pk)
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
        ({"started_on": "31/2/2022"}, "tidak ada dalam kalender"),
        ({"documents": "KTP, Ijazah"}, "“Ijazah” tidak dikenal"),
        ({"land_width": "7"}, "Lebar dan panjang tanah diisi keduanya"),
        ({"born_on": "16/05/2990"}, "belum tiba"),
        ({"started_on": "01/02/2990"}, "belum tiba"),
        ({"name": ""}, "Wajib diisi"),
    ],
)
def test_what_cannot_be_waits_with_its_reason(local, changes, said):
    office, operator, estate = local

    batch = checked(office, operator, GOOD | {"estate": estate.name} | changes)

    row = batch.rows.get()
    assert row.state == RowState.NEEDS_CORRECTION
    assert said in reasons(batch)[0]


def hints(batch):
    return {hint["column"]: hint["text"] for row in batch.rows.order_by("number") for hint in row.hints}


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"phone": "12"}, "phone", "Nomor telepon ini tidak dikenali"),
        ({"origin": "Kota Antah"}, "origin", "bukan nama kab/kota"),
        ({"education": "Ijazah"}, "education", "“Ijazah” tidak dikenal"),
        ({"sex": "L"}, "sex", "Tidak cocok dengan NIK"),
        ({"born_on": "2/1/1990"}, "born_on", "Tidak cocok dengan tanggal lahir di dalam NIK"),
    ],
)
def test_what_is_unreadable_or_doubtful_is_said_and_holds_nothing(local, changes, column, said):
    office, operator, estate = local

    batch = checked(office, operator, GOOD | {"estate": estate.name} | changes)

    assert batch.rows.get().state == RowState.READY
    assert said in hints(batch)[column]


def test_zero_is_an_unknown_number_and_a_decimal_is_no_digit(local):
    office, operator, estate = local

    batch = checked(
        office,
        operator,
        GOOD | {"estate": estate.name, "nik": "0", "kk": "0", "phone": "81234567890.0", "unit": "101.0"},
    )

    told = batch.rows.get().values
    assert batch.rows.get().state == RowState.READY
    assert (told.get("nik"), told.get("kk"), told["phone"], told["unit"]) == (None, None, "+6281234567890", "101")


def test_a_name_without_its_kind_and_a_floor_apart_are_understood_and_said(local):
    office, operator, estate = local
    estate.name = "Rusunawa Uji Coba"
    estate.save()

    batch = checked(office, operator, GOOD | {"estate": "Uji coba", "floor": "1", "unit": "01"})

    assert batch.rows.get().state == RowState.READY
    assert hints(batch) == {
        "estate": "Dibaca sebagai Rusunawa Uji Coba.", "unit": "Dengan lantainya dibaca sebagai unit 101."
    }  # fmt: skip


def test_a_unit_that_may_be_two_is_asked_for(local):
    office, operator, estate = local
    block = estate.blocks.get()
    block.units.create(number="01", floor=2)

    batch = checked(office, operator, GOOD | {"estate": estate.name, "floor": "1", "unit": "01"})

    assert reasons(batch) == ["Bisa unit 01 atau 101; tulis nomor unit selengkapnya."]


def test_the_same_head_of_several_households_is_hinted_at_and_refused_nowhere(local, signed_in):
    office, operator, estate = local
    rows = [
        GOOD | {"estate": estate.name, "unit": f"10{place}", "kk": f"990101010120000{place}"} for place in (1, 2, 3)
    ]

    batch = checked(office, operator, *rows)
    said = [[hint["text"] for hint in row.hints] for row in batch.rows.order_by("number")]
    committed(batch, operator)

    assert said[0] == []
    assert all("juga tertulis untuk kepala keluarga pada baris 2" in texts[0] for texts in said[1:])
    assert Household.objects.count() == 3
    first = Household.objects.order_by("pk").first()
    page = signed_in(operator).get(f"/monitoring/penghuni/{first.pk}/").text
    assert "kepala 2 rumah tangga lain" in page
    for other in Household.objects.exclude(pk=first.pk):
        assert f"/monitoring/penghuni/{other.pk}/" in page
    told = signed_in(operator).get(f"/api/v1/households/{first.pk}/").json()
    others = Household.objects.exclude(pk=first.pk).order_by("pk").values_list("pk", flat=True)
    assert (told["same_head_count"], told["same_head"]) == (2, list(others))
    again = checked(office, operator, GOOD | {"estate": estate.name, "unit": "104", "kk": "9901010101200009"})
    assert "sudah tercatat sebagai kepala rumah tangga lain" in hints(again)["nik"]


def test_a_household_out_of_sight_is_counted_and_not_linked(local, signed_in):
    office, operator, estate = local
    elsewhere, stranger, far = agency("33.72")
    committed(checked(office, operator, GOOD | {"estate": estate.name}), operator)
    committed(checked(elsewhere, stranger, GOOD | {"estate": far.name, "kk": "9901010101200005"}), stranger)
    here, there = (Household.objects.get(estate=each) for each in (estate, far))

    page = signed_in(operator).get(f"/monitoring/penghuni/{here.pk}/").text
    told = signed_in(operator).get(f"/api/v1/households/{here.pk}/").json()

    assert "kepala 1 rumah tangga lain" in page
    assert f"/monitoring/penghuni/{there.pk}/" not in page
    assert (told["same_head_count"], told["same_head"]) == (1, [])


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
