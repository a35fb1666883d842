"""The ledger rows behind a figure: their sum is the figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics import figures
from clinics.addresses import SHARES, FigureAddress
from clinics.enums import ChangeKind, FigureKind, OfficeShare
from clinics.exports import write_ledger_csv
from clinics.forms import QuestionForm
from clinics.models import CountingRule, LedgerEntry
from clinics.querysets import LEDGER_ORDER
from clinics.questions import FigureQuestion
from clinics.sources import SOURCE_KINDS, build_source_url
from clinics.sums import LATE_AFTER
from clinics.waterfalls import list_entries_behind, sum_entries_behind
from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import format_day, format_day_range, format_moment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.offices.models import Office

CHUNK = 500  # rows of an export in memory at a time; 2,000 cost the process 3 MB more and saved it 3 ms of 100


@dataclass(frozen=True)
class LedgerLine:
    """An entry as one line: where it comes from, and what is to be said about it."""

    entry: LedgerEntry
    office: str
    source: str
    url: str
    remarks: list[str]


@reads_parameters(*QuestionForm.base_fields, "cursor")
def show_ledger_rows(request: HttpRequest) -> HttpResponse:
    question, offices = get_question_and_offices(request)
    entries = list_question_entries(question, offices)
    page = fetch_keyset_page(entries, order=LEDGER_ORDER, cursor=request.GET.get("cursor"), size=50)
    named = {office.pk: office for office in offices.with_name_on(question.as_at)}
    realised, number = sum_entries_behind(question, offices)
    rules = CountingRule.objects.in_force(question.as_at).filter(indicator=question.indicator).order_by("-version")
    context = {
        "question": question,
        "office": named[question.office.pk] if question.office else None,
        "share": OfficeShare(question.share).label if question.share and not question.office else "",
        "change": ChangeKind(question.change) if question.change else None,
        "passport_url": build_passport_url(question),
        "realised": realised,
        "entries": number,
        "rule": rules.first(),
        "page": page,
        "lines": [build_ledger_line(entry, named[entry.office_id].short_name, question) for entry in page],
        "span": format_day_range(question.start, question.as_at),
        "late_after": LATE_AFTER,
        "csv_url": f"{reverse('clinics:rows_csv')}?{question.query()}",
        "places": [
            (_("Dasbor"), f"{reverse('clinics:dashboard')}?{build_board_query(question)}"),
            (_("Baris di balik angka"), None),
        ],
    }
    return render(request, "clinics/rows.html", context)


def build_passport_url(question: FigureQuestion) -> str:
    """The figure that these rows add up to; rows of a change are no figure of their own."""
    if question.known_after:
        return ""
    kind = next((kind for kind, share in SHARES.items() if share == question.share), FigureKind.REALISED)
    return FigureAddress(question.but(share=""), kind).path


@reads_parameters(*QuestionForm.base_fields)
def download_ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    question, offices = get_question_and_offices(request)
    entries = list_question_entries(question, offices).order_by(*LEDGER_ORDER).iterator(CHUNK)
    name = "-".join(filter(None, ["baris", question.indicator.code, question.office and question.office.code]))
    headers = {"Content-Disposition": f'attachment; filename="{name}-{question.as_at}.csv"'}
    return StreamingHttpResponse(write_ledger_csv(entries), content_type="text/csv; charset=utf-8", headers=headers)


def get_question_and_offices(request: HttpRequest) -> tuple[FigureQuestion, QuerySet[Office]]:
    """The figure asked for and its offices.

    Raises 404 for unreadable parameters and for an office the user may not see.
    """
    visible = Office.objects.visible_to(request.user)
    form = QuestionForm(request.GET, offices=visible)
    if not form.is_valid() or (question := form.question) is None:
        raise Http404(gettext_lazy("Baris yang ditanyakan tidak ada, atau bukan bagian unit Anda."))
    return question, figures.narrow_offices(question, visible)


def list_question_entries(question: FigureQuestion, offices: QuerySet[Office]) -> Any:
    entries = list_entries_behind(question, offices)
    return entries.select_related("indicator", "rule", "office", "exception", "reversed_by")


def build_board_query(question: FigureQuestion) -> str:
    whole = question.but(office=None, since=None, share="", within=())
    return whole.but(known_after=None, change="").query()


def build_ledger_line(entry: LedgerEntry, office: str, question: FigureQuestion) -> LedgerLine:
    kind = SOURCE_KINDS.find(entry.source_kind)
    return LedgerLine(
        entry=entry,
        office=office,
        source=f"{kind.label if kind else entry.source_kind} {entry.source_key}",
        url=build_source_url(entry.source_kind, entry.source_key),
        remarks=list_entry_remarks(entry, question),
    )


def list_entry_remarks(entry: LedgerEntry, question: FigureQuestion) -> list[str]:
    said = []
    if entry.reversal_of_id:
        said.append(_("Membalik entri %(entry)d.") % {"entry": entry.reversal_of_id})
    reversal = getattr(entry, "reversed_by", None)
    if reversal and (question.known_at is None or reversal.recorded_at <= question.known_at):
        words = {"entry": reversal.pk, "when": format_moment(reversal.recorded_at, entry.office.time_zone)}
        said.append(_("Dibalik oleh entri %(entry)d pada %(when)s.") % words)
    recorded_on = day_of(entry.recorded_at)
    if recorded_on > question.as_at:
        said.append(_("Dicatat kemudian, sesudah %(day)s.") % {"day": format_day(question.as_at)})
    elif (late := (recorded_on - entry.happened_on).days) > LATE_AFTER:
        said.append(_("Dicatat kemudian, %(days)d hari sesudah terjadi.") % {"days": late})
    if entry.exception:
        said.append(_("Masuk ke periode terkunci dengan izin: %(reason)s") % {"reason": entry.exception.reason})
    return said
