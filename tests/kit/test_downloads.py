"""What leaves as a file: its name cannot break out of its header, and nobody on the way keeps it unless told."""

import pytest

from krs_portal.kit.downloads import build_download


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("undangan.pdf", 'attachment; filename="undangan.pdf"'),
        ('a"; filename="b.exe', 'attachment; filename="a\\"; filename=\\"b.exe"'),
        ("résumé.pdf", "attachment; filename*=utf-8''r%C3%A9sum%C3%A9.pdf"),
    ],
)
def test_a_name_stays_a_name(name, header):
    assert build_download(b"%PDF", name, "application/pdf")["Content-Disposition"] == header


def test_a_download_is_stored_nowhere_unless_its_headers_say_so():
    plain = build_download(b"1", "a.csv", "text/csv")
    kept = build_download(
        b"1", "a.pdf", "application/pdf", "inline", {"Cache-Control": "private, no-cache", "ETag": '"1"'}
    )

    assert plain["Cache-Control"] == "private, no-store"
    assert (kept["Cache-Control"], kept["ETag"]) == ("private, no-cache", '"1"')
    assert kept["Content-Disposition"] == 'inline; filename="a.pdf"'
