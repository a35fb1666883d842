"""The board of all hand-overs: in which state, since when, what blocks them and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import today
from krs_portal.kit.formats import number
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from monitoring import papers
from monitoring.enums import HAND_OVER_PATHS, HandOverPath, HandOverState
from monitoring.models import Estate, HandOver
from monitoring.views.doors import readers_only
from monitoring.views.handover import days_between, days_in_state


@dataclass(frozen=True)
class Line:
    hand_over: HandOver
    url: str
    days: int | None
    blocked_days: int | None
    papers: str


@readers_only
def board(request: HttpRequest) -> HttpResponse:
    """By path: how many stand in each state, how many are blocked; the estates of the state that is asked for."""
    path = request.GET.get("path", "")
    path = HandOverPath(path) if path in HandOverPath.values else HandOverPath.GRANT
    state, blocked = request.GET.get("state", ""), request.GET.get("blocked") == "1"
    everything = HandOver.objects.visible_to(request.user)
    rows = everything.filter(path=path)
    counted = {row["state"]: row for row in by_state(rows)}
    rows = rows.filter(state=state) if state in HandOverState.values else rows
    rows = rows.exclude(obstacle="") if blocked else rows
    rows = rows.select_related("estate__region").annotate(
        received=Count("papers", filter=Q(papers__received_on__isnull=False))
    )
    page = keyset(rows, order=("estate__name",), cursor=request.GET.get("cursor"), size=50)
    context = {
        "tabs": paths(everything, path),
        "columns": columns(path, counted, state, blocked),
        "page": page,
        "lines": [line(hand_over, today()) for hand_over in page],
        "state_name": HandOverState(state).label if state in HandOverState.values else "",
        "blocked": blocked,
        "unrecorded": Estate.objects.visible_to(request.user).filter(hand_over__isnull=True).count(),
    }
    return faces(request, "monitoring/handover/board.html", context, fragment="board")


def by_state(rows: Any) -> Any:
    blocked = Count("pk", filter=~Q(obstacle=""))
    return rows.order_by().values("state").annotate(count=Count("pk"), blocked=blocked)


def paths(everything: Any, path: HandOverPath) -> list[Tab]:
    counts = dict(everything.order_by().values_list("path").annotate(count=Count("pk")))
    here = reverse("monitoring:hand_overs")
    return [
        Tab(each.label, f"{here}?{urlencode({'path': each})}", each == path, counts.get(each, 0))
        for each in HandOverPath
    ]


def columns(path: HandOverPath, counted: dict[str, Any], state: str, blocked: bool) -> list[dict[str, Any]]:
    here = reverse("monitoring:hand_overs")
    shown = []
    for place, each in enumerate(HAND_OVER_PATHS[path], start=1):
        found = counted.get(each, {"count": 0, "blocked": 0})
        asked = {"path": path, "state": each}
        shown.append(
            {
                "place": place,
                "label": each.label,
                "count": found["count"],
                "blocked": found["blocked"],
                "url": f"{here}?{urlencode(asked)}",
                "blocked_url": f"{here}?{urlencode(asked | {'blocked': 1})}",
                "current": state == each and not blocked,
            }
        )
    return shown


def line(hand_over: Any, on: date) -> Line:
    wanted = len(papers.CHECK_LISTS[HandOverPath(hand_over.path)])
    told = _("%(received)s dari %(wanted)s") % {"received": number(hand_over.received), "wanted": number(wanted)}
    if not hand_over.received:
        told = completeness(hand_over)
    return Line(
        hand_over,
        reverse("monitoring:estate", args=[hand_over.estate_id]) + "#serah-terima",
        days_in_state(hand_over, on),
        days_between(hand_over.obstacle_since_on, on),
        told,
    )


def completeness(hand_over: HandOver) -> str:
    """What was said of all papers at once, while nobody went through the list."""
    said = (hand_over.internal_complete, hand_over.external_complete)
    if said == (True, True):
        return _("dinyatakan lengkap")
    if False in said:
        return _("dinyatakan belum lengkap")
    return _("belum diketahui")
