"""What changed: the steps between two knowings of a figure, which add up exactly, and its vintages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from clinics import services
from clinics.addresses import FigureAddress, read_figure_address
from clinics.enums import Cause, ChangeKind, FigureKind, Measure
from clinics.models import LedgerEntry
from clinics.passports import compute_passport
from clinics.vintages import compute_mean_revisions, find_vintage, list_vintages
from clinics.waterfalls import compute_waterfall, list_entries_behind
from krs_portal.kit.clock import get_last_moment
from krs_portal.offices.models import Office
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db
FIFTH = get_last_moment(date(2022, 12, 5))
CHANGES = "/angka/layanan.2022.1205.semua.{}/perubahan/"


@pytest.fixture
def december():
    """2022 as it was on 5 December; then late entries, corrections, an exception, target decisions and a new rule."""
    made = reports.year_2022()
    by = offices.evaluator()
    at = datetime(2022, 12, 9, 3, tzinfo=UTC)
    jaw3, bali = made["JAW3"], made["SATKER-BALI"]
    wrong = clinics.entry(jaw3, date(2022, 8, 1), 3)
    services.reverse_entries(entries=[wrong], cause=Cause.VOIDED, by=by, at=datetime(2022, 9, 1, tzinfo=UTC))
    # since then
    clinics.entry(jaw3, date(2022, 11, 30), 5, recorded_at=at, posted_by=by)
    clinics.entry(bali, date(2022, 12, 5), 2, recorded_at=at)
    big = LedgerEntry.objects.get(office=made["KAL1"], indicator__code="layanan")
    services.reverse_entries(entries=[big], cause=Cause.CORRECTED, by=by, at=at + timedelta(days=1))
    clinics.entry(made["KAL1"], date(2022, 5, 1), 303, recorded_at=at + timedelta(days=1), cause="CORRECTED")
    cut = {"decree": "Keputusan 9", "reason": "Berubah", "by": by, "at": timezone.now()}
    services.revise_target(target=bali.targets.get(), quantity=173, decided_on=date(2022, 6, 1), **cut)
    services.revise_target(target=jaw3.targets.get(), quantity=300, decided_on=timezone.localdate(), **cut)
    services.add_rule_version(
        indicator=clinics.indicator(), measure=Measure.SESSION, outcomes=[], statement="Satu per pertemuan.",
        basis="", valid_from=date(2023, 1, 1),
    )  # fmt: skip
    return made


def test_the_board_of_the_fifth_of_december_is_1808_and_its_waterfall_names_everything(december, client, signed_in):
    known = "year=2022&as_at=2022-12-05&known_at=2022-12-05"
    board = client.get(f"/capaian/?{known}").context["board"]
    page = signed_in(offices.evaluator()).get(CHANGES.format("realisasi.20221205"))

    assert (board.total.realised, str(board.figures.total.percent)) == (1808, "144.64")
    assert (page.context["before"], page.context["after"], page.context["difference"]) == ("1.808", "1.813", "+5")
    assert [(step.kind, step.amount, step.quantity) for step in page.context["changed"].steps] == [
        (ChangeKind.LATE, 7, 7),
        (ChangeKind.RULE, 0, 0),
        (ChangeKind.CORRECTED, -2, -2),
        (ChangeKind.TARGET_SET, 0, None),
    ]
    text = page.content.decode()
    for said in ("data lebih lengkap", "koreksi", "cara menghitung", "target atau cakupan unit", "Satu per pertemuan"):
        assert said in text
    assert "Ditetapkan sesudah tanggal data, jadi tidak mengubah angka ini." in text


def test_each_step_opens_rows_that_add_up_to_it(december, signed_in):
    browser = signed_in(offices.evaluator())
    page = browser.get(CHANGES.format("persen.20221205"))

    opened = {line.label: browser.get(line.url) for line in page.context["lines"] if line.url and line.quantity}

    assert {label: rows.context["realised"] for label, rows in opened.items()} == {
        "Dicatat kemudian": 7, "Dikoreksi": -2
    }  # fmt: skip
    for rows in opened.values():
        assert sum(line.entry.quantity for line in rows.context["lines"]) == rows.context["realised"]
    assert "Evaluator" in page.content.decode()


def test_a_percentage_moves_by_the_target_too_and_its_steps_add_up(december):
    found = compute_waterfall(read_figure_address("layanan.2022.1205.semua.persen"), FIFTH)

    assert (found.before, found.after) == (Decimal("144.64"), Decimal("154.56"))
    assert {step.kind: step.amount for step in found.steps} == {
        ChangeKind.LATE: Decimal("0.56"),
        ChangeKind.RULE: 0,
        ChangeKind.CORRECTED: Decimal("-0.16"),
        ChangeKind.TARGET_SET: Decimal("9.52"),
    }
    assert sum(step.amount for step in found.steps) == found.difference


def test_nobody_without_the_right_is_led_to_rows_or_told_names(december, client):
    page = client.get(CHANGES.format("realisasi.20221205"))

    assert page.context["after"] == "1.813"
    assert not any(line.url or line.people for line in page.context["lines"])
    assert "Evaluator" not in page.content.decode()


def test_what_happened_since_is_no_late_entry_and_a_new_rule_is_a_method():
    balai, _year = offices.balai("JAW3"), clinics.year()
    clinics.target(balai)
    then = get_last_moment(date(2022, 6, 30))
    first = clinics.indicator().rules.get()
    clinics.entry(balai, date(2022, 6, 1), 10)
    clinics.entry(balai, date(2022, 6, 2), 1, recorded_at=datetime(2022, 7, 20, tzinfo=UTC))
    clinics.entry(balai, date(2022, 7, 2), 20)
    second = services.add_rule_version(
        indicator=clinics.indicator(), measure=Measure.SESSION, outcomes=[], statement="Sesi", basis="",
        valid_from=date(2022, 8, 1),
    )  # fmt: skip
    clinics.entry(balai, date(2022, 8, 2), 40, rule=second)
    address = read_figure_address("layanan.2022.1205.JAW3.realisasi")

    found = compute_waterfall(address, then)

    assert first != second
    assert [(step.kind, step.amount) for step in found.steps] == [
        (ChangeKind.NEW, 20), (ChangeKind.LATE, 1), (ChangeKind.RULE, 40)
    ]  # fmt: skip
    assert (found.before, found.after) == (10, 71)
    for step in found.steps:
        asked = address.question.but(known_after=then, change=step.kind.value)
        assert list_entries_behind(asked, [balai]).total() == step.quantity


def test_moments_in_the_wrong_order_are_said(client):
    reports.year_2022()

    answer = client.get(CHANGES.format("realisasi"), {"then": "2023-01-01", "until": "2022-12-31"})

    assert answer.status_code == 400
    assert "sesudah saat yang dibandingkan" in answer.content.decode()


def test_between_two_moments_only_what_came_between_is_told(december, signed_in):
    moments = {"then": "2022-12-09", "until": "2022-12-31"}
    page = signed_in(offices.evaluator()).get(CHANGES.format("realisasi"), moments)

    assert [(step.kind, step.amount) for step in page.context["changed"].steps] == [(ChangeKind.CORRECTED, -2)]
    assert (page.context["before"], page.context["after"]) == ("1.815", "1.813")


def test_a_published_headline_leads_to_what_changed_since(december, signed_in):
    board = signed_in(offices.evaluator()).get("/dasbor/?year=2022&as_at=2022-12-05").context["board"]

    ((said, url),) = board.said

    assert (said.value, url) == (1806, "/angka/layanan.2022.1205.semua.realisasi.20221208/perubahan/")


def test_vintages_are_the_figure_as_it_was_known(december, signed_in):
    address = read_figure_address("layanan.2022.1205.semua.realisasi")

    known = list_vintages(address)

    assert [(each.known_on, each.value, each.change) for each in known] == [
        (date(2022, 12, 5), 1808, None), (date(2022, 12, 9), 1815, 7), (date(2022, 12, 10), 1813, -2)
    ]  # fmt: skip
    for each in known:
        then = FigureAddress(address.question.but(known_at=get_last_moment(each.known_on)), FigureKind.REALISED)
        assert compute_passport(then).value == each.value
    assert find_vintage(known, date(2022, 12, 9)).value == 1815
    url = "/angka/layanan.2022.1205.semua.realisasi/riwayat/?known_on=2022-12-09"
    page = signed_in(offices.evaluator()).get(url)
    shown = {line.label: line.shown for line in page.context["named"]}
    assert shown["Pertama: pada akhir tanggal data"] == "1.808"
    assert shown["Seperti diketahui pada 9 Desember 2022"] == "1.815"
    assert shown["30 hari sesudah tanggal data"] == shown["Sekarang"] == "1.813"
    assert shown["Terbit: 1.806 (Surat kabar)"] == "1.808"


def test_the_mean_revision_is_over_months_old_enough():
    balai, today = offices.balai("JAW3"), date(2022, 6, 10)
    for month, late in ((1, 40), (2, 20), (3, 100), (4, 10)):
        clinics.entry(balai, date(2022, month, 5), 100)
        happened = date(2022, month, 20)
        recorded = datetime(2022, month + 1, 1, 5, tzinfo=UTC) + timedelta(days=late)
        clinics.entry(balai, happened, 6, recorded_at=recorded)
    question = read_figure_address(f"layanan.2022.0430.{balai.code}.realisasi") if clinics.year() else None

    (means,) = compute_mean_revisions(question.question, Office.objects.all(), today).values()

    assert [(each.days, each.months, each.mean) for each in means] == [
        (30, 4, Decimal("3.0")), (90, 2, Decimal("6.0")), (365, 0, None)
    ]  # fmt: skip
    assert means[0].share == Decimal("3.00")
