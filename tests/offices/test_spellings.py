"""Regions as people write them, over all regions of the country."""

import csv

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from krs_portal.kit.clock import today
from krs_portal.offices import regions
from krs_portal.offices.finding import RegionFinder, find_regions, suggest_regions
from krs_portal.offices.models import Region, RegionAlias
from tests.cases import CASES, needs_cases
from tests.offices.spellings import GUESSED, HANDED_IN, WRITTEN

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("spellings")]  # the country is loaded once


@pytest.fixture(scope="module", autouse=True)
def country(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        regions.load_regions(settings.REGION_DATA_DIR)
        regions.load_villages(settings.REGION_DATA_DIR)
        connection.check_constraints()  # once, and not after each test
        yield
        transaction.set_rollback(True)


def test_regions_are_found_as_people_write_them():
    found = {written: find_regions(written, today()) for written in WRITTEN}

    assert {written: "|".join(sorted(match.codes)) for written, match in found.items()} == WRITTEN
    assert {written for written, match in found.items() if match.is_guess} == GUESSED


@needs_cases
def test_these_are_the_spellings_that_were_handed_in():
    with (CASES / "regions-as-people-write-them.csv").open() as lines:
        assert {row["written"]: row["code (| = ask which)"] for row in csv.DictReader(lines)} == HANDED_IN


@pytest.mark.parametrize("written", ["", "-", ",", "antah berantah", "\0", "²", "%", "ja"])
def test_what_names_no_region_finds_none(written):
    assert not find_regions(written, today())
    assert not suggest_regions(written, today())


def test_every_kab_kota_is_found_by_its_own_name():
    for region in Region.objects.kab_kota_in_force().select_related("parent"):
        assert find_regions(f"{region}, {region.parent}", today()).codes == (region.code,)


def test_imports_read_kab_kota_alone():
    assert not RegionFinder().find("DIY").codes
    assert not RegionFinder(within="35").find("Semarang").codes
    assert RegionFinder(within="33").find("semarang kota").codes == ("33.74",)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sle", "Kab. Sleman, DI Yogyakarta"),
        ("solo", "Kota Surakarta, Jawa Tengah"),
        ("solo", "Kota Solok, Sumatera Barat"),
        ("kota sema", "Kota Semarang, Jawa Tengah"),
        ("tembala", "Kec. Tembalang, Kota Semarang, Jawa Tengah"),
        ("caturtung", "Caturtunggal, Kec. Depok, Kab. Sleman, DI Yogyakarta"),
    ],
)
def test_what_is_suggested_is_found_again(typed, offered):
    suggested = suggest_regions(typed, today())

    assert offered in map(str, suggested)
    for each in suggested:
        assert each.region in find_regions(str(each), today()).regions


def test_an_administrator_adds_a_name_and_loading_again_keeps_it():
    RegionAlias.objects.create(name="Kota Pelajar", region=Region.objects.get(code="34.71"))

    regions.load_regions(settings.REGION_DATA_DIR)

    assert find_regions("kota pelajar", today()).codes == ("34.71",)


def test_a_name_without_letters_is_none():
    with pytest.raises(ValidationError, match="huruf atau angka"):
        RegionAlias(name="-", region=Region.objects.get(code="34")).full_clean()
