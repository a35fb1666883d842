"""The evaluation report of 2022: its figures, the rows behind each, and the same in every format."""

import csv
import io
from datetime import date
from decimal import Decimal

import pikepdf
import pypdf
import pytest
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from clinics.models import LedgerEntry
from consultations.evaluation import show
from consultations.evaluation.build import sender
from krs_portal.kit import pdf
from krs_portal.reports.rendering import document_of, html
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def quick_paper(monkeypatch):
    monkeypatch.setattr(pdf, "write", lambda html, *, attachments=(): b"%PDF-" + html.encode())


@pytest.fixture
def draft(quick_paper, evaluator):
    reports.year_2022()
    return reports.drafted(evaluator)


def test_the_document_of_2022(draft):
    report = document_of(draft)

    assert {line.code: line.realised for line in report.offices} == reports.REALISED
    assert {line.target for line in report.offices} == {250}
    assert (report.total.target, report.total.realised, report.total.houses) == (1250, 1808, 806)
    assert (report.total.percent, report.total.capped_percent) == (Decimal("144.64"), Decimal("93.84"))
    assert (report.total.offices_reached, report.total.offices) == (4, 5)
    assert [(line.code, line.percent) for line in report.missed] == [("SATKER-BALI", Decimal("69.20"))]
    assert [(said.value, said.difference) for said in report.said] == [(1806, 2)]


def test_balai_come_before_satker(draft):
    assert document_of(draft).offices[-1].code == "SATKER-BALI"


def test_what_was_never_recorded_is_blank_and_not_zero(draft):
    report = document_of(draft)

    assert report.total.groups is None
    assert report.offices[0].sessions is None


def test_the_sender_is_the_ministry_of_the_time():
    assert sender(date(2022, 12, 5))[0] == (
        "Kementerian Pekerjaan Umum dan Perumahan Rakyat",
        "Direktorat Jenderal Perumahan",
    )
    assert sender(date(2026, 1, 1))[0] == ("Kementerian Perumahan dan Kawasan Permukiman",)


def test_what_the_failing_office_still_needs_is_said(draft):
    (sentence,) = show.needed(document_of(draft))

    assert "memerlukan 77 layanan lagi sampai 31 Desember 2022, rata-rata 20,7 layanan tiap minggu" in sentence


def test_the_paper_says_it_plainly_and_claims_no_signature(draft):
    text = " ".join(html(draft).split())

    assert "4 dari 5 unit mencapai target" in text
    assert "173 dari 250 (69,20 %)" in text
    assert "Jumlah bagian 1.808, headline terbit 1.806" in text
    assert "selisih 2" in text
    assert "Nomor: ……" in text
    assert "NIP: ……" in text
    assert "BSrE" not in text
    assert "ditandatangani secara elektronik" not in text.lower()


def test_notes_of_the_offices_stand_in_the_report(quick_paper, evaluator):
    from tests.consultations.test_evaluation import noted

    made = reports.year_2022()
    noted(made["SATKER-BALI"], obstacles="Baru dikenal di Denpasar.")

    text = html(reports.drafted(evaluator))

    assert "Baru dikenal di Denpasar." in text
    assert text.count("Belum ditulis.") == 8


def test_every_figure_is_the_sum_of_exactly_its_rows(quick_paper, evaluator):
    reports.year_2022(single_rows=True)
    draft = reports.drafted(evaluator)
    values = {figure.key: figure for figure in draft.figures.all()}

    counted = [figure for figure in values.values() if figure.address and figure.office_code]
    assert len(counted) == 10
    for figure in counted:
        assert len(figure.row_ids) == figure.value
        assert LedgerEntry.objects.filter(pk__in=figure.row_ids).total() == figure.value
    assert sum(values[part].value for part in values["layanan"].parts) == values["layanan"].value == 1808


def test_the_address_of_a_figure_opens_its_rows(draft, evaluator, signed_in):
    figure = draft.figures.get(key="layanan:SATKER-BALI")
    reports.late_service(reports.Office.objects.get(code="SATKER-BALI"))

    answer = signed_in(evaluator).get(draft.report.report_kind.rows_url(figure))

    assert answer.status_code == 200
    assert answer.context["realised"] == 173
    assert [line.entry.pk for line in answer.context["lines"]] == figure.row_ids


def test_who_may_not_see_the_rows_does_not_get_them(draft, signed_in):
    stranger = offices.head(offices.balai("LAIN"))
    figure = draft.figures.get(key="layanan:SATKER-BALI")

    assert signed_in(stranger).get(draft.report.report_kind.rows_url(figure)).status_code == 404


def test_the_figures_are_equal_in_api_paper_workbook_and_table(evaluator):
    reports.year_2022()
    draft = reports.drafted(evaluator)
    content = {file.format: bytes(file.content) for file in draft.files.all()}
    api = APIClient()
    api.force_authenticate(evaluator)

    answer = api.get("/api/v1/achievements/", {"year": 2022, "as_at": "2022-12-05", "indicator": "layanan"}).json()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content["XLSX"])).get_sheet_by_name("Capaian").to_python()
    table = list(csv.DictReader(io.StringIO(content["CSV"].decode("utf-8-sig"))))
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content["PDF"])).pages)

    expected = reports.REALISED | {"JUMLAH": 1808}
    from_api = {row["office"]: row["realised"] for row in answer["offices"]} | {"JUMLAH": answer["total"]["realised"]}
    from_workbook = {row[1].removeprefix("Balai "): row[3] for row in workbook[3:9]}
    from_table = {row["Unit kerja"].removeprefix("Balai "): int(row["Realisasi"]) for row in table}
    assert from_api == from_workbook == from_table == expected
    for figure in ("336", "305", "334", "660", "173", "1.808", "1.806", "144,64", "93,84", "69,20"):
        assert figure in paper


def test_the_paper_is_accessible_and_carries_its_table(evaluator):
    reports.year_2022()
    draft = reports.drafted(evaluator)

    with pikepdf.open(io.BytesIO(bytes(draft.files.get(format="PDF").content))) as paper:
        assert str(paper.Root.Lang) == "id"
        assert paper.Root.MarkInfo.Marked
        assert [name.endswith(".csv") for name in paper.attachments] == [True]
        elements = [each for each in paper.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        headers = [each for each in elements if each.get("/S") == pikepdf.Name.TH]
        assert headers
        assert all("/Scope" in header.A for header in headers)
        figures = [each for each in elements if each.get("/S") == pikepdf.Name.Figure]
        assert all("/Alt" in figure for figure in figures)
    text = pypdf.PdfReader(io.BytesIO(bytes(draft.files.get(format="PDF").content))).pages[-1].extract_text()
    assert draft.code in text
