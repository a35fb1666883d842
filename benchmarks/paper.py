"""The evaluation report of 2022: all that the worker does, beside WeasyPrint alone on the same HTML."""

from __future__ import annotations

from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.measure import Result, emit, in_turn  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.kit import paper, pdf  # noqa: E402
from krs_portal.reports import rendering, services, tasks  # noqa: E402
from krs_portal.reports.models import Revision  # noqa: E402


def main() -> None:
    tasks.render_revision.delay = lambda key: None  # nobody else works on it
    evaluator = User.objects.get(email="kementerian@demo.krs.test")
    params = {"year": 2022, "as_at": "2022-12-05"}
    revision = services.request_report(kind="krs-evaluation", params=params, by=evaluator, at=timezone.now())
    tasks.render_revision(revision.pk)
    done = Revision.objects.get(pk=revision.pk)
    html = rendering.html(done)
    ours, whole, alone = in_turn(
        lambda: pdf.write(rendering.html(done)),
        lambda: again(evaluator, params),
        lambda: weasyprint_alone(html),
        rounds=7,
    )
    size = done.files.get(format="PDF").size // 1024
    emit(Result("paper", f"PDF of the report of 2022 ({size} kB)", ours, alone, "WeasyPrint alone on the same HTML"))
    emit(Result("paper", "the same with data, snapshot, workbook and CSV", whole, alone, "WeasyPrint alone"))


def again(evaluator: User, params: dict[str, Any]) -> None:
    revision = services.request_report(kind="krs-evaluation", params=params, by=evaluator, at=timezone.now())
    tasks.render_revision(revision.pk)
    assert Revision.objects.get(pk=revision.pk).state == "READY"


def weasyprint_alone(html: str) -> bytes:
    from weasyprint import CSS, HTML

    page = HTML(string=html, base_url=paper.STYLESHEET.as_uri())
    return page.write_pdf(stylesheets=[CSS(filename=str(paper.STYLESHEET))], pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
