"""Setting a target, revising it, locking a period."""

from datetime import date

import pytest

from clinics.models import PeriodException, ReportingPeriod, Target
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db


def form(**changes) -> dict[str, str]:
    given = {
        "office": "JAW3",
        "indicator": "layanan",
        "period": str(clinics.year().pk),
        "quantity": "250",
        "decree": "Keputusan Direktur Jenderal 1/2022",
        "decided_on": "2022-01-03",
    }
    return given | changes


@pytest.fixture
def jaw3():
    clinics.indicator()
    return offices.balai("JAW3")


def test_the_ministry_sets_a_target_and_the_list_shows_it_with_its_decree(signed_in, jaw3):
    browser = signed_in(offices.evaluator())

    answer = browser.post("/dasbor/target/baru/", form())

    target = Target.objects.get()
    assert (answer.status_code, target.revisions.get().quantity) == (302, 250)
    page = browser.get(answer.url).content.decode()
    assert "Keputusan Direktur Jenderal 1/2022" in page
    assert 'id="unit-JAW3"' in page


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"quantity": "-1"}, "quantity", "Target tidak boleh kurang dari 0."),
        ({"quantity": "seratus"}, "quantity", "Masukkan bilangan bulat"),
        ({"decree": ""}, "decree", "Bidang ini harus diisi."),
        ({"office": "TIDAK-ADA"}, "office", "Masukkan pilihan yang valid."),
        ({"period": ""}, "period", "Bidang ini harus diisi."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(signed_in, jaw3, changes, field, message):
    answer = signed_in(offices.evaluator()).post("/dasbor/target/baru/", form(**changes))

    assert answer.status_code == 422
    assert message in " ".join(answer.context["form"].errors[field])
    assert answer.context["form"]["decree"].value() == changes.get("decree", form()["decree"])
    assert not Target.objects.exists()


def test_a_second_target_for_the_same_is_refused_at_the_office_and_what_was_typed_stays(signed_in, jaw3):
    clinics.target(jaw3, 250)

    answer = signed_in(offices.evaluator()).post("/dasbor/target/baru/", form(quantity="300"))

    assert "sudah punya target" in answer.context["form"].errors["office"][0]
    assert 'value="300"' in answer.content.decode()
    assert Target.objects.get().revisions.get().quantity == 250


def test_a_revision_keeps_what_was_before(signed_in, jaw3):
    target = clinics.target(jaw3, 250)
    browser = signed_in(offices.evaluator())
    given = {"quantity": "300", "decree": "Keputusan 2/2022", "decided_on": "2022-07-01", "reason": "Tambahan anggaran"}

    without_reason = browser.post(f"/dasbor/target/{target.pk}/", given | {"reason": " "})
    answer = browser.post(f"/dasbor/target/{target.pk}/", given)

    assert "reason" in without_reason.context["form"].errors
    assert answer.status_code == 302
    assert list(target.revisions.order_by("number").values_list("number", "quantity")) == [(1, 250), (2, 300)]


def test_an_officer_sees_the_list_and_the_reason_why_not(signed_in, jaw3):
    target = clinics.target(jaw3, 250)
    browser = signed_in(offices.officer(jaw3))

    assert "Hanya evaluator kementerian yang menetapkan target." in browser.get("/dasbor/target/").content.decode()
    for address in ("/dasbor/target/baru/", f"/dasbor/target/{target.pk}/"):
        assert browser.post(address, form()).status_code == 403
    assert target.revisions.count() == 1


def test_a_target_of_an_office_out_of_sight_is_not_there(signed_in, jaw3):
    target = clinics.target(jaw3, 250)

    assert signed_in(offices.officer(offices.balai("LAIN"))).get(f"/dasbor/target/{target.pk}/").status_code == 404


def test_a_locked_period_names_who_locked_it_and_takes_an_exception(signed_in, jaw3):
    period = clinics.year()
    browser = signed_in(offices.evaluator())
    too_early = browser.get(f"/dasbor/periode/{period.pk}/pengecualian/")

    browser.post(f"/dasbor/periode/{period.pk}/kunci/")
    answer = browser.post(
        f"/dasbor/periode/{period.pk}/pengecualian/", {"office": "JAW3", "reason": "Berkas tertinggal"}
    )

    assert too_early.status_code == 404
    assert answer.status_code == 302
    assert PeriodException.objects.get().office == jaw3
    page = browser.get("/dasbor/periode/").content.decode()
    assert "Terkunci" in page
    assert "Berkas tertinggal" in page


def test_an_officer_locks_nothing(signed_in, jaw3):
    period = clinics.year()
    browser = signed_in(offices.officer(jaw3))

    assert browser.post(f"/dasbor/periode/{period.pk}/kunci/").status_code == 403
    assert ReportingPeriod.objects.get().locked_at is None
    assert "Hanya evaluator kementerian yang mengunci periode." in browser.get("/dasbor/periode/").content.decode()


def test_another_year_shows_its_own_targets(signed_in, jaw3):
    clinics.target(jaw3, 250)
    clinics.target(jaw3, 999, period=clinics.year(2023))

    page = signed_in(offices.evaluator()).get("/dasbor/target/?year=2023").content.decode()

    assert "999" in page
    assert ">250<" not in page
    assert date(2023, 1, 1) == clinics.year(2023).starts_on
