import pytest

from krs_portal.kit import pdf


@pytest.fixture(autouse=True)
def quick_paper(monkeypatch):
    """Paper is its own HTML here, to be read at once; tests/kit and the evaluation report make real PDFs."""
    monkeypatch.setattr(pdf, "write_pdf", lambda html, *, attachments=(): b"%PDF-" + html.encode())
