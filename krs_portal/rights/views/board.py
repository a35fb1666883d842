"""For staff: the board of requests with their clocks, writing one down for who came with an ID, and answering."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now
from krs_portal.kit.downloads import build_download
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.rights import policies, services
from krs_portal.rights.enums import RequestState, RightKind
from krs_portal.rights.forms import RequestAnswerForm, SeenRequestForm
from krs_portal.rights.models import DataRequest
from krs_portal.rights.own_file import TYPES, build_own_file
from krs_portal.rights.querysets import list_answering_offices
from krs_portal.rights.showing import build_clock, describe_requests
from krs_portal.rights.subjects import SUBJECT_KINDS, find_subject

ORDERS = {"open": ("due_at", "pk"), "ended": ("-due_at", "-pk")}


@require_safe
@never_cache
@reads_parameters("cursor", "state")
def list_requests(request: HttpRequest) -> HttpResponse:
    """Those of the offices one answers for: what is due first stands first."""
    refuse_if(policies.why_not_answer_requests(request.user))
    state = read_choice(request, "state", list(ORDERS), "open")
    mine = DataRequest.objects.visible_to(request.user)
    shown = mine.open() if state == "open" else mine.exclude(state=RequestState.OPEN)
    page = fetch_keyset_page(
        shown.select_related("office"), order=ORDERS[state], cursor=request.GET.get("cursor"), size=30
    )
    base = reverse("rights:requests")
    tabs = [
        Tab(_("Menunggu"), base, state == "open", mine.open().count()),
        Tab(_("Sudah dijawab"), f"{base}?state=ended", state == "ended"),
    ]
    context = {"page": page, "lines": describe_requests(page, now()), "tabs": tabs, "is_open": state == "open"}
    return render(request, "rights/requests.html", context)


@never_cache
def record_request(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """For who stands before the officer: from the page of a person or a household."""
    subject = find_subject(kind, key)
    if subject is None or not list_answering_offices(request.user).filter(pk=subject.office.pk).exists():
        raise Http404
    form = SeenRequestForm(request.POST or None)
    said = _("Permintaan tercatat; jawabannya ditunggu dalam 3 × 24 jam.")
    if made := submit_form(request, form, services.ask_right, said=said, subject=subject):
        return redirect("rights:request", made.pk)
    return render_form_page(
        request,
        form,
        title=_("Permintaan tentang data pribadi"),
        lead=_("Dari %(name)s, yang datang sendiri.") % {"name": subject.name},
        button=_("Catat permintaan"),
        cancel_url=subject.url,
    )


@never_cache
def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with its clock and the form of its answer; once answered it is read."""
    found = get_request(request, pk)
    subject = find_subject(*found.subject)
    is_open = found.state == RequestState.OPEN
    form = RequestAnswerForm(request.POST or None) if is_open else None
    said = _("Jawaban tersimpan; pemohon diberi tahu.")
    if form and submit_form(request, form, services.answer_request, said=said, asked=found):
        return redirect("rights:requests")
    is_erasure = is_open and found.kind == RightKind.ERASURE
    context = {
        "found": found,
        "badge": build_clock(found, now()),
        "subject": subject,
        "label": getattr(SUBJECT_KINDS.find(found.subject_kind), "label", ""),
        "form": form,
        "zone": found.office.time_zone,
        "refusal": policies.why_not_end(found, RequestState.DONE) if is_erasure else None,
        "is_erasure": is_erasure,
        "has_file": is_open and found.kind == RightKind.ACCESS,
    }
    return render(request, "rights/request.html", context, status=form.status if form else 200)


@require_safe
def download_file_for(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The file of who asked for a copy, to be handed over; only while that is asked."""
    found = get_request(request, pk)
    subject = find_subject(*found.subject)
    if subject is None:
        raise Http404
    is_asked = found.kind == RightKind.ACCESS and found.state == RequestState.OPEN
    refuse_if(None if is_asked else _("Salinan dibuat selama permintaannya menunggu."))
    return build_download(build_own_file(subject, form, now()), f"{found.number}.{form}", TYPES[form])


def get_request(request: HttpRequest, pk: int) -> DataRequest:
    mine = DataRequest.objects.visible_to(request.user).select_related("office__parent", "answered_by", "received_by")
    return get_object_or_404(mine, pk=pk)
