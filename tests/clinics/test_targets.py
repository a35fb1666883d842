"""Setting a target, revising it, locking a period."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from clinics import services
from clinics.models import CountingRule, PeriodException, PublishedFigure, ReportingPeriod, Target
from krs_portal.accounts.models import User
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db

REVISION = {
    "state": "SET",
    "quantity": "300",
    "decree": "Keputusan 2/2022",
    "decided_on": "2022-07-01",
    "reason": "Tambahan anggaran",
}


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
    given = REVISION
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


def test_a_period_is_locked_an_exception_asked_and_granted(client, jaw3):
    """The ministry locks what is over, the head asks, the ministry grants, and the page says so."""
    period, head, evaluator = clinics.year(), offices.head(jaw3), offices.evaluator()
    page = "/dasbor/periode/"

    client.force_login(head)
    too_early = client.get(f"{page}{period.pk}/pengecualian/")
    client.force_login(evaluator)
    client.post(f"{page}{period.pk}/kunci/")
    client.force_login(head)
    asked = client.post(f"{page}{period.pk}/pengecualian/", {"office": "JAW3", "reason": "Berkas tertinggal"})
    exception = PeriodException.objects.get()
    by_head = client.post(f"/dasbor/pengecualian/{exception.pk}/", {"ends_on": "2099-01-31"})
    client.force_login(evaluator)
    granted = client.post(f"/dasbor/pengecualian/{exception.pk}/", {"ends_on": "2099-01-31"})

    exception.refresh_from_db()
    assert [too_early.status_code, asked.status_code, by_head.status_code, granted.status_code] == [404, 302, 403, 302]
    assert (exception.office, exception.asked_by, exception.granted_by) == (jaw3, head, evaluator)
    shown = client.get(page).content.decode()
    assert "Terkunci" in shown
    assert "Berkas tertinggal" in shown
    assert "0 entri masuk" in shown


def test_whoever_asks_for_an_exception_does_not_grant_it(jaw3):
    both = offices.head(jaw3)
    Membership.objects.create(user=both, office=offices.directorate(), role=Role.EVALUATOR, started_on=date(2022, 1, 3))
    exception = services.request_exception(
        period=clinics.lock(), office=jaw3, reason="Berkas tertinggal", by=both, at=clinics.now()
    )

    with pytest.raises(ValidationError, match="orang lain"):
        services.grant_exception(exception=exception, ends_on=date(2099, 1, 1), by=both, at=clinics.now())


def test_a_running_period_is_not_locked(signed_in):
    period = clinics.year(clinics.now().year)

    answer = signed_in(offices.evaluator()).post(f"/dasbor/periode/{period.pk}/kunci/")

    assert answer.status_code == 422
    assert "belum berakhir" in answer.content.decode()
    assert ReportingPeriod.objects.get().locked_at is None


def test_a_lock_is_taken_back_by_another_with_a_reason(signed_in):
    period = clinics.lock()
    address = f"/dasbor/periode/{period.pk}/buka/"

    by_the_same = signed_in(period.locked_by).post(address, {"reason": "Keliru"})
    by_another = signed_in(offices.evaluator()).post(address, {"reason": "Keliru"})

    period.refresh_from_db()
    assert (by_the_same.status_code, by_another.status_code) == (422, 302)
    assert period.locked_at is None
    assert period.unlocks.get().reason == "Keliru"


def test_a_published_figure_is_withdrawn_with_a_reason_and_stays_readable(signed_in):
    clinics.year()
    figure = clinics.published(1806)
    address, browser = f"/dasbor/angka/{figure.pk}/cabut/", signed_in(offices.evaluator())

    one = f"/dasbor/angka-terbit/{figure.pk}/"
    offered = address in browser.get(one).content.decode()
    without, withdrawn, again = (browser.post(address, {"reason": said}) for said in ("", "Salah kutip", "Lagi"))
    page = browser.get(one).content.decode()

    assert offered
    assert [without.status_code, withdrawn.status_code, again.status_code] == [422, 302, 404]
    assert "Salah kutip" in page
    assert address not in page
    assert not PublishedFigure.objects.standing().exists()


def test_a_new_way_of_counting_starts_after_the_last_counted_day(signed_in, jaw3):
    clinics.entry(jaw3, on=date(2022, 6, 10))
    rule = CountingRule.objects.get()
    asked = {
        "indicator": rule.indicator_id, "measure": rule.measure, "outcomes": rule.outcomes, "statement": "Baru",
        "basis": "Keputusan",
    }  # fmt: skip
    browser = signed_in(User.objects.create_superuser("admin@uji.krs.test", name="Admin Uji"))

    refused = browser.post("/admin/clinics/countingrule/add/", asked | {"valid_from": "2022-06-10"})
    added = browser.post("/admin/clinics/countingrule/add/", asked | {"valid_from": "2022-06-11"})

    assert (refused.status_code, added.status_code) == (200, 302)
    assert "sudah dihitung" in refused.content.decode()
    assert [(each.version, each.valid_from) for each in CountingRule.objects.order_by("version")][1:] == [
        (2, date(2022, 6, 11))
    ]


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


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"decided_on": "2999-01-01"}, "decided_on", "belum tiba"),
        ({"decided_on": "1990-01-01"}, "decided_on", "paling awal 1 Januari 2017"),
        ({"decree": "."}, "decree", "nomor dan tanggal keputusannya"),
        ({"reason": "-"}, "reason", "alasan"),
        ({"quantity": ""}, "quantity", "jumlah targetnya"),
        (
            {"quantity": "250", "decree": "Keputusan uji", "decided_on": "2022-01-03"},
            "__all__",
            "Tidak ada yang berubah",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(signed_in, jaw3, changes, field, message):
    target = clinics.target(jaw3, 250)

    answer = signed_in(offices.evaluator()).post(f"/dasbor/target/{target.pk}/", REVISION | changes)

    assert answer.status_code == 422
    assert message in " ".join(answer.context["form"].errors[field])
    assert target.revisions.count() == 1


def test_thousands_are_written_with_a_point(signed_in, jaw3):
    signed_in(offices.evaluator()).post("/dasbor/target/baru/", form(quantity="1.250"))

    assert Target.objects.get().revisions.get().quantity == 1250


@pytest.mark.parametrize("state", ["EXEMPT", "WITHDRAWN"])
def test_an_office_is_exempt_and_a_wrong_target_withdrawn_on_the_page(signed_in, jaw3, state):
    target = clinics.target(jaw3, 250)
    browser = signed_in(offices.evaluator())

    answer = browser.post(f"/dasbor/target/{target.pk}/", REVISION | {"state": state, "quantity": "0"})

    revision = target.revisions.order_by("number").last()
    assert (answer.status_code, revision.state, revision.quantity) == (302, state, None)
    page = browser.get(answer.url).content.decode()
    assert str(revision.get_state_display()) in page


def test_a_target_of_a_locked_year_needs_the_exception(signed_in, jaw3):
    target = clinics.target(jaw3, 250)
    period, evaluator = clinics.lock(), offices.evaluator()
    browser, address = signed_in(evaluator), f"/dasbor/target/{target.pk}/"

    refused = browser.post(address, REVISION)
    exception = clinics.exception(period, jaw3)
    done = browser.post(address, REVISION)

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "pengecualian" in refused.content.decode()
    assert target.revisions.order_by("number").last().exception == exception
    assert "1 revisi target" in browser.get("/dasbor/periode/").content.decode()
