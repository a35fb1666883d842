"""Pages travel compressed, documents as they are."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse

from krs_portal.kit.compress import CompressedPages

LONG = b"Konsultasi rumah swadaya. " * 400


@pytest.mark.parametrize(
    ("answer", "is_packed"),
    [
        (HttpResponse(LONG), True),
        (HttpResponse(LONG, content_type="application/problem+json"), True),
        (HttpResponse(LONG, content_type="application/pdf"), False),
        (FileResponse(iter([LONG]), content_type="text/html"), False),
    ],
)
def test_only_whole_texts_are_compressed(rf, answer, is_packed):
    request = rf.get("/", headers={"Accept-Encoding": "gzip, br"})

    sent = CompressedPages(lambda _: answer)(request)
    body = b"".join(sent.streaming_content) if sent.streaming else sent.content

    assert sent.has_header("Content-Encoding") == is_packed
    assert (gzip.decompress(body) if is_packed else body) == LONG


def test_who_reads_no_gzip_gets_the_page_as_it_is(rf):
    assert CompressedPages(lambda _: HttpResponse(LONG))(rf.get("/")).content == LONG
