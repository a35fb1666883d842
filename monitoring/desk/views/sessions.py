"""What is done on the page of a desk session: start it, write remarks, record and agree."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit import clock
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import Service, press_button, render_form_page, submit_form
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.meetings import services as meetings
from krs_portal.meetings import showing
from krs_portal.meetings.forms import AgreementCodeForm
from krs_portal.meetings.models import Minutes
from monitoring.desk import policies
from monitoring.desk.forms import (
    AgreeProblemForm,
    DeskDecisionForm,
    DeskMinutesForm,
    PresenceForm,
    RaiseProblemForm,
    RemarkForm,
)
from monitoring.desk.models import DeskSession, Remark
from monitoring.desk.services import sessions as services
from monitoring.desk.showing import build_desk_trail, format_participant
from monitoring.desk.views.scope import get_desk_session, get_session_profile
from monitoring.desk.views.session_page import (
    edit_session_minutes,
    list_both_sides,
    render_desk_session,
    render_estate_card,
)
from monitoring.problems.models import Problem
from monitoring.register.policies import why_not_read


@require_safe
def show_desk_session(request: HttpRequest, pk: int) -> HttpResponse:
    return render_desk_session(request, get_desk_session(request, pk))


@require_POST
def start_desk_session(request: HttpRequest, pk: int) -> HttpResponse:
    press_button(request, services.start_desk_session, session=get_desk_session(request, pk))
    return redirect("monitoring:desk_session", pk)


@require_POST
def add_remark(request: HttpRequest, pk: int, profile: int) -> HttpResponse:
    """htmx receives the card of the estate and the draft minutes, which contain the new remark."""
    session, found = get_desk_session(request, pk), get_session_profile(request, pk, profile)
    form = RemarkForm(request.POST, form=session.participant.round.form, auto_id=f"id_{profile}_%s")
    submit_form(request, form, services.add_remark, session=session, profile=found)
    typed = {f"remark_{profile}": form} if form.errors else {}
    if wants_fragment(request):
        return render_estate_card(request, session, profile, typed)
    return render_desk_session(request, session, **typed) if typed else redirect_to_session(pk, f"profil-{profile}")


@require_POST
def remove_remark(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(why_not_read(request.user))
    visible = DeskSession.objects.visible_to(request.user)
    remark = get_object_or_404(Remark.objects.filter(session__in=visible).select_related("session"), pk=pk)
    press_button(request, services.remove_remark, remark=remark)
    return redirect_to_session(remark.session_id, f"profil-{remark.profile_id}")


def raise_problem(request: HttpRequest, pk: int, profile: int) -> HttpResponse:
    """Record a problem that came up in the session; it belongs to the estate."""
    session, found = get_desk_session(request, pk), get_session_profile(request, pk, profile)
    refuse_if(policies.why_not_remark(request.user, session))
    form = RaiseProblemForm(request.POST or None)
    day = clock.today(session.participant.round.office.time_zone)
    if submit_form(request, form, services.raise_problem, session=session, profile=found, found_on=day):
        return redirect_to_session(pk, f"profil-{profile}")
    here = (format_participant(session.participant), reverse("monitoring:desk_session", args=[pk]))
    return render_form_page(
        request, form, title=_("Catat masalah"), button=_("Simpan masalah"), lead=found.estate.name,
        trail=build_desk_trail(session.participant.round, _("Catat masalah"), here), base="monitoring/base.html",
    )  # fmt: skip


def agree_on_problem(request: HttpRequest, pk: int, problem: int) -> HttpResponse:
    """Owner, plan, due day and cost of an open problem, changed where it is discussed."""
    session = get_desk_session(request, pk)
    refuse_if(policies.why_not_remark(request.user, session))
    visible = Problem.objects.visible_to(request.user).unresolved().select_related("estate")
    of_session = visible.filter(
        estate__office=session.participant.office_id, estate__profiles__round=session.participant.round_id
    )
    found = get_object_or_404(of_session, pk=problem)
    form = AgreeProblemForm(request.POST or None, edits=Edited(found, read_fields(*AgreeProblemForm.base_fields)))
    said = _("Kesepakatan tersimpan dan masuk ke notulen.")
    if submit_form(request, form, services.agree_on_problem, session=session, problem=found, said=said):
        profile = found.estate.profiles.get(round=session.participant.round_id)
        return redirect_to_session(pk, f"profil-{profile.pk}")
    here = (format_participant(session.participant), reverse("monitoring:desk_session", args=[pk]))
    return render_form_page(
        request, form, title=_("Sepakati tindak lanjut"), button=_("Simpan kesepakatan"),
        lead=f"{found.title} · {found.estate.name}",
        trail=build_desk_trail(session.participant.round, _("Sepakati tindak lanjut"), here),
        base="monitoring/base.html",
    )  # fmt: skip


@require_POST
def record_presence(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_desk_session(request, pk)
    form = PresenceForm(request.POST, offices=list_both_sides(session))
    return handle_session_form(request, session, "presence_form", form, services.record_presence, "hadir")


@require_POST
def record_session_decision(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_desk_session(request, pk)
    form = DeskDecisionForm(request.POST, offices=list_both_sides(session), auto_id="id_decision_%s")
    return handle_session_form(request, session, "decision_form", form, services.record_session_decision, "keputusan")


@require_POST
def write_session_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the minutes: composed automatically, or as typed."""
    session = get_desk_session(request, pk)
    refuse_if(policies.why_not_lead_session(request.user, session))
    composes = request.POST.get("then") == "compose"
    typed = request.POST
    if composes:
        typed = typed.copy()
        typed["text"] = services.compose_session_minutes(session)
    form = DeskMinutesForm(typed, edits=edit_session_minutes(session))
    return handle_session_form(request, session, "minutes_form", form, services.write_session_minutes, "notulen")


@require_POST
def propose_session_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Berita acara diajukan; setiap pihak menerima kodenya.")
    press_button(request, services.propose_session_minutes, session=get_desk_session(request, pk), said=said)
    return redirect_to_session(pk, "notulen")


@require_POST
def agree_session_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_desk_session(request, pk)
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__office__parent"), meeting=session.meeting_id)
    agreements = showing.list_agreements(minutes)
    form = AgreementCodeForm(
        request.POST, offices=showing.list_named_offices().filter(pk__in=[each.office_id for each in agreements])
    )

    def say_whether_all_agreed(agreed: Minutes) -> str:
        done = _("Kedua pihak setuju. Profil dibekukan dan Berita Acara siap diunduh.")
        return done if agreed.is_agreed else _("Persetujuan tercatat.")

    if submit_form(request, form, meetings.agree_minutes, minutes=minutes, said=say_whether_all_agreed):
        return redirect_to_session(pk, "notulen")
    return render_desk_session(request, session, code_form=form)


def handle_session_form(
    request: HttpRequest, session: DeskSession, name: str, form: Any, service: Service, anchor: str
) -> HttpResponse:
    """Back to that part of the page. If something is refused, show the page with the form as it was typed."""
    if submit_form(request, form, service, session=session):
        return redirect_to_session(session.pk, anchor)
    return render_desk_session(request, session, **{name: form})


def redirect_to_session(pk: int, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('monitoring:desk_session', args=[pk])}#{anchor}")
