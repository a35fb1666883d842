"""The evaluation report of 2022: its figures, the rows behind each, and the same in every format."""

import csv
import io
from datetime import date
from decimal import Decimal

import pikepdf
import pypdf
import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from clinics.addresses import read_figure_address
from clinics.models import LedgerEntry
from clinics.passports import compute_passport
from consultations.evaluation import show
from consultations.evaluation.build import get_letterhead
from krs_portal.kit import pdf
from krs_portal.offices.models import Office
from krs_portal.reports.rendering import build_sheets, render_revision_html, thaw_document
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def quick_paper(monkeypatch):
    monkeypatch.setattr(pdf, "write_pdf", lambda html, *, attachments=(): b"%PDF-" + html.encode())


@pytest.fixture
def draft(quick_paper, evaluator):
    reports.year_2022()
    return reports.drafted(evaluator)


def test_the_document_of_2022(draft):
    report = thaw_document(draft)

    assert {line.code: line.realised for line in report.offices} == reports.REALISED
    assert {line.target for line in report.offices} == {250}
    assert (report.total.target, report.total.realised, report.total.houses) == (1250, 1808, 806)
    assert (report.total.percent, report.total.capped_percent) == (Decimal("144.64"), Decimal("93.84"))
    assert (report.total.offices_reached, report.total.offices) == (4, 5)
    assert [(line.code, line.percent) for line in report.missed] == [("SATKER-BALI", Decimal("69.20"))]
    assert [(said.value, said.difference) for said in report.said] == [(1806, 2)]


def test_balai_come_before_satker(draft):
    assert thaw_document(draft).offices[-1].code == "SATKER-BALI"


def test_what_was_never_recorded_is_blank_and_not_zero(draft):
    report = thaw_document(draft)

    assert report.total.groups is None
    assert report.offices[0].sessions is None


def test_the_sender_is_the_ministry_of_the_time():
    assert get_letterhead(date(2022, 12, 5))[0] == (
        "Kementerian Pekerjaan Umum dan Perumahan Rakyat",
        "Direktorat Jenderal Perumahan",
    )
    assert get_letterhead(date(2026, 1, 1))[0] == ("Kementerian Perumahan dan Kawasan Permukiman",)


def test_what_the_failing_office_still_needs_is_said(draft):
    (sentence,) = show.list_needed_sentences(thaw_document(draft))

    assert "memerlukan 77 layanan lagi sampai 31 Desember 2022, rata-rata 20,7 layanan tiap minggu" in sentence


def test_the_paper_says_it_plainly_and_claims_no_signature(draft):
    text = " ".join(render_revision_html(draft).split())

    assert "4 dari 5 unit mencapai target" in text
    assert "173 dari 250 (69,20 %)" in text
    assert "Jumlah bagian 1.808, headline terbit 1.806" in text
    assert "selisih 2" in text
    assert "Nomor: ……" in text
    assert "NIP: ……" in text
    assert "BSrE" not in text
    assert "ditandatangani secara elektronik" not in text.lower()


def test_notes_of_the_offices_stand_in_the_report(quick_paper, evaluator):
    from tests.consultations.evaluation.test_evaluation import noted

    made = reports.year_2022()
    noted(made["SATKER-BALI"], obstacles="Baru dikenal di Denpasar.")

    text = render_revision_html(reports.drafted(evaluator))

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
        assert [name.rsplit(".", 1)[1] for name in paper.attachments] == ["csv", "xlsx"]
        elements = [each for each in paper.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        headers = [each for each in elements if each.get("/S") == pikepdf.Name.TH]
        assert headers
        assert all("/Scope" in header.A for header in headers)
        figures = [each for each in elements if each.get("/S") == pikepdf.Name.Figure]
        assert all("/Alt" in figure for figure in figures)
    text = pypdf.PdfReader(io.BytesIO(bytes(draft.files.get(format="PDF").content))).pages[-1].extract_text()
    assert draft.code in text


def test_what_stands_on_paper_leads_to_the_passport_of_that_moment(client, quick_paper, evaluator):
    reports.year_2022()
    paper = reports.published(evaluator)
    reports.late_service(Office.objects.get(code="JAW3"))

    for words, shown in (("JAW3.realisasi", "660"), ("semua.persen", "144,64\xa0%"), ("semua.rumah-dibantu", "806")):
        found = client.get(f"/angka/{paper.code.lower()}/{words}/", follow=True)
        assert found.context["passport"].shown == shown
        assert found.context["question"].known_at == paper.known_at
    for words in ("JAW3.apa", "JAW9.persen", "persen", "JAW3.realisasi.20221210"):
        assert client.get(f"/angka/{paper.code}/{words}/").status_code == 404
    assert client.get("/angka/AAAAA-AAAAA/JAW3.persen/").status_code == 404


def test_a_draft_tells_its_figures_to_those_who_open_their_rows(client, signed_in, evaluator, draft):
    address = f"/angka/{draft.code}/JAW3.realisasi/"

    assert client.get(address, follow=True).status_code == 403
    assert signed_in(evaluator).get(address, follow=True).context["passport"].shown == "660"


def test_every_figure_of_a_report_has_the_passport_that_says_it(draft):
    figures = list(draft.figures.select_related("revision__report"))
    kind = draft.report.report_kind

    for figure in figures:
        address = read_figure_address(kind.passport_url(figure).split("/")[2])
        assert compute_passport(address).value == figure.value, figure.key
    sheets = {sheet.name: sheet for sheet in build_sheets(draft)}
    assert len(sheets["Paspor angka"].rows) == len(figures) >= 30
    total = next(figure for figure in figures if figure.key == "layanan")
    assert sheets["Capaian"].total[-1] == settings.BASE_URL + kind.passport_url(total)
    page = render_revision_html(draft)
    for words in ("JAW3.persen", "semua.persen", "semua.sisa", "SATKER-BALI.rumah-dibantu"):
        assert f'/angka/{draft.code}/{words}/"' in page


NEW_REPORT = "/laporan/buat/?kind=krs-evaluation"


def test_a_year_without_target_or_record_builds_no_paper(signed_in, evaluator):
    balai, year = offices.balai("JAW3"), clinics.year()
    browser = signed_in(evaluator)
    asked = {"year": 2022, "as_at": "2022-12-05"}

    empty = browser.post(NEW_REPORT, asked)
    clinics.target(balai, period=year)
    unrecorded = browser.post(NEW_REPORT, asked)
    clinics.entry(balai)
    built = browser.post(NEW_REPORT, asked)

    assert "Tahun 2022 belum punya target" in empty.content.decode()
    assert "belum ada layanan yang tercatat sampai 5 Desember 2022" in unrecorded.content.decode()
    assert built.status_code == 302


def test_a_ratio_stands_on_paper_with_both_counts_and_every_figure_has_its_passport(quick_paper, evaluator, signed_in):
    made, ratio = reports.year_2022(), clinics.ratio()
    for code, kept, due in (("JAW3", 27, 30), ("SATKER-BALI", 1, 4)):
        for counts, number in zip(ratio.counted, (kept, due), strict=True):
            clinics.entry(made[code], date(2022, 5, 2), number, counts=counts)

    draft = reports.drafted(evaluator)

    (lines,) = thaw_document(draft).ratios
    figures = [(each.code, each.numerator, each.denominator, str(each.value)) for each in lines.offices]
    assert figures == [("JAW3", 27, 30, "90.00"), ("SATKER-BALI", 1, 4, "25.00")]
    assert (lines.total.numerator, lines.total.denominator, str(lines.total.value)) == (28, 34, "82.35")
    for figure in draft.figures.select_related("revision__report"):
        address = read_figure_address(draft.report.report_kind.passport_url(figure).split("/")[2])
        assert compute_passport(address).value == figure.value, figure.key
    found = signed_in(evaluator).get(f"/angka/{draft.code}/SATKER-BALI.janji-tepat-waktu/", follow=True)
    assert found.context["passport"].shown == "25,00\xa0%"
    sheet = next(sheet for sheet in build_sheets(draft) if sheet.name == "Persentase")
    assert sheet.rows[-1][:5] == (ratio.name, "Semua unit", 28, 34, Decimal("82.35"))
    page = render_revision_html(draft)
    assert all(f"/{words}/" in page for words in ("JAW3.tindak-lanjut-tepat-waktu", "semua.janji-tepat-waktu"))
