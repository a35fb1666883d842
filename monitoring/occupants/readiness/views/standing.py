"""The figures of the readiness page: verdicts and reasons by programme, each with a link to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Func, QuerySet
from django.utils.translation import gettext as _

from krs_portal.kit.charts import draw_bullet
from krs_portal.kit.parameters import build_rows_url
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.models import Assessment, Criterion, Programme
from monitoring.occupants.readiness.rules import describe_finding


def describe_programmes(assessments: QuerySet[Assessment], kept: dict[str, str]) -> list[dict[str, Any]]:
    """Every programme with its verdicts, and the unmet and unknown criteria, the most frequent first."""
    verdicts = index_counts(assessments.values_list("programme", "verdict").annotate(rows=Count("pk")).order_by())
    unmet, unknown = count_by_criterion(assessments, "unmet"), count_by_criterion(assessments, "unknown")
    criteria = {each.pk: each for each in Criterion.objects.filter(pk__in={*unmet, *unknown})}
    totals = {pk: sum(verdicts.get((pk, verdict), 0) for verdict in Verdict) for pk, _verdict in verdicts}
    return [
        {
            "programme": programme,
            "total": totals.get(programme.pk, 0),
            "url": build_readiness_rows_url(programme, kept),
            "verdicts": [
                {
                    "verdict": verdict,
                    "count": verdicts.get((programme.pk, verdict), 0),
                    "url": build_readiness_rows_url(programme, kept, verdict=verdict),
                }
                for verdict in Verdict
            ],
            "reasons": [
                (title, found)
                for title, counts, verdict in (
                    (_("Belum terpenuhi"), unmet, Verdict.NOT_YET),
                    (_("Perlu data"), unknown, Verdict.NEEDS_DATA),
                )
                if (
                    found := describe_reasons(
                        programme, criteria.values(), counts, verdict, totals.get(programme.pk), kept
                    )
                )
            ],
        }
        for programme in Programme.objects.order_by("name", "pk")
    ]


def index_counts(rows: Iterable[tuple[Any, Any, int]]) -> dict[tuple[Any, Any], int]:
    return {(first, second): count for first, second, count in rows}


def count_by_criterion(assessments: QuerySet[Assessment], field: str) -> dict[int, int]:
    named = assessments.order_by().annotate(criterion=Func(F(field), function="unnest"))
    return dict(named.values_list("criterion").annotate(rows=Count("pk")))


def describe_reasons(
    programme: Programme,
    criteria: Iterable[Criterion],
    counts: dict[int, int],
    verdict: Verdict,
    total: int | None,
    kept: dict[str, str],
) -> list[dict[str, Any]]:
    name = "unmet" if verdict == Verdict.NOT_YET else "unknown"
    found = [
        {
            "criterion": each,
            "text": describe_finding(each.kind, verdict),
            "count": counts[each.pk],
            "chart": draw_bullet(counts[each.pk], None, scale=total, label=describe_finding(each.kind, verdict)),
            "url": build_readiness_rows_url(programme, kept, **{name: each.pk}),
        }
        for each in criteria
        if each.programme_id == programme.pk and each.pk in counts
    ]
    return sorted(found, key=lambda reason: -reason["count"])


def build_readiness_rows_url(programme: Programme, kept: dict[str, str], **query: Any) -> str:
    return build_rows_url("monitoring:readiness_rows", programme.code, **kept | query)
