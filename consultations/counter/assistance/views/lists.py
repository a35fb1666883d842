"""The list of assistances: narrowed, added up, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.counter.assistance import exports, policies
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.filters import AssistanceFilter
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.querysets import AssistanceQuerySet
from consultations.counter.assistance.showing import build_assistance_line
from consultations.people.policies import list_served_offices
from krs_portal.kit import formats
from krs_portal.kit.clock import today
from krs_portal.kit.downloads import XLSX
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import WrongParameters, read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if

ORDERS = {"newest": ("-asked_on", "-pk"), "oldest": ("asked_on", "pk"), "recorded": ("-pk",)}
ALWAYS_SHOWN = ("office", "q", "state", "kind")  # fields of the filter; the others open on demand
ASKED = ("sort", *AssistanceFilter.base_filters)
NOT_STORED = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class AssistanceSum:
    """What the filter found."""

    assistances: int
    houses: int
    finished: int
    improved: int  # houses


@require_safe
@reads_parameters("cursor", *ASKED)
def list_assistances(request: HttpRequest) -> HttpResponse:
    narrowed, order = narrow_assistances(request)
    page = fetch_keyset_page(narrowed.qs.with_lines(), order=ORDERS[order], cursor=request.GET.get("cursor"), size=30)
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    offices = {office.pk: office.short_name for office in narrowed.form.fields["office"].queryset}
    used = {name for name in AssistanceFilter.base_filters if request.GET.get(name)}
    several = len(offices) > 1
    asked = request.GET.copy()
    asked.pop("cursor", None)
    context = {
        "filter": narrowed,
        "main": ALWAYS_SHOWN if several else ALWAYS_SHOWN[1:],
        "hidden": () if several or "office" in used else ("office",),
        "more_open": bool(used - set(ALWAYS_SHOWN)),
        "sorts": [(key, label, key == order) for key, label in list_assistance_sorts()],
        "sum": add_up_assistances(narrowed.qs) if page.rows else None,
        "asked": f"?{asked.urlencode()}" if asked else "",
        "page": page,
        "rows": [
            (
                build_assistance_line(row, today(row.office.time_zone), known=row.office_id in served),
                offices.get(row.office_id),
            )
            for row in page
        ],
        "several": several,
    }
    return render_page_or_fragment(request, "consultations/counter/assistance/index.html", context)


def list_assistance_sorts() -> list[tuple[str, str]]:
    return [
        ("newest", _("Yang terakhir diminta dahulu")),
        ("oldest", _("Yang pertama diminta dahulu")),
        ("recorded", _("Yang terakhir dicatat dahulu")),
    ]


def narrow_assistances(request: HttpRequest) -> tuple[Any, str]:
    """The filter over what the reader sees, and the order asked for."""
    refuse_if(policies.why_not_read_assistances(request.user))
    shown = Assistance.objects.visible_to(request.user).standing()
    return AssistanceFilter(request.GET, shown, request=request), read_choice(request, "sort", ORDERS, "newest")


def add_up_assistances(rows: AssistanceQuerySet) -> AssistanceSum:
    """A house that was merged is the one that is kept."""
    house = Coalesce("house__merged_into", "house")
    found = rows.order_by().aggregate(
        assistances=Count("pk", distinct=True),
        houses=Count(house, distinct=True),
        finished=Count("pk", distinct=True, filter=Q(state=AssistanceState.FINISHED)),
        improved=Count(house, distinct=True, filter=Q(improvement__isnull=False)),
    )
    return AssistanceSum(**found)


@require_safe
@reads_parameters(*ASKED)
def download_assistances_csv(request: HttpRequest) -> HttpResponseBase:
    rows = list_asked_assistances(request)
    headers = {"Content-Disposition": f'attachment; filename="bantuan-rumah-{today()}.csv"'} | NOT_STORED
    content = exports.write_assistances_csv(rows)
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@reads_parameters(*ASKED)
def download_assistances_xlsx(request: HttpRequest) -> HttpResponseBase:
    rows = list_asked_assistances(request)  # what is asked wrongly is said first
    if narrow_assistances(request)[0].qs.order_by("pk")[exports.MOST_ROWS : exports.MOST_ROWS + 1].exists():
        refuse_if(
            _("Lebih dari %(most)s bantuan tidak muat dalam satu buku kerja. Persempit saringannya, atau unduh CSV.")
            % {"most": formats.format_number(exports.MOST_ROWS)}
        )
    made = exports.write_assistances_xlsx(rows)
    name = f"bantuan-rumah-{today()}.xlsx"
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX, headers=NOT_STORED)


def list_asked_assistances(request: HttpRequest) -> Any:
    """The rows of the file. Raises WrongParameters for a filter that is not understood: a file could not say so."""
    narrowed, order = narrow_assistances(request)
    if not narrowed.is_valid():
        raise WrongParameters({name: " ".join(said) for name, said in narrowed.errors.items()})
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    return exports.list_assistance_rows(narrowed.qs.order_by(*ORDERS[order]), served)
