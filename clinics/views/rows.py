"""The ledger rows behind a figure: their sum is the figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics import figures, sources
from clinics.exports import ledger_csv
from clinics.filters import Question
from clinics.forms import QuestionForm
from clinics.models import CountingRule, LedgerEntry
from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import day, days, moment
from krs_portal.kit.pagination import keyset
from krs_portal.offices.models import Office

LATE_AFTER = timedelta(days=7)
ORDER = ("office_id", "happened_on", "pk")  # the ledger's own index, so that the last page costs what the first does


@dataclass(frozen=True)
class Line:
    """An entry as one line: where it comes from, and what is to be said about it."""

    entry: LedgerEntry
    office: str
    source: str
    url: str
    remarks: list[str]


def rows(request: HttpRequest) -> HttpResponse:
    question, offices = asked(request)
    page = keyset(entries_behind(question, offices), order=ORDER, cursor=request.GET.get("cursor"), size=50)
    named = {office.pk: office for office in offices.with_name_on(question.as_at)}
    of, start = question.indicator, question.start
    realised = figures.realised_by_office(offices, of, start, question.as_at, question.known_at)
    rules = CountingRule.objects.in_force(question.as_at).filter(indicator=of).order_by("-version")
    context = {
        "question": question,
        "office": named[question.office.pk] if question.office else None,
        "realised": sum(realised.values()) if realised else None,
        "entries": figures.entries_counted(offices, of, start, question.as_at, question.known_at),
        "rule": rules.first(),
        "page": page,
        "lines": [line(entry, named[entry.office_id].short_name, question) for entry in page],
        "span": days(start, question.as_at),
        "late_after": LATE_AFTER.days,
        "csv_url": f"{reverse('clinics:rows_csv')}?{question.query()}",
        "places": [
            (_("Dasbor"), f"{reverse('clinics:dashboard')}?{board_query(question)}"),
            (_("Baris di balik angka"), None),
        ],
    }
    return render(request, "clinics/rows.html", context)


def rows_csv(request: HttpRequest) -> StreamingHttpResponse:
    question, offices = asked(request)
    entries = entries_behind(question, offices).order_by(*ORDER).iterator(chunk_size=2000)
    name = "-".join(filter(None, ["baris", question.indicator.code, question.office and question.office.code]))
    headers = {"Content-Disposition": f'attachment; filename="{name}-{question.as_at}.csv"'}
    return StreamingHttpResponse(ledger_csv(entries), content_type="text/csv; charset=utf-8", headers=headers)


def asked(request: HttpRequest) -> tuple[Question, QuerySet[Office]]:
    """The question and the offices it is about. What cannot be read, or may not be seen, is not there."""
    visible = Office.objects.visible_to(request.user)
    form = QuestionForm(request.GET, offices=visible)
    if not form.is_valid() or (question := form.question) is None:
        raise Http404(gettext_lazy("Baris yang ditanyakan tidak ada, atau bukan bagian unit Anda."))
    return question, visible.filter(pk=question.office.pk) if question.office else visible


def entries_behind(question: Question, offices: QuerySet[Office]) -> QuerySet[LedgerEntry]:
    return (
        LedgerEntry.objects.filter(office__in=offices, indicator=question.indicator)
        .happened(question.start, question.as_at)
        .known(question.known_at)
        .select_related("indicator", "rule", "office", "exception", "reversed_by")
    )


def board_query(question: Question) -> str:
    return question.but(office=None, since=None).query()


def line(entry: LedgerEntry, office: str, question: Question) -> Line:
    kind = sources.get(entry.source_kind)
    label = f"{kind.label if kind else entry.source_kind} {entry.source_key}"
    return Line(entry, office, label, source_url(kind, entry.source_key), remarks(entry, question))


def source_url(kind: Any, key: int) -> str:
    if kind is None:
        return ""
    try:
        return reverse(kind.url_name, args=[key])
    except NoReverseMatch:
        return ""


def remarks(entry: LedgerEntry, question: Question) -> list[str]:
    said = []
    if entry.reversal_of_id:
        said.append(_("Membalik entri %(entry)d.") % {"entry": entry.reversal_of_id})
    reversal = getattr(entry, "reversed_by", None)
    if reversal and (question.known_at is None or reversal.recorded_at <= question.known_at):
        words = {"entry": reversal.pk, "when": moment(reversal.recorded_at, entry.office.time_zone)}
        said.append(_("Dibalik oleh entri %(entry)d pada %(when)s.") % words)
    recorded_on = day_of(entry.recorded_at)
    if recorded_on > question.as_at:
        said.append(_("Dicatat kemudian, sesudah %(day)s.") % {"day": day(question.as_at)})
    elif recorded_on - entry.happened_on > LATE_AFTER:
        late = (recorded_on - entry.happened_on).days
        said.append(_("Dicatat kemudian, %(days)d hari sesudah terjadi.") % {"days": late})
    if entry.exception:
        said.append(_("Masuk ke periode terkunci dengan izin: %(reason)s") % {"reason": entry.exception.reason})
    return said
