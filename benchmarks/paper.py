"""The reports of 2022 and of a round: all that the worker does, beside WeasyPrint alone on the same HTML."""

from __future__ import annotations

from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.measure import Result, emit, in_turn  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.kit import paper, pdf  # noqa: E402
from krs_portal.offices.models import Office  # noqa: E402
from krs_portal.reports import rendering, services, tasks  # noqa: E402
from krs_portal.reports.models import Revision  # noqa: E402
from monitoring.register.models import Estate  # noqa: E402
from monitoring.rounds.models import Profile, Round  # noqa: E402


def main() -> None:
    tasks.render_revision.delay = lambda key: None  # nobody else works on it
    measure("of 2022", "krs-evaluation", {"year": 2022, "as_at": "2022-12-05"}, "kementerian")
    measure("of a round of 35 kab/kota", "monitoring-round", {"round": whole_province().pk}, "provinsi", limit=1.15)


def measure(of: str, kind: str, params: dict[str, Any], account: str, limit: float | None = None) -> None:
    by = User.objects.get(email=f"{account}@demo.krs.test")
    done = again(kind, params, by)
    html = rendering.render_revision_html(done)
    ours, whole, alone = in_turn(
        lambda: pdf.write_pdf(rendering.render_revision_html(done)),
        lambda: again(kind, params, by),
        lambda: weasyprint_alone(html),
        rounds=7,
    )
    size = done.files.get(format="PDF").size // 1024
    beside = "WeasyPrint alone on the same HTML"
    emit(Result("paper", f"PDF of the report {of} ({size} kB)", ours, alone, beside, limit=limit))
    emit(Result("paper", "the same with data, snapshot, workbook and CSV", whole, alone, "WeasyPrint alone"))


def again(kind: str, params: dict[str, Any], by: User) -> Revision:
    revision = services.request_report(kind=kind, params=params, by=by, at=timezone.now())
    tasks.render_revision(revision.pk)
    done = Revision.objects.get(pk=revision.pk)
    assert done.state == "READY"
    return done


def whole_province() -> Round:
    """The demo's round of 2021 with one more profile for each kab/kota that had none: 35."""
    round_ = Round.objects.filter(closed_at__isnull=False).order_by("-data_as_at")[0]
    known = round_.profiles.select_related("estate").first()
    asked = round_.profiles.values("estate__office")
    for office in Office.objects.filter(code__startswith="DINAS-33-").exclude(pk__in=asked).select_related("region"):
        estate = Estate.objects.create(
            office=office, region=office.region, name=f"Rusunawa {office.region}", beneficiary=known.estate.beneficiary
        )
        Profile.objects.create(
            round=round_, estate=estate, towers=2, units=96, occupied=80, condition=known.condition, state=known.state,
            frozen_at=known.frozen_at, frozen_by=known.frozen_by,
        )  # fmt: skip
    return round_


def weasyprint_alone(html: str) -> bytes:
    from weasyprint import CSS, HTML

    page = HTML(string=html, base_url=paper.STYLESHEET.as_uri())
    return page.write_pdf(stylesheets=[CSS(filename=str(paper.STYLESHEET))], pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
