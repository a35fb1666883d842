"""The list of meetings with what is still to be done, one meeting, and planning, moving and cancelling it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now, today
from krs_portal.kit.pagination import keyset
from krs_portal.meetings import kinds, messages, policies, services, showing
from krs_portal.meetings.forms import CancelForm, LetterForm, MeetingForm, MoveForm, Refusable
from krs_portal.meetings.models import Decision, Meeting
from krs_portal.meetings.services.planning import refuse
from krs_portal.offices.models import Office

LETTER = ("title", "agenda", "introduction", "letter_number", "copies_to")
DECISIONS_SHOWN = 30


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    past, at = request.GET.get("waktu") == "lewat", now()
    visible = Meeting.objects.visible_to(request.user).prefetch_related(Prefetch("office", showing.named_offices()))
    rows, order = (visible.past(at), "-starts_at") if past else (visible.ahead(at), "starts_at")
    page = keyset(rows, order=(order, "-pk" if past else "pk"), cursor=request.GET.get("cursor"), size=30)
    url = reverse("meetings:list")
    context = {
        "page": page,
        "rows": [(meeting, showing.state_badge(meeting, at)) for meeting in page],
        "tabs": [Tab(_("Akan datang"), url, not past), Tab(_("Sudah lewat"), f"{url}?waktu=lewat", past)],
        "past": past,
        "decisions": showing.decision_lines(open_decisions(request.user)[:DECISIONS_SHOWN], today()),
        "may_plan": policies.hosts_anywhere(request.user),
    }
    return render(request, "meetings/list.html", context)


def open_decisions(user: Any) -> Any:
    visible = Decision.objects.visible_to(user).open().select_related("meeting")
    return visible.prefetch_related(Prefetch("owner_office", showing.named_offices())).by_due_day()


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "meetings/meeting.html", showing.page(request.user, one(request, pk), now()))


def one(request: HttpRequest, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(request.user).select_related("office__parent", "minutes")
    return get_object_or_404(visible, pk=pk)


def plan(request: HttpRequest) -> HttpResponse:
    offices = hosted(request.user)
    if not offices.exists():
        refuse(_("Hanya petugas unit kerja yang merencanakan rapat."))
    form = MeetingForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        office = form.cleaned_data["office"]
        letter = {field: form.cleaned_data[field] for field in LETTER}
        try:
            made = services.plan_meeting(
                office=office, by=request.user, at=now(), **letter, **form.when(office.time_zone)
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("Rapat tersimpan. Undang para peserta."))
            return redirect("meetings:invite", made.pk)
    return filled(request, form, _("Rencanakan rapat"), _("Simpan dan lanjut mengundang"))


def hosted(user: Any) -> Any:
    """The offices the user may host for: those of the user first. Nothing is offered that would be refused."""
    from_user = Office.objects.visible_to(user).filter(memberships__user=user, memberships__ended_on__isnull=True)
    roles = from_user.filter(memberships__role__in=policies.HOSTS, memberships__user=user)
    return showing.named_offices().filter(pk__in=roles.values("pk")).order_by("code", "pk")


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = changeable(request, pk)
    form = LetterForm(request.POST or None, initial={field: getattr(meeting, field) for field in LETTER})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_meeting(meeting=meeting, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("Isi surat tersimpan. Surat yang sudah terkirim tidak berubah."))
            return redirect("meetings:meeting", pk)
    return filled(request, form, _("Ubah isi surat"), _("Simpan"), meeting)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = changeable(request, pk)
    if url := kinds.get(meeting.kind).move_url(meeting):
        return redirect(url)
    form = MoveForm.of(request.POST or None, meeting)
    if request.method == "POST" and form.is_valid():
        when, reason = form.when(meeting.zone), form.cleaned_data["reason"]
        try:
            services.move_meeting(meeting=meeting, reason=reason, by=request.user, at=now(), **when)
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("Rapat dipindahkan; semua undangan diberi tahu."))
            return redirect("meetings:meeting", pk)
    return filled(request, form, _("Pindahkan rapat"), _("Pindahkan dan beri tahu"), meeting)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = one(request, pk)
    refuse(policies.why_not_cancel(request.user, meeting))
    if url := kinds.get(meeting.kind).move_url(meeting):
        return redirect(url)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel_meeting(meeting=meeting, by=request.user, at=now(), **form.cleaned_data)
        notices.success(request, _("Rapat dibatalkan; semua undangan diberi tahu."))
        return redirect("meetings:meeting", pk)
    return filled(request, form, _("Batalkan rapat"), _("Batalkan rapat"), meeting)


@require_GET
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    content = messages.calendar(one(request, pk), at=now())
    named = {"Content-Disposition": f'attachment; filename="rapat-{pk}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=named)


def changeable(request: HttpRequest, pk: int) -> Meeting:
    meeting = one(request, pk)
    refuse(policies.why_not_change(request.user, meeting))
    return meeting


def filled(
    request: HttpRequest, form: Refusable, heading: str, label: str, meeting: Meeting | None = None, **more: Any
) -> HttpResponse:
    """A page with one form; what was typed stays where something is wrong."""
    context = {"form": form, "heading": heading, "label": label, "meeting": meeting, "places": places(meeting, heading)}
    return render(request, "meetings/form.html", context | more, status=422 if form.errors else 200)


def places(meeting: Meeting | None, here: str) -> list[tuple[str, str]]:
    above = [(meeting.title, reverse("meetings:meeting", args=[meeting.pk]))] if meeting else []
    return [(_("Rapat"), reverse("meetings:list")), *above, (here, "")]
