"""The list of meetings with open decisions, a meeting's page, and planning, moving and cancelling it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now, today
from krs_portal.kit.downloads import build_download
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import Refusable, refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.meetings import kinds, messages, policies, services, showing
from krs_portal.meetings.forms import CancelForm, LetterForm, MeetingForm, MoveMeetingForm
from krs_portal.meetings.models import Decision, Meeting

LETTER = ("title", "agenda", "introduction", "letter_number", "copies_to")
DECISIONS_SHOWN = 30


@require_safe
@reads_parameters("waktu", "cursor")
def list_meetings(request: HttpRequest) -> HttpResponse:
    past, at = read_choice(request, "waktu", ["lewat"]) == "lewat", now()
    visible = Meeting.objects.visible_to(request.user).prefetch_related(
        Prefetch("office", showing.list_named_offices())
    )
    rows, order = (visible.past(at), "-starts_at") if past else (visible.ahead(at), "starts_at")
    page = fetch_keyset_page(rows, order=(order, "-pk" if past else "pk"), cursor=request.GET.get("cursor"), size=30)
    url = reverse("meetings:list")
    context = {
        "page": page,
        "rows": [(meeting, showing.build_meeting_badge(meeting, at)) for meeting in page],
        "tabs": [Tab(_("Akan datang"), url, not past), Tab(_("Sudah lewat"), f"{url}?waktu=lewat", past)],
        "past": past,
        "decisions": showing.list_decisions_with_badge(list_open_decisions(request.user)[:DECISIONS_SHOWN], today()),
        "may_plan": policies.hosts_anywhere(request.user),
    }
    return render(request, "meetings/list.html", context)


def list_open_decisions(user: Any) -> Any:
    visible = Decision.objects.visible_to(user).open().select_related("meeting")
    return visible.prefetch_related(Prefetch("owner_office", showing.list_named_offices())).by_due_day()


@require_safe
def show_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return render(
        request,
        "meetings/meeting.html",
        showing.describe_meeting_page(request.user, get_visible_meeting(request, pk), now()),
    )


def get_visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(request.user).select_related("office__parent", "minutes")
    return get_object_or_404(visible, pk=pk)


def plan_meeting(request: HttpRequest) -> HttpResponse:
    offices = showing.list_hosted_offices(request.user)
    if not offices.exists():
        refuse_if(_("Hanya petugas unit kerja yang merencanakan rapat."))
    form = MeetingForm(request.POST or None, offices=offices)
    if made := submit_form(request, form, services.plan_meeting, said=_("Rapat tersimpan. Undang para peserta.")):
        return redirect("meetings:invite", made.pk)
    return render_meeting_form(request, form, _("Rencanakan rapat"), _("Simpan dan lanjut mengundang"))


def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_changeable_meeting(request, pk)
    form = LetterForm(request.POST or None, edits=Edited(meeting, read_fields(*LETTER)))
    said = _("Isi surat tersimpan. Surat yang sudah terkirim tidak berubah.")
    if submit_form(request, form, services.edit_meeting, meeting=meeting, said=said):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(request, form, _("Ubah isi surat"), _("Simpan"), meeting)


def move_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_changeable_meeting(request, pk)
    if url := kinds.get_meeting_kind(meeting.kind).move_url(meeting):
        return redirect(url)
    form = MoveMeetingForm(request.POST or None, meeting=meeting)
    said = _("Rapat dipindahkan; semua undangan diberi tahu.")
    if submit_form(request, form, services.move_meeting, meeting=meeting, said=said):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(request, form, _("Pindahkan rapat"), _("Pindahkan dan beri tahu"), meeting)


def cancel_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_visible_meeting(request, pk)
    refuse_if(policies.why_not_cancel(request.user, meeting))
    if url := kinds.get_meeting_kind(meeting.kind).move_url(meeting):
        return redirect(url)
    form = CancelForm(request.POST or None)
    said = _("Rapat dibatalkan; semua undangan diberi tahu.")
    if submit_form(request, form, services.cancel_meeting, meeting=meeting, said=said):
        return redirect("meetings:meeting", pk)
    return render_meeting_form(request, form, _("Batalkan rapat"), _("Batalkan rapat"), meeting)


@require_safe
def download_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    content = messages.build_meeting_calendar(get_visible_meeting(request, pk), at=now())
    return build_download(content, f"rapat-{pk}.ics", "text/calendar; charset=utf-8")


def get_changeable_meeting(request: HttpRequest, pk: int) -> Meeting:
    meeting = get_visible_meeting(request, pk)
    refuse_if(policies.why_not_change(request.user, meeting))
    return meeting


def render_meeting_form(
    request: HttpRequest, form: Refusable, heading: str, label: str, meeting: Meeting | None = None, **more: Any
) -> HttpResponse:
    lead = meeting.title if meeting else ""
    trail = build_breadcrumbs(meeting, heading)
    return render_form_page(request, form, title=heading, button=label, trail=trail, lead=lead, meeting=meeting, **more)


def build_breadcrumbs(meeting: Meeting | None, here: str) -> list[tuple[str, str]]:
    above = [(meeting.title, reverse("meetings:meeting", args=[meeting.pk]))] if meeting else []
    return [(_("Rapat"), reverse("meetings:list")), *above, (here, "")]
