"""Every condition in plain words, never a score: one reason that fails is enough, and taking it away flips."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from krs_portal.accounts.models import User
from monitoring.occupants.readiness import assessing
from monitoring.occupants.readiness.enums import CriterionKind, Verdict
from monitoring.occupants.readiness.models import Assessment, Recomputation
from monitoring.occupants.readiness.rules import (
    RULES,
    HouseholdFacts,
    ZoneIncomeLimit,
    combine_verdicts,
    describe_finding,
    judge_criterion,
)
from monitoring.occupants.readiness.services import recomputing as readiness
from monitoring.occupants.readiness.tasks import assess_next_chunk, recompute_assessments
from monitoring.occupants.services import stays
from tests.factories import offices
from tests.factories.people import AT, FLPP, TLOO, agency, changed, family, programmes

K = CriterionKind
ZONE_1 = ZoneIncomeLimit(1, 8_500_000, 10_000_000, 10_000_000, "Permen PKP 5/2025")
FACTS = HouseholdFacts(
    on=date(2025, 6, 2),
    marital_status="MARRIED",
    income=6_000_000,
    spouse_income=3_000_000,
    savings=2_000_000,
    instalment=900_000,
    owns_house=False,
    has_land=True,
    land_width=6.5,
    land_length=10,
    wants_to_own=True,
    in_welfare_data=True,
    documents=["ID_CARD", "FAMILY_CARD"],
    stay_since=date(2023, 6, 2),
    arrears=0,
    limit=ZONE_1,
)
PARAMETERS = {
    K.STAY_AT_LEAST: {"years": 2},
    K.SAVINGS_AT_LEAST: {"amount": 2_000_000},
    K.INSTALMENT_AFFORDABLE: {"amount": 900_000},
    K.DOCUMENTS: {"codes": ["ID_CARD", "FAMILY_CARD"]},
    K.LAND_SIZE: {"side": 6.5, "area": 200},
}


def found(kind, **changes):
    return judge_criterion(kind, PARAMETERS.get(kind, {}), replace(FACTS, **changes))


def test_every_kind_has_a_rule_and_three_plain_sentences():
    assert set(RULES) == set(CriterionKind)
    assert (
        len({describe_finding(kind, verdict) for kind in CriterionKind for verdict in Verdict})
        == len(CriterionKind) * 3
    )


@pytest.mark.parametrize("kind", CriterionKind)
def test_at_the_limit_everything_is_met(kind):
    assert found(kind).verdict == Verdict.READY


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (K.INCOME_LIMIT, {"spouse_income": 4_000_001}, "Penghasilan Rp10.000.001 melebihi batas Rp10.000.000 (zona 1)"),
        (K.INCOME_LIMIT, {"marital_status": "SINGLE"}, "Penghasilan Rp9.000.000 melebihi batas Rp8.500.000"),
        (K.INCOME_LIMIT, {"marital_status": "DIVORCED"}, "melebihi batas Rp8.500.000"),
        (K.INCOME_LIMIT, {"marital_status": "", "income": 11_000_000}, "melebihi batas Rp10.000.000"),
        (K.STAY_AT_LEAST, {"stay_since": date(2023, 6, 3)}, "baru 1 tahun, paling sedikit 2 tahun"),
        (K.NO_OTHER_HOUSE, {"owns_house": True}, "Sudah punya rumah lain"),
        (K.NO_ARREARS, {"arrears": 1}, "Menunggak sewa Rp1"),
        (K.SAVINGS_AT_LEAST, {"savings": 0}, "Tabungan Rp0 kurang dari Rp2.000.000"),
        (K.INSTALMENT_AFFORDABLE, {"instalment": 899_999}, "Rp899.999 sebulan kurang dari Rp900.000"),
        (K.DOCUMENTS, {"documents": ["ID_CARD"]}, "Dokumen yang belum ada: Kartu Keluarga"),
        (K.LAND_SIZE, {"has_land": False}, "Belum punya atau menguasai tanah"),
        (K.LAND_SIZE, {"land_width": 6.4}, "lebih kecil daripada 6,50 × 6,50 m"),
        (K.LAND_SIZE, {"land_width": 10, "land_length": 20.01}, "lebih luas daripada 200 m²"),
        (K.IN_WELFARE_DATA, {"in_welfare_data": False}, "Tidak terdaftar"),
        (K.WANTS_TO_OWN, {"wants_to_own": False}, "Tidak berminat"),
    ],
)
def test_what_fails_says_the_values_compared(kind, changes, said):
    finding = found(kind, **changes)

    assert finding.verdict == Verdict.NOT_YET
    assert said in finding.text


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (K.INCOME_LIMIT, {"income": None}),
        (K.INCOME_LIMIT, {"limit": None}),
        (K.INCOME_LIMIT, {"spouse_income": None}),
        (K.INCOME_LIMIT, {"marital_status": ""}),
        (K.INCOME_LIMIT, {"doubts": frozenset({"income"})}),
        (K.STAY_AT_LEAST, {"stay_since": None}),
        (K.NO_OTHER_HOUSE, {"owns_house": None}),
        (K.NO_ARREARS, {"arrears": None}),
        (K.SAVINGS_AT_LEAST, {"savings": None}),
        (K.SAVINGS_AT_LEAST, {"doubts": frozenset({"savings"})}),
        (K.INSTALMENT_AFFORDABLE, {"instalment": None}),
        (K.DOCUMENTS, {"documents": None}),
        (K.LAND_SIZE, {"has_land": None}),
        (K.LAND_SIZE, {"land_length": None}),
        (K.IN_WELFARE_DATA, {"in_welfare_data": None}),
        (K.WANTS_TO_OWN, {"wants_to_own": None}),
    ],
)
def test_what_is_not_known_is_no_refusal(kind, changes):
    assert found(kind, **changes).verdict == Verdict.NEEDS_DATA


def test_what_is_known_already_decides_though_something_is_missing():
    assert found(K.INCOME_LIMIT, income=11_000_000, spouse_income=None).verdict == Verdict.NOT_YET
    assert found(K.INCOME_LIMIT, income=4_000_000, spouse_income=None, marital_status="").verdict == Verdict.READY


def test_one_failing_condition_outweighs_missing_data():
    assert combine_verdicts([]) == Verdict.READY
    assert combine_verdicts([Verdict.READY, Verdict.NEEDS_DATA]) == Verdict.NEEDS_DATA
    assert combine_verdicts([Verdict.READY, Verdict.NEEDS_DATA, Verdict.NOT_YET]) == Verdict.NOT_YET


@pytest.mark.django_db
def test_a_ready_household_has_all_reasons_and_each_one_taken_away_flips_it():
    made = programmes()
    _office, operator, estate = agency()
    household = family(estate, operator).household
    taken_away = {
        TLOO: {"in_welfare_data": False, "owns_house": True, "land_width": 5, "wants_to_own": False, "documents": []},
        FLPP: {"income": 90_000_000, "owns_house": True, "wants_to_own": False, "savings": 0, "documents": []},
    }

    for code, values in taken_away.items():
        assert verdict(household, made[code]) == (Verdict.READY, 0)
        for field, value in values.items():
            before = getattr(household, field)
            changed(household, operator, **{field: value})

            assert verdict(household, made[code]) == (Verdict.NOT_YET, 1), field
            changed(household, operator, **{field: before})
        assert verdict(household, made[code]) == (Verdict.READY, 0)


def verdict(household, programme):
    row = Assessment.objects.get(household=household, programme=programme)
    return row.verdict, len(row.unmet)


@pytest.mark.django_db
def test_an_upper_limit_follows_the_region_and_the_day():
    programmes()
    book = assessing.Rulebook(date(2025, 6, 2))

    assert (book.limit("33.74").zone, book.limit("33.74").married) == (1, 10_000_000)
    assert (book.limit("32.76").zone, book.limit("32.04").zone, book.limit("51.03").zone) == (4, 1, 2)
    assert book.limit("92.02").single == 10_500_000
    assert assessing.Rulebook(date(2025, 4, 21)).limit("33.74").married == 8_000_000
    assert book.limit("99.01") is None


@pytest.mark.django_db
def test_criteria_are_those_in_force_on_the_day():
    made = programmes()

    def side(day):
        criteria = assessing.Rulebook(day).criteria[made[TLOO]]
        return next(each.parameters["side"] for each in criteria if each.kind == K.LAND_SIZE)

    assert (side(date(2024, 10, 31)), side(date(2024, 11, 1))) == (6.36, 6.5)


@pytest.mark.django_db
def test_who_moves_out_is_no_longer_assessed():
    programmes()
    _office, operator, estate = agency()
    tenancy = family(estate, operator)
    assert Assessment.objects.count() == 2

    stays.end_stay(tenancy=tenancy, ended_on=date(2025, 5, 30), by=operator, at=AT)

    assert not Assessment.objects.exists()


@pytest.mark.django_db
def test_a_verdict_against_its_reasons_is_refused_by_the_database():
    programmes()
    _office, operator, estate = agency()
    household = family(estate, operator).household

    with pytest.raises(IntegrityError, match="monitoring_verdict_follows"), transaction.atomic():
        Assessment.objects.filter(household=household).update(verdict=Verdict.NOT_YET)


@pytest.mark.django_db
def test_a_killed_recomputation_goes_on_behind_its_last_chunk(monkeypatch):
    monkeypatch.setattr("monitoring.occupants.readiness.tasks.CHUNK", 1)
    programmes()
    office, operator, estate = agency()
    for unit in range(3):
        family(estate, operator, unit=unit)
    Assessment.objects.all().delete()
    run = readiness.request_recomputation(office=office, by=operator, at=AT)

    book = assess_next_chunk(run.pk, None)  # one chunk, and then the worker dies
    run.refresh_from_db()
    assert (run.done, run.percent, Assessment.objects.count()) == (1, 33, 2)

    recompute_assessments(run.pk)
    run.refresh_from_db()
    assert book is not None
    assert (run.done, run.total, run.percent) == (3, 3, 100)
    assert Assessment.objects.count() == 6
    recompute_assessments(run.pk)  # delivered once more: nothing happens
    assert Recomputation.objects.get().finished_at == run.finished_at


@pytest.mark.django_db
def test_a_recomputation_stays_within_its_office():
    programmes()
    office, operator, estate = agency()
    _other, stranger, elsewhere = agency("33.22")
    family(estate, operator)
    family(elsewhere, stranger)
    Assessment.objects.all().delete()

    recompute_assessments(readiness.request_recomputation(office=office, by=operator, at=AT).pk)

    assert set(Assessment.objects.values_list("household__estate", flat=True)) == {estate.pk}


@pytest.mark.django_db
def test_only_the_ministry_recomputes_the_nation():
    _office, operator, _estate = agency()

    with pytest.raises(PermissionDenied, match="kementerian untuk semua"):
        readiness.request_recomputation(office=None, by=operator, at=AT)
    first = readiness.request_recomputation(office=None, by=offices.evaluator(), at=AT)
    again = readiness.request_recomputation(office=None, by=offices.evaluator(), at=AT)

    assert first == again


@pytest.mark.django_db
@pytest.mark.parametrize("model", ["backlogfigure", "programme", "incomelimit", "wage"])
def test_the_administrator_keeps_reference_data_and_no_people(client, model):
    programmes()
    client.force_login(
        User.objects.create_superuser("admin@uji.krs.test", name="Admin Uji"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    assert client.get(f"/admin/monitoring/{model}/").status_code == 200
    assert client.get(f"/admin/monitoring/{model}/add/").status_code == 200
    assert client.get("/admin/monitoring/household/").status_code == 404
