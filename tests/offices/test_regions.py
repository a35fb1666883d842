from datetime import date

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from krs_portal.offices.regions import load_regions, split_kind_and_name

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "full_name", "expected"),
    [
        ("33.74", "Kota Semarang", (RegionKind.KOTA, "Semarang")),
        ("33.22", "Kabupaten Semarang", (RegionKind.KABUPATEN, "Semarang")),
        ("31.01", "KABUPATEN Administrasi Kepulauan Seribu", (RegionKind.KABUPATEN, "Kepulauan Seribu")),
        ("31", "Daerah Khusus Ibukota Jakarta", (RegionKind.PROVINCE, "DKI Jakarta")),
        ("34", "Daerah Istimewa Yogyakarta", (RegionKind.PROVINCE, "DI Yogyakarta")),
        ("11.01.17", "Kota Bahagia", (RegionKind.KECAMATAN, "Kota Bahagia")),
    ],
)
def test_a_region_is_told_by_the_depth_of_its_code_and_its_prefix(code, full_name, expected):
    assert split_kind_and_name(code, full_name) == expected


def test_loading_twice_gives_the_whole_country_once():
    load_regions(settings.REGION_DATA_DIR)
    counts = load_regions(settings.REGION_DATA_DIR)

    assert counts[RegionKind.PROVINCE] == 38
    assert counts[RegionKind.KABUPATEN] + counts[RegionKind.KOTA] == 514
    assert Region.objects.count() == sum(counts.values())
    assert Region.objects.filter(parent__code="33", kind=RegionKind.KABUPATEN).count() == 29
    assert Region.objects.filter(parent__code="33", kind=RegionKind.KOTA).count() == 6
    assert Region.objects.get(code="96").valid_from == date(2022, 12, 8)


def test_without_the_files_one_sentence_says_what_to_do(settings, tmp_path):
    settings.REGION_DATA_DIR = tmp_path

    with pytest.raises(CommandError, match="make run"):
        call_command("load_regions")
