"""Profiles leave as a workbook and come back: nothing is overwritten, nobody else's is touched, undo puts back."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from python_calamine import CalamineWorkbook

from krs_portal.imports import kinds, services, tasks
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import now
from monitoring.rounds.enums import EntryState, ProfileState, RoundState
from monitoring.rounds.imports.workbook import build_profile_workbook
from monitoring.rounds.models import Profile, ProfileEntry, ProfileForm
from monitoring.rounds.services import profiles
from tests.factories import monitoring, offices
from tests.factories.imports import xlsx

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {"code": "tertib", "label": "Ada tata tertib hunian?", "kind": "YES_NO"},
    {"code": "antrean", "label": "Berapa keluarga yang menunggu unit?", "kind": "NUMBER"},
    {"code": "air", "label": "Bagaimana pasokan air?", "kind": "CHOICE", "choices": ["Cukup", "Sering mati"]},
    {"code": "kendala", "label": "Apa kendala terbesar?", "kind": "TEXT"},
]


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def semarang(agency):
    return monitoring.local(agency)


@pytest.fixture
def operator(semarang):
    return monitoring.operator(semarang)


@pytest.fixture
def round_(agency):
    form = ProfileForm.objects.create(version=9, questions=QUESTIONS, valid_from=monitoring.TODAY)
    return monitoring.round_of(agency, name="Monitoring 2021", state=RoundState.COLLECTING, form=form)


@pytest.fixture
def profile(round_, semarang):
    answers = {"tertib": True, "antrean": 12.5, "air": "Cukup", "kendala": "=Air\nkeruh"}
    estate = monitoring.estate(semarang, name="Rusunawa Kaligawe", code="33.74.001")
    monitoring.participant(round_, semarang)
    return monitoring.profile(round_, estate, answers=answers, empty_reasons={"BROKEN": 4})


@pytest.fixture
def solo(agency, round_):
    """Another kab/kota and its profile."""
    local = monitoring.local(agency, "33.72", "Surakarta")
    monitoring.participant(round_, local)
    return local, monitoring.profile(round_, monitoring.estate(local, name="Rusunawa Begalon", code="33.72.001"))


def leaving(*found):
    """The workbook of these profiles, read as its header and a dict a row."""
    content = build_profile_workbook(list(found), found[0].round.form)
    header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Isian").to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


def checked(office, by, content):
    if not isinstance(content, bytes):
        content = xlsx([list(content[0]), *(list(row.values()) for row in content)])
    kind = kinds.get_import_kind("profiles")
    batch = services.upload_batch(kind=kind, office=office, file_name="profil.xlsx", content=content, by=by, at=now())
    tasks.run_batch_check(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def committed(office, by, content):
    batch = checked(office, by, content)
    services.commit_batch(batch=batch, by=by, at=now())
    tasks.run_batch_commit(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def said(batch):
    return " ".join(problem["text"] for row in batch.rows.order_by("number") for problem in row.problems)


def saved(profile, by, base=0, **values):
    return profiles.save_profile(profile=profile, values=values, base_version=base, by=by, at=now())


def test_the_workbook_is_filled_in_beforehand(profile):
    (row,) = leaving(profile)

    assert (row["ID rusun"], row["Rusun atau rusus"], row["Kab/kota"]) == (
        "33.74.001", "Rusunawa Kaligawe", "Kota Semarang",
    )  # fmt: skip
    assert (row["Jumlah unit"], row["Unit terhuni"], row["Kondisi bangunan"]) == (96, 80, "Baik")
    assert (row["Kosong: Unit rusak"], row["Kosong: Menunggu fasilitas"]) == (4, "")
    assert (row["Ada tata tertib hunian?"], row["Bagaimana pasokan air?"]) == ("Ya", "Cukup")
    assert row["Berapa keluarga yang menunggu unit?"] == 12.5
    assert (row["Putaran"], row["Versi"][:3]) == ("Monitoring 2021", "v0-")


def test_choices_are_lists_and_what_carries_it_back_is_hidden_and_locked(profile):
    with zipfile.ZipFile(io.BytesIO(build_profile_workbook([profile], profile.round.form))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()

    assert page.count('type="list"') == 4  # condition, yes or no, choice, looked at
    assert 'hidden="1"' in page
    assert "<sheetProtection" in page


def test_what_was_filled_in_is_saved_as_on_the_web(profile, semarang, operator):
    (row,) = leaving(profile)
    row |= {"Unit terhuni": 90, "Kosong: Unit rusak": "", "Jumlah penghuni (orang)": "1.806"}
    row |= {"Ada tata tertib hunian?": "tidak", "Bagaimana pasokan air?": "sering mati"}
    row |= {"Berapa keluarga yang menunggu unit?": ""}

    batch = committed(semarang, operator, [row])

    profile.refresh_from_db()
    assert (batch.state, batch.counts[RowState.COMMITTED]) == (BatchState.COMMITTED, 1)
    assert (profile.occupied, profile.residents, profile.empty_reasons) == (90, 1806, {})
    assert profile.answers == {"tertib": False, "air": "Sering mati", "kendala": "=Air\nkeruh"}
    assert (profile.version, profile.edited_by, profile.state) == (1, operator, ProfileState.DRAFT)


def test_a_row_nobody_touched_says_nothing_unless_it_was_looked_at(profile, semarang, operator):
    untouched = checked(semarang, operator, build_profile_workbook([profile], profile.round.form))

    assert untouched.rows.get().state == RowState.DUPLICATE
    assert "tulis Ya di kolom “Sudah diperiksa”" in said(untouched)

    committed(semarang, operator, [leaving(profile)[0] | {"Sudah diperiksa": "Ya"}])

    profile.refresh_from_db()
    assert (profile.is_touched, profile.occupied, profile.answers["antrean"]) == (True, 80, 12.5)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Unit terhuni": 97}, "Unit terhuni melebihi jumlah unit."),
        ({"Unit rusak": 97}, "Unit rusak melebihi jumlah unit."),
        ({"Kosong: Menunggu fasilitas": 13}, "Sebab kosong menjelaskan lebih banyak unit daripada yang kosong."),
        ({"Kondisi bangunan": "Ambruk"}, "“Ambruk” tidak dikenal; pilihannya"),
        ({"Bagaimana pasokan air?": "Deras"}, "“Deras” tidak dikenal; pilihannya: Cukup, Sering mati."),
        ({"Ada tata tertib hunian?": "mungkin"}, "“mungkin” tidak dikenal"),
        ({"Berapa keluarga yang menunggu unit?": "banyak"}, "“banyak” bukan angka."),
        ({"Jumlah unit": 96.5}, "bukan bilangan bulat"),
        ({"Versi": "v7-00000000"}, "versi yang tidak dikenal"),
        ({"Versi": "tiga"}, "Versi diisi oleh portal"),
        ({"Putaran": "Monitoring 1999"}, "Putaran “Monitoring 1999” tidak sedang diisi"),
        ({"ID rusun": "33.99"}, "“33.99” tidak ada pada daftar hunian dinas ini."),
        ({"ID rusun": "", "Rusun atau rusus": "Rusunawa Antah"}, "“Rusunawa Antah” tidak ada pada daftar"),
    ],
)
def test_what_cannot_be_waits_with_its_reason(profile, semarang, operator, changes, sentence):
    batch = checked(semarang, operator, [leaving(profile)[0] | changes])

    assert batch.rows.get().state == RowState.NEEDS_CORRECTION
    assert sentence in said(batch)


def test_an_estate_is_found_by_its_name_and_only_once(profile, semarang, operator):
    row = leaving(profile)[0] | {"Unit terhuni": 90}
    named = row | {"ID rusun": "", "Rusun atau rusus": "RUSUNAWA  kaligawe"}

    batch = checked(semarang, operator, [named, row])

    assert [each.state for each in batch.rows.order_by("number")] == [RowState.READY, RowState.DUPLICATE]
    assert "Sama dengan baris 2." in said(batch)


def test_a_newer_saving_on_the_web_is_kept_beside_and_not_overwritten(profile, semarang, operator, signed_in):
    row = leaving(profile)[0] | {"Unit terhuni": 70}
    saved(profile, monitoring.operator(semarang), occupied=90)

    batch = committed(semarang, operator, [row])

    profile.refresh_from_db()
    waiting = ProfileEntry.objects.waiting().get()
    assert (profile.occupied, profile.version, waiting.values["occupied"]) == (90, 1, 70)
    assert batch.counts[RowState.COMMITTED] == 1
    assert "Menunggu pilihan" in signed_in(operator).get(f"/monitoring/putaran/{profile.round_id}/").text


def test_a_row_nobody_touched_makes_no_conflict(profile, semarang, operator):
    content = build_profile_workbook([profile], profile.round.form)
    saved(profile, monitoring.operator(semarang), occupied=90)

    batch = checked(semarang, operator, content)

    assert batch.rows.get().state == RowState.DUPLICATE
    assert "tidak diubah sejak lembarnya diunduh" in said(batch)


def test_in_a_workbook_of_ones_own_a_blank_says_nothing(profile, semarang, operator):
    committed(semarang, operator, [{"Rusun atau rusus": "Rusunawa Kaligawe", "Unit terhuni": 85, "Jumlah unit": ""}])

    profile.refresh_from_db()
    assert (profile.units, profile.occupied, profile.empty_reasons) == (96, 85, {"BROKEN": 4})


def test_rows_of_another_kab_kota_are_refused(profile, solo, operator, semarang, signed_in):
    _surakarta, other = solo
    row = leaving(other)[0] | {"Unit terhuni": 1}

    batch = checked(semarang, operator, [row])
    page = signed_in(operator).get(f"/monitoring/putaran/{profile.round_id}/lembar.xlsx")

    assert "“33.72.001” tidak ada pada daftar hunian dinas ini." in said(batch)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(page.content)).get_sheet_by_name("Isian").to_python()
    assert [line[1] for line in rows[1:]] == ["Rusunawa Kaligawe"]


def test_the_province_fills_in_for_its_kab_kota(profile, solo, agency):
    officer = offices.officer(agency)
    rows = [row | {"Unit terhuni": 77} for row in leaving(profile, solo[1])]

    committed(agency, officer, rows)

    assert set(Profile.objects.values_list("occupied", "edited_by")) == {(77, officer.pk)}


def test_a_submitted_profile_waits_with_the_reason(profile, semarang, operator):
    row = leaving(profile)[0] | {"Unit terhuni": 70}
    Profile.objects.update(state=ProfileState.SUBMITTED, submitted_at=now(), submitted_by=operator)

    batch = checked(semarang, operator, [row])

    assert "Profil ini sudah disampaikan." in said(batch)


def test_undo_puts_the_former_answers_back(profile, solo, semarang, operator):
    before = saved(profile, operator, occupied=82).profile
    batch = committed(semarang, operator, [leaving(before)[0] | {"Unit terhuni": 90, "Kosong: Unit rusak": 2}])

    services.undo_batch(batch=batch, by=operator, at=now())

    profile.refresh_from_db()
    assert (profile.occupied, profile.empty_reasons, profile.version) == (82, {"BROKEN": 4}, 3)
    assert ProfileEntry.objects.filter(state=EntryState.WITHDRAWN).count() == 1
    assert batch.rows.get().state == RowState.UNDONE


def test_after_undo_nobody_has_looked_at_it_yet_and_no_conflict_waits(profile, solo, agency, semarang):
    officer, (surakarta, other) = offices.officer(agency), solo
    rows = [row | {"Unit terhuni": 70} for row in leaving(profile, other)]
    saved(other, monitoring.operator(surakarta), occupied=79)
    batch = committed(agency, officer, rows)

    services.undo_batch(batch=batch, by=officer, at=now())

    profile.refresh_from_db()
    other.refresh_from_db()
    assert (profile.is_touched, profile.occupied) == (False, 80)
    assert (other.is_touched, other.occupied) == (True, 79)
    assert not ProfileEntry.objects.waiting().exists()


def test_what_somebody_saved_since_stands_in_the_way_of_undo(profile, semarang, operator):
    batch = committed(semarang, operator, [leaving(profile)[0] | {"Unit terhuni": 90}])
    saved(profile, operator, base=1, occupied=91)

    with pytest.raises(ValidationError, match="Rusunawa Kaligawe: Profil ini sudah disimpan lagi sesudahnya"):
        services.undo_batch(batch=batch, by=operator, at=now())

    profile.refresh_from_db()
    assert profile.occupied == 91


def test_the_round_offers_the_workbook_to_whoever_fills_in(profile, round_, agency, operator, signed_in):
    page = f"/monitoring/putaran/{round_.pk}/"

    seen = {user: signed_in(user).get(page).text for user in (operator, offices.officer(agency), offices.evaluator())}

    assert ["Unduh lembar isian (XLSX)" in text for text in seen.values()] == [True, True, False]
    assert signed_in(offices.evaluator()).get(page + "lembar.xlsx").status_code == 403
    download = signed_in(operator).get(page + "lembar.xlsx")
    assert download["Content-Disposition"] == 'attachment; filename="profil-monitoring-2021.xlsx"'


def test_a_batch_shows_its_questions_by_name(profile, semarang, operator, signed_in):
    batch = checked(semarang, operator, [leaving(profile)[0] | {"Bagaimana pasokan air?": "Deras"}])

    pages = [signed_in(operator).get(f"/impor/{batch.pk}/{part}").text for part in ("", "kolom/")]

    assert all("Bagaimana pasokan air?" in page for page in pages)
    assert "Unduh buku contoh" not in signed_in(operator).get("/impor/unggah/profiles/").text
