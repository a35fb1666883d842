"""Specific data are masked until they are opened for a purpose; who opened them is never forgotten."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from krs_portal.offices.enums import Role
from monitoring.occupants.enums import Relation
from monitoring.occupants.models import Disclosure, Member
from tests.factories import monitoring, offices
from tests.factories.people import agency, family, programmes

pytestmark = pytest.mark.django_db
SECRETS = ["Rp3.456.789", "Rp5.000.000", "9901010101200001", "9901010203150003", "Anak Rahasia", "3 Februari 2015"]


@pytest.fixture
def local():
    programmes()
    office, operator, estate = agency()
    household = family(estate, operator, income=3_456_789, kk="9901010101200001").household
    Member.objects.create(
        household=household,
        name="Anak Rahasia",
        relation=Relation.CHILD,
        born_on="2015-02-03",
        nik_ciphertext="9901010203150003",
        nik_lookup="x",
    )
    return office, operator, household


def url(household, name="household"):
    return reverse(f"monitoring:{name}", args=[household.pk])


def test_a_household_is_masked_by_default(local, signed_in):
    _office, operator, household = local

    page = signed_in(operator).get(url(household)).content.decode()

    assert "Siti Uji" in page
    assert [secret for secret in SECRETS if secret in page] == []
    assert "9901********0001" in page
    assert "tercatat, tidak ditampilkan" in page
    assert not Disclosure.objects.exists()


def test_opening_needs_a_purpose_and_shows_for_this_view_only(local, signed_in):
    _office, operator, household = local
    browser = signed_in(operator)

    refused = browser.post(url(household, "disclose"), {"purpose": "LOAN", "case": "xxxxx"})
    opened = browser.post(url(household, "disclose"), {"purpose": "LOAN", "case": "Berkas Siti"})
    after = browser.get(url(household)).content.decode()

    assert refused.status_code == 422
    assert [secret for secret in SECRETS if secret not in opened.content.decode()] == []
    assert "no-store" in opened.headers["Cache-Control"]
    assert [secret for secret in SECRETS if secret in after] == []
    assert Disclosure.objects.values_list("household", "seen_by", "purpose").get() == (
        household.pk,
        operator.pk,
        "Verifikasi berkas KPR: Berkas Siti",
    )
    assert "Verifikasi berkas KPR: Berkas Siti" in after


def test_the_opened_page_compares_values_and_the_closed_one_does_not(local, signed_in):
    _office, operator, household = local
    browser = signed_in(operator)

    closed = browser.get(url(household)).content.decode()
    opened = browser.post(url(household, "disclose"), {"purpose": "LOAN", "case": "Berkas Siti"}).content.decode()

    assert "Tabungan Rp5.000.000 mencukupi; paling sedikit Rp1.660.000." in opened
    assert "Tabungan mencukupi" in closed


def test_what_was_written_about_an_opening_stays(local, signed_in):
    _office, operator, household = local
    signed_in(operator).post(url(household, "disclose"), {"purpose": "LOAN", "case": "Berkas Siti"})

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Disclosure.objects.update(purpose="lain")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Disclosure.objects.all().delete()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("operator", 200),
        ("officer", 200),
        ("head of the province", 200),
        ("operator of the province", 403),
        ("evaluator", 403),
        ("auditor of the agency", 403),
        ("administrator", 403),
        ("operator next door", 404),
        ("head of a clinic", 403),
    ],
)
def test_who_may_open(local, signed_in, who, status):
    office, operator, household = local
    users = {
        "operator": lambda: operator,
        "officer": lambda: offices.officer(office),
        "head of the province": lambda: offices.head(office.parent),
        "operator of the province": lambda: monitoring.operator(office.parent),
        "evaluator": offices.evaluator,
        "auditor of the agency": lambda: offices.member(Role.AUDITOR, office),
        "administrator": lambda: offices.member(Role.ADMIN, offices.directorate()),
        "operator next door": lambda: agency("33.22")[1],
        "head of a clinic": lambda: offices.head(offices.balai()),
    }

    answer = signed_in(users[who]()).post(url(household, "disclose"), {"purpose": "LOAN", "case": "Berkas Siti"})

    assert answer.status_code == status
    assert Disclosure.objects.count() == int(status == 200)


def test_who_does_not_work_with_people_reads_initials(local, signed_in):
    _office, _operator, household = local
    browser = signed_in(offices.evaluator())

    pages = [browser.get(reverse("monitoring:people")), browser.get(url(household))]

    assert all("S. U." in page.content.decode() for page in pages)
    assert not any("Siti" in page.content.decode() for page in pages)


def test_a_form_never_holds_what_is_specific(local, signed_in):
    _office, operator, household = local
    child = household.members.get(relation=Relation.CHILD)
    browser = signed_in(operator)

    pages = [
        browser.get(url(household, "household_edit")),
        browser.get(reverse("monitoring:member_edit", args=[household.pk, child.pk])),
    ]

    for page in pages:
        assert page.status_code == 200
        for secret in ("3456789", "3.456.789", "9901010101200001", "9901010203150003", "2015-02-03"):
            assert secret not in page.content.decode()


def test_saving_the_form_with_its_private_fields_left_empty_keeps_them(local, signed_in):
    _office, operator, household = local

    answer = signed_in(operator).post(
        url(household, "household_edit"), {"name": "Siti Baru", "member_count": "4", "savings": "2.000.000"}
    )

    household.refresh_from_db()
    assert answer.status_code == 302
    assert (household.name, household.income, household.savings) == ("Siti Baru", 3_456_789, 2_000_000)
    assert household.kk_ciphertext == "9901010101200001"
