"""The list of consultations: narrowed, added up, and as a file."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.counter import exports, policies
from consultations.counter.enums import NOBODY, ConsultationState
from consultations.counter.filters import ConsultationFilter
from consultations.counter.models import Consultation
from consultations.counter.querysets import ConsultationQuerySet
from consultations.people.policies import list_served_offices
from krs_portal.accounts.models import User
from krs_portal.kit import formats
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.downloads import XLSX
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.numbers import read_key
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import WrongParameters, read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if

ORDERS = {"newest": ("-happened_on", "-pk"), "oldest": ("happened_on", "pk"), "recorded": ("-pk",)}
MOST_ADDED = 10_000  # rows: beyond it the sum would take longer than the page
ALWAYS_SHOWN = ("office", "q", "topic", "since", "until")  # fields of the filter; the others open on demand
ASKED = ("sort", *ConsultationFilter.base_filters)


@dataclass(frozen=True)
class ListSum:
    """What the filter found, up to as many rows as are added up on a page."""

    consultations: int
    people: int
    most: int

    @property
    def is_more(self) -> bool:
        return self.consultations > self.most


@require_safe
@reads_parameters("cursor", *ASKED)
def list_consultations(request: HttpRequest) -> HttpResponse:
    narrowed, order = narrow_list(request)
    page = fetch_keyset_page(narrowed.qs.with_people(), order=ORDERS[order], cursor=request.GET.get("cursor"), size=30)
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    offices = {office.pk: office.short_name for office in narrowed.form.fields["office"].queryset}
    rows = [
        (
            row,
            formats.format_person_name(row.client_name, known=row.office_id in served),
            offices.get(row.office_id),
            build_state_badge(row),
        )
        for row in page
    ]
    used = {name for name in ConsultationFilter.base_filters if request.GET.get(name)}
    several = len(offices) > 1
    context = {
        "filter": narrowed,
        "main": ALWAYS_SHOWN if several else ALWAYS_SHOWN[1:],
        "hidden": ("officer_id",) if several or "office" in used else ("officer_id", "office"),
        "officer_name": find_officer_name(request),
        "every_officer": build_asked_query(request, "officer_id"),
        "more_open": bool(used - {*ALWAYS_SHOWN, "officer_id"}) or ("office" in used and not several),
        "sorts": [(key, label, key == order) for key, label in list_sorts()],
        "sum": add_up(narrowed.qs) if used and rows else None,
        "asked": build_asked_query(request),
        "page": page,
        "rows": rows,
        "several": several,
        "may_write": bool(served),
    }
    return render_page_or_fragment(request, "consultations/counter/index.html", context)


def list_sorts() -> list[tuple[str, str]]:
    return [
        ("newest", _("Tanggal layanan, terbaru dahulu")),
        ("oldest", _("Tanggal layanan, terlama dahulu")),
        ("recorded", _("Yang terakhir dicatat dahulu")),
    ]


def narrow_list(request: HttpRequest) -> tuple[Any, str]:
    """The filter over what the reader sees, and the order asked for."""
    refuse_if(policies.why_not_read_consultations(request.user))
    shown = Consultation.objects.visible_to(request.user).standing()
    return ConsultationFilter(request.GET, shown, request=request), read_choice(request, "sort", ORDERS, "newest")


def find_officer_name(request: HttpRequest) -> str:
    """To whom the address narrows the list, where it does."""
    asked = request.GET.get("officer_id", "")
    if asked in ("", NOBODY):
        return _("tanpa petugas") if asked else ""
    officer = User.objects.filter(pk=read_key(asked)).first()
    if officer is None:
        refuse_parameter("officer_id")
    return str(officer)


def build_asked_query(request: HttpRequest, *without: str) -> str:
    """The filter and the order as a query, as they stand in the address, without the page."""
    asked = request.GET.copy()
    for name in ("cursor", *without):
        asked.pop(name, None)
    return f"?{asked.urlencode()}" if asked else ""


def add_up(consultations: ConsultationQuerySet) -> ListSum:
    some = consultations.order_by("pk")[: MOST_ADDED + 1].aggregate(rows=Count("pk"), people=Sum("head_count"))
    return ListSum(some["rows"], some["people"] or 0, MOST_ADDED)


def build_state_badge(consultation: Consultation) -> Badge:
    """Its state; once closed, with what came of it."""
    return build_badge(ConsultationState(consultation.state), consultation.get_outcome_display())


@require_safe
@reads_parameters(*ASKED)
def download_consultations_csv(request: HttpRequest) -> HttpResponseBase:
    rows = list_asked_rows(request)
    headers = {"Content-Disposition": f'attachment; filename="{build_file_name()}.csv"'} | NOT_STORED
    content = exports.write_consultations_csv(rows)
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@reads_parameters(*ASKED)
def download_consultations_xlsx(request: HttpRequest) -> HttpResponseBase:
    rows = list_asked_rows(request)  # what is asked wrongly is said first
    refuse_if(why_not_one_workbook(narrow_list(request)[0].qs))
    made = exports.write_consultations_xlsx(rows)
    name = f"{build_file_name()}.xlsx"
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX, headers=NOT_STORED)


NOT_STORED = {"Cache-Control": "private, no-store"}


def list_asked_rows(request: HttpRequest) -> Any:
    """The rows of the file. Raises WrongParameters for a filter that is not understood: a file could not say so."""
    narrowed, order = narrow_list(request)
    if not narrowed.is_valid():
        raise WrongParameters({name: " ".join(said) for name, said in narrowed.errors.items()})
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    return exports.list_consultation_rows(narrowed.qs.order_by(*ORDERS[order]), served)


def why_not_one_workbook(consultations: ConsultationQuerySet) -> str | None:
    if consultations.order_by("pk")[exports.MOST_ROWS : exports.MOST_ROWS + 1].exists():
        return _(
            "Lebih dari %(most)s konsultasi tidak muat dalam satu buku kerja. Persempit saringannya, atau unduh CSV."
        ) % {"most": formats.format_number(exports.MOST_ROWS)}
    return None


def build_file_name() -> str:
    return f"konsultasi-{today()}"
