"""The board of all hand-overs: in which state they are, since when, what obstructs them and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_number
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import build_rows_url, read_choice, reads_parameters
from monitoring.register.filters import UNKNOWN, list_rounds_in_sight
from monitoring.register.handover import papers
from monitoring.register.handover.enums import HAND_OVER_PATHS, HandOverPath, HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.handover.views.estate import count_days_between, count_days_in_state
from monitoring.register.models import Estate
from monitoring.register.views.doors import require_monitoring_reader


@dataclass(frozen=True)
class HandOverLine:
    hand_over: HandOver
    url: str
    days: int | None
    blocked_days: int | None
    papers: str


@require_monitoring_reader
@reads_parameters("path", "state", "blocked", "round", "cursor")
def list_hand_overs(request: HttpRequest) -> HttpResponse:
    """How many hand-overs are in each state and how many are obstructed, then those of the chosen state.

    Both paths together, or one of them; of everything in sight, or of the estates of one round.
    """
    path = read_choice(request, "path", HandOverPath.values)
    state = read_choice(request, "state", HandOverState.values)
    blocked = read_choice(request, "blocked", ["1"]) == "1"
    round_ = find_asked_round(request)
    everything = HandOver.objects.visible_to(request.user)
    everything = everything.of_round(round_) if round_ else everything
    rows = everything.filter(path=path) if path else everything
    counted = {row["state"]: row for row in count_hand_overs_by_state(rows)}
    rows = rows.filter(state=state) if state else rows
    rows = rows.exclude(obstacle="") if blocked else rows
    rows = rows.select_related("estate__region").annotate(
        received=Count("papers", filter=Q(papers__received_on__isnull=False))
    )
    page = fetch_keyset_page(rows, order=("estate__name",), cursor=request.GET.get("cursor"), size=50)
    kept = {"round": round_.pk if round_ else ""}
    context = {
        "tabs": build_path_tabs(everything, path, kept),
        "columns": describe_state_columns(path, counted, state, blocked, kept),
        "page": page,
        "lines": [describe_hand_over_line(hand_over, today()) for hand_over in page],
        "state_name": HandOverState(state).label if state else "",
        "path_name": HandOverPath(path).label if path else "",
        "blocked": blocked,
        "round": round_,
        "all_url": build_rows_url("monitoring:hand_overs", path=path, state=state, blocked="1" if blocked else ""),
        "count": rows.count(),
        "unrecorded": Estate.objects.visible_to(request.user).filter(hand_over__isnull=True).count(),
        "unrecorded_url": build_rows_url("monitoring:estates", hand_over=UNKNOWN),
    }
    return render_page_or_fragment(request, "monitoring/register/handover/board.html", context, fragment="board")


def find_asked_round(request: HttpRequest) -> Any | None:
    if not request.GET.get("round"):
        return None
    visible = {str(each.pk): each for each in list_rounds_in_sight(request)}
    return visible[read_choice(request, "round", visible)]


def count_hand_overs_by_state(rows: Any) -> Any:
    blocked = Count("pk", filter=~Q(obstacle=""))
    return rows.order_by().values("state").annotate(count=Count("pk"), blocked=blocked)


def build_path_tabs(everything: Any, path: str, kept: dict[str, Any]) -> list[Tab]:
    counts = dict(everything.order_by().values_list("path").annotate(count=Count("pk")))

    def to(choice: str) -> str:
        return build_rows_url("monitoring:hand_overs", path=choice, **kept)

    both = Tab(_("Hibah dan alih status"), to(""), not path, sum(counts.values()))
    return [both, *(Tab(each.label, to(each.value), each == path, counts.get(each, 0)) for each in HandOverPath)]


def describe_state_columns(
    path: str, counted: dict[str, Any], state: str, blocked: bool, kept: dict[str, Any]
) -> list[dict[str, Any]]:
    """The states of one path, or of both in their order."""
    shown = []
    for place, each in enumerate(HAND_OVER_PATHS[HandOverPath(path)] if path else HandOverState, start=1):
        found = counted.get(each, {"count": 0, "blocked": 0})
        asked = {"path": path, "state": each.value, **kept}
        shown.append(
            {
                "place": place,
                "label": each.label,
                "count": found["count"],
                "blocked": found["blocked"],
                "url": build_rows_url("monitoring:hand_overs", **asked),
                "blocked_url": build_rows_url("monitoring:hand_overs", **asked, blocked="1"),
                "current": state == each and not blocked,
            }
        )
    return shown


def describe_hand_over_line(hand_over: Any, on: date) -> HandOverLine:
    wanted = len(papers.CHECK_LISTS[HandOverPath(hand_over.path)])
    told = _("%(received)s dari %(wanted)s") % {
        "received": format_number(hand_over.received),
        "wanted": format_number(wanted),
    }
    if not hand_over.received:
        told = describe_completeness(hand_over)
    return HandOverLine(
        hand_over,
        reverse("monitoring:estate", args=[hand_over.estate_id]) + "#serah-terima",
        count_days_in_state(hand_over, on),
        count_days_between(hand_over.obstacle_since_on, on),
        told,
    )


def describe_completeness(hand_over: HandOver) -> str:
    """The overall statement about the papers, used while nobody has ticked the check-list one by one."""
    said = (hand_over.internal_complete, hand_over.external_complete)
    if said == (True, True):
        return _("dinyatakan lengkap")
    if False in said:
        return _("dinyatakan belum lengkap")
    return _("belum diketahui")
