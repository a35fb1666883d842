"""Scope is one question: which offices may this user see?"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office, OfficeName
from krs_portal.offices.policies import why_not_act
from krs_portal.offices.querysets import build_below_filter
from tests.factories import offices

pytestmark = pytest.mark.django_db


def seen_by(user):
    return set(Office.objects.visible_to(user).values_list("code", flat=True))


@pytest.fixture
def house():
    balai = offices.balai("JAW4")
    offices.office("SATKER-BALI", OfficeKind.SATKER, parent=balai)
    agency = offices.office("JATENG", OfficeKind.PROVINCIAL_AGENCY)
    offices.office("SMG", OfficeKind.LOCAL_AGENCY, parent=agency)
    offices.balai("JAW3")
    offices.directorate("DIT-RS")


@pytest.mark.parametrize(
    ("code", "role", "sees"),
    [
        ("JAW3", Role.OFFICER, {"JAW3"}),
        ("JAW4", Role.HEAD, {"JAW4", "SATKER-BALI"}),
        ("SATKER-BALI", Role.HEAD, {"SATKER-BALI"}),
        ("JATENG", Role.HEAD, {"JATENG", "SMG"}),
        ("SMG", Role.OPERATOR, {"SMG"}),
        ("DIT-RS", Role.AUDITOR, {"JAW3", "JAW4", "SATKER-BALI", "JATENG", "SMG", "DIT-RS"}),
    ],
)
def test_a_member_sees_their_office_and_those_below(house, code, role, sees):
    assert seen_by(offices.member(role, Office.objects.get(code=code))) == sees


def test_without_membership_nothing_is_seen(house):
    user = offices.officer(Office.objects.get(code="JAW3"))
    user.memberships.update(ended_on=date(2023, 1, 1))

    assert seen_by(user) == seen_by(AnonymousUser()) == set()


def test_a_user_who_was_switched_off_sees_nothing(house):
    user = offices.officer(Office.objects.get(code="JAW3"))
    user.is_active = False

    assert seen_by(user) == set()


def test_an_auditor_reads_and_never_acts(house):
    balai = Office.objects.get(code="JAW3")
    auditor = offices.member(Role.AUDITOR, Office.objects.get(code="DIT-RS"))

    assert why_not_act(auditor, balai, Role.OFFICER, Role.HEAD) == (
        "Hanya petugas atau kepala di unit ini yang dapat melakukannya."
    )


def test_the_head_of_a_balai_acts_for_its_satker(house):
    satker = Office.objects.get(code="SATKER-BALI")

    assert why_not_act(offices.head(satker.parent), satker, Role.HEAD) is None


def test_an_office_keeps_one_line_through_its_names():
    balai = offices.balai("JAW3", name="BP2P Jawa III")
    OfficeName.objects.create(office=balai, name="BP3KP Jawa III", short_name="BP3KP", valid_from=date(2024, 10, 21))

    named = {
        day: Office.objects.with_name_on(day).get(pk=balai.pk).name
        for day in (date(2019, 1, 1), date(2022, 12, 5), date(2025, 1, 1))
    }

    assert list(named.values()) == ["BP2P Jawa III", "BP2P Jawa III", "BP3KP Jawa III"]
    assert balai.name_on(date(2025, 1, 1)) == "BP3KP Jawa III"


def test_rows_of_an_office_are_found_from_two_levels_above():
    directorate = offices.directorate("DIT-RS")
    balai = offices.balai("JAW4")
    balai.parent = directorate
    balai.save()
    satker = offices.office("SATKER-BALI", OfficeKind.SATKER, parent=balai)

    rows = OfficeName.objects.values_list("office__code", flat=True)
    seen_from = {
        office.code: set(rows.filter(build_below_filter([office.pk]))) for office in (directorate, balai, satker)
    }

    assert seen_from == {
        "DIT-RS": {"DIT-RS", "JAW4", "SATKER-BALI"},
        "JAW4": {"JAW4", "SATKER-BALI"},
        "SATKER-BALI": {"SATKER-BALI"},
    }
    assert satker.list_ids_at_or_above() == [satker.pk, balai.pk, directorate.pk]
