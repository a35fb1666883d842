"""Paper as PDF/UA: tagged, in its language, headers that point, nothing from the network."""

import io

import pikepdf
import pytest

from krs_portal.kit import pdf

HTML = """<!DOCTYPE html><html lang="id"><head><title>Uji</title></head><body><h1>Uji</h1>
<table><thead><tr><th scope="col">Unit</th><th scope="col">Jumlah</th></tr></thead>
<tbody><tr><th scope="row">A</th><td>1</td></tr></tbody></table>
<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg"><title>Batang</title><rect width="9" height="9"/></svg>
<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>
%s</body></html>"""


@pytest.fixture
def document():
    with pikepdf.open(io.BytesIO(pdf.write_pdf(HTML % ""))) as made:
        yield made


def elements(document, kind):
    return [
        element
        for element in document.objects
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") == pikepdf.Name(f"/{kind}")
    ]


def test_the_paper_says_that_it_is_accessible(document):
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert str(document.Root.Lang) == "id"
    assert document.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in document.Root
    assert document.Root.ViewerPreferences.DisplayDocTitle


def test_every_header_says_which_way_it_points(document):
    assert sorted(str(header.A.Scope) for header in elements(document, "TH")) == ["/Column", "/Column", "/Row"]


def test_every_figure_has_words(document):
    assert [str(figure.Alt) for figure in elements(document, "Figure")] == ["Batang"]


def test_an_attachment_travels_inside():
    made = pdf.write_pdf(HTML % "", attachments=[pdf.PdfAttachment("tabel.csv", b"a,b", "text/csv", "Tabel")])

    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.attachments["tabel.csv"].get_file().read_bytes() == b"a,b"


def test_nothing_is_fetched_from_the_network():
    made = pdf.write_pdf(HTML % '<img src="http://127.0.0.1:9/x.png" alt="x">')

    assert made.startswith(b"%PDF")
