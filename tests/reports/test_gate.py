"""The gate before publishing: it lists what blocks, and the service asks the same."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinics import services as clinic_services
from clinics.models import MonthTally, Target, TargetRevision
from krs_portal.imports.models import Batch, Row
from krs_portal.reports import services, tasks
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def made():
    return reports.year_2022()


@pytest.fixture
def draft(made, evaluator):
    return reports.explained(reports.drafted(evaluator), evaluator)


def open_gate(browser, draft):
    return browser.get(f"/laporan/revisi/{draft.pk}/sebelum-terbit/")


def list_open(page):
    return {str(point.name): [blocker.text for blocker in point.blockers] for point in page.context["points"]}


def publish(draft, by, **words):
    return services.publish_revision(revision=draft, by=by, at=timezone.now(), **words)


def stage_import(of, by, day, state="NEEDS_CORRECTION"):
    batch = Batch.objects.create(
        kind="consultations", office=of, file_name="buku.xlsx", sha256="x", size=1, state="READY",
        moved_at=timezone.now(), uploaded_at=timezone.now(), uploaded_by=by,
    )  # fmt: skip
    Row.objects.create(batch=batch, number=2, state=state, cleaned={"happened_on": day})
    return batch


def test_an_unexplained_difference_and_nothing_else_stands_in_the_way_of_2022(made, evaluator, signed_in):
    draft = reports.drafted(evaluator)
    browser = signed_in(evaluator)

    page = open_gate(browser, draft)

    found = list_open(page)
    assert found.pop("Selisih yang belum beralasan") == [
        "Layanan: jumlah bagian terhadap angka yang sudah terbit: +2 belum diterangkan."
    ]
    assert not any(found.values())
    assert ">Terbitkan<" not in page.content.decode().replace("\n", "").replace(" ", "")
    reports.explained(draft, evaluator)
    assert open_gate(browser, draft).context["blocked"] == 0


def test_lines_of_an_import_that_wait_block_those_of_another_year_do_not(made, draft, evaluator, signed_in):
    batch = stage_import(made["JAW3"], evaluator, "2022-05-04")
    stage_import(made["JAW2"], evaluator, "2023-05-04")
    stage_import(made["KAL1"], evaluator, "2022-05-04", state="SKIPPED")

    page = open_gate(signed_in(evaluator), draft)

    assert list_open(page)["Impor yang belum selesai"] == ["buku.xlsx dari JAW3: 1 baris menunggu."]
    assert f"/impor/{batch.pk}/" in page.content.decode()
    with pytest.raises(ValidationError, match="1 baris menunggu"):
        publish(draft, evaluator)


def test_a_tally_that_says_otherwise_than_its_rows_blocks(made, draft, evaluator, signed_in):
    MonthTally.objects.filter(office=made["JAW3"], indicator__code="layanan").update(quantity=661)

    page = open_gate(signed_in(evaluator), draft)

    assert list_open(page)["Buku capaian terhadap rekapnya"] == ["Layanan, JAW3: barisnya berjumlah 660, rekapnya 661."]
    with pytest.raises(ValidationError, match="barisnya berjumlah 660"):
        publish(draft, evaluator, drift_reason="Rapat memakai angka yang dibekukan.")


def test_a_target_with_another_decree_asks_for_a_new_draft_one_with_another_amount_for_a_word(
    made, draft, evaluator, signed_in
):
    cut = {"reason": "Berubah", "by": evaluator, "at": timezone.now(), "decided_on": date(2022, 7, 1)}
    target = Target.objects.get(office=made["JAW2"], indicator__code="layanan")
    clinic_services.revise_target(target=target, quantity=240, decree="Keputusan 9/2022", **cut)
    page = open_gate(signed_in(evaluator), draft)
    assert [blocker.is_drift for blocker in page.context["points"][-1].blockers] == [True]
    assert page.context["blocked"] == 0
    assert set(page.context["form"].fields) == {"drift_reason"}

    TargetRevision.objects.create(
        target=target, number=3, quantity=250, decree="Keputusan 10/2022", decided_on=date(2022, 8, 1), reason="Ralat",
        recorded_by=evaluator,
    )  # fmt: skip

    page = open_gate(signed_in(evaluator), draft)
    assert [blocker.text for blocker in page.context["points"][-1].blockers] == [
        "JAW2: Keputusan 10/2022 dicatat sesudah draf dibekukan; susun ulang."
    ]
    assert page.context["blocked"] == 1


def test_what_replaces_a_published_revision_says_why_and_prints_it(made, draft, evaluator, signed_in):
    publish(draft, evaluator)
    tasks.render_revision(draft.pk)
    clinics.entry(made["JAW3"], date(2022, 11, 30), 1, recorded_at=timezone.now())
    second = reports.explained(reports.drafted(evaluator), evaluator)
    browser = signed_in(evaluator)
    address = f"/laporan/revisi/{second.pk}/terbitkan/"

    asked = open_gate(browser, second)
    silent = browser.post(address)
    short = browser.post(address, {"note": "."})
    said = browser.post(address, {"note": "Satu layanan JAW3 terlambat dicatat."})
    tasks.render_revision(second.pk)
    second.refresh_from_db()

    assert set(asked.context["form"].fields) == {"note"}
    assert [silent.status_code, short.status_code, said.status_code] == [302, 422, 302]
    assert second.published_at
    assert "Satu layanan JAW3 terlambat dicatat." in bytes(second.files.get(format="PDF").content).decode()
    assert open_gate(browser, second).status_code == 403
