"""One assistance to a house: planned, shown, and taken step by step, forwards and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.models import LedgerEntry
from consultations.counter.assistance import policies, services, showing
from consultations.counter.assistance.attachments import build_about_stage
from consultations.counter.assistance.enums import AssistanceState, PhotoStage
from consultations.counter.assistance.forms import (
    AssistanceForm,
    AssistanceReasonForm,
    CorrectAssistanceForm,
    FinishAssistanceForm,
    StartAssistanceForm,
)
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.posting import SOURCE
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.policies import reads_house, why_not_look_up_houses
from consultations.counter.posting import find_counting_source, list_consultations_of_house
from consultations.people.models.house import House
from consultations.people.policies import list_served_offices, sees_person
from krs_portal.files.shelves import build_shelf
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.numbers import read_key
from krs_portal.kit.parameters import refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.models import Office


def plan_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    """For a house that the office knows, from its page or from a consultation about it (`?konsultasi=`)."""
    house = get_helped_house(request, pk)
    origin = find_origin(request, house)
    office = origin.office if origin else find_helping_office(request, house)
    refuse_if(policies.why_not_assist(request.user, office, house))
    day = today(office.time_zone)
    first = {
        "applicant": origin.client_name if origin else house.owner_name,
        "asked_on": origin.happened_on if origin else day,
        "officer": request.user.pk,
        "consultations": [origin.pk] if origin else [],
    }
    form = AssistanceForm(request.POST or None, office=office, consultations=list_origins(house, office), initial=first)
    if made := submit_form(
        request, form, services.plan_assistance, said=_("Bantuan tercatat."), typed=lambda: form.typed,
        office=office, house=house,
    ):  # fmt: skip
        return redirect("consultations:assistance", made.pk)
    back = reverse("consultations:consultation", args=[origin.pk]) if origin else ""
    return render_form_page(
        request,
        form,
        title=_("Bantu rumah ini"),
        lead=str(house),
        button=_("Simpan"),
        cancel_url=back or reverse("consultations:house", args=[house.pk]),
    )


def get_helped_house(request: HttpRequest, pk: int) -> House:
    refuse_if(why_not_look_up_houses(request.user))
    house = get_object_or_404(House.objects.select_related("region", "merged_into"), pk=pk)
    if not reads_house(request.user, house):
        raise Http404
    return house.kept


def list_origins(house: House, office: Office) -> Any:
    """The consultations of a house that an assistance may come from: those of its office."""
    rows = list_consultations_of_house(house).standing().filter(office=office)
    return rows.order_by("-happened_on", "-pk")


def find_origin(request: HttpRequest, house: House) -> Consultation | None:
    asked = request.GET.get("konsultasi")
    if not asked:
        return None
    rows = list_consultations_of_house(house).standing().filter(office__in=list_served_offices(request.user))
    found = rows.filter(pk=read_key(asked)).select_related("office__parent__parent").first()
    if found is None:
        refuse_parameter("konsultasi")
    return found


def find_helping_office(request: HttpRequest, house: House) -> Office:
    """The one of the reader's offices that saw the house last."""
    rows = list_consultations_of_house(house).filter(office__in=list_served_offices(request.user))
    last = rows.select_related("office__parent__parent").order_by("-happened_on", "-pk").first()
    if last is None:
        raise Http404
    return last.office


@require_safe
def show_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    assistance = get_assistance(request, pk)
    known = sees_person(request.user, assistance.office)
    day = today(assistance.office.time_zone)
    improvement = getattr(assistance, "improvement", None)
    entries = LedgerEntry.objects.of_source(SOURCE, assistance.pk).select_related("indicator", "rule")
    context = {
        "assistance": assistance,
        "known": known,
        "badge": showing.build_assistance_badge(assistance, day),
        "facts": showing.describe_assistance(assistance, known=known),
        "origins": list_origin_links(request, assistance),
        "house_url": reverse("consultations:house", args=[assistance.house.kept.pk]) if known else "",
        "visits": assistance.visits.select_related("officer").order_by("-visited_on", "-pk"),  # type: ignore[attr-defined]
        "improvement": improvement,
        "compared": showing.list_compared(improvement) if improvement else [],
        "shelves": [(stage, build_shelf(request.user, build_about_stage(assistance, stage))) for stage in PhotoStage],
        "steps": list_steps(assistance),
        "counted": explain_counting(request, assistance),
        "entries": entries.order_by("pk"),
        "zone": assistance.office.time_zone,
        "actions": list_assistance_actions(request.user, assistance),
        "visit_action": Action(
            _("Catat kunjungan"),
            reverse("consultations:assistance_visit", args=[pk]),
            policies.why_not_visit(request.user, assistance),
            "plus",
        ),
        "improve_action": Action(
            _("Ubah yang tercatat") if improvement else _("Catat perbaikan rumah"),
            reverse("consultations:assistance_improve", args=[pk]),
            policies.why_not_say_improved(request.user, assistance),
            "pencil" if improvement else "plus",
        ),
        "may_write": policies.why_not_visit(request.user, assistance) is None,
    }
    return render(request, "consultations/counter/assistance/assistance.html", context)


def list_origin_links(request: HttpRequest, assistance: Assistance) -> list[tuple[str, str]]:
    rows = assistance.consultations.visible_to(request.user).order_by("happened_on", "pk")  # type: ignore[attr-defined]
    words = {ConsultationState.VOIDED: _("dibatalkan")}
    return [
        (
            f"{formats.format_day(row.happened_on)}{f' ({words[row.state]})' if row.state in words else ''}",
            reverse("consultations:consultation", args=[row.pk]),
        )
        for row in rows
    ]


def list_steps(assistance: Assistance) -> list[tuple[Any, Badge]]:
    rows = assistance.steps.select_related("noted_by").order_by("noted_at", "pk")  # type: ignore[attr-defined]
    return [(row, build_badge(AssistanceState(row.state))) for row in rows]


def explain_counting(request: HttpRequest, assistance: Assistance) -> tuple[str, str]:
    """Whether the house counts through it, as a sentence, and the page of what it counts through instead."""
    if assistance.state == AssistanceState.VOIDED:
        return _("Tidak masuk capaian: catatan ini dibatalkan."), ""
    if assistance.finished_on is None:
        return _("Belum masuk capaian: rumahnya dihitung dibantu saat bantuan ini selesai."), ""
    year = assistance.finished_on.year
    counts = find_counting_source(assistance.house, year)
    if counts == assistance:
        return _("Rumah ini dihitung sebagai rumah dibantu %(year)d lewat bantuan ini.") % {"year": year}, ""
    if counts is None:
        return _("Tidak masuk capaian: aturan hitung tidak menghitungnya."), ""
    said = _("Rumah ini sudah dihitung sebagai rumah dibantu %(year)d lewat catatan lain; setahun sekali saja.")
    name = "consultations:consultation" if isinstance(counts, Consultation) else "consultations:assistance"
    is_visible = type(counts).objects.visible_to(request.user).filter(pk=counts.pk).exists()
    return said % {"year": year}, reverse(name, args=[counts.pk]) if is_visible else ""


def list_assistance_actions(user: Any, assistance: Assistance) -> list[Action]:
    """What may be done now; a step that its state does not know is not offered."""
    if policies.why_not_serve(user, assistance.office):
        return []
    state, key = AssistanceState(assistance.state), [assistance.pk]
    running = state in (AssistanceState.PLANNED, AssistanceState.UNDER_WAY)
    back = {
        AssistanceState.UNDER_WAY: _("Kembalikan ke rencana"),
        AssistanceState.FINISHED: _("Buka kembali"),
        AssistanceState.GIVEN_UP: _("Lanjutkan lagi"),
    }
    offered: list[tuple[bool, Action]] = [
        (
            state == AssistanceState.PLANNED,
            Action(
                _("Mulai dikerjakan"), reverse("consultations:assistance_start", args=key), None, "check", "primary"
            ),
        ),
        (
            state == AssistanceState.UNDER_WAY,
            Action(
                _("Selesaikan"), reverse("consultations:assistance_finish", args=key), None, "circle-check", "primary"
            ),
        ),
        (running, Action(_("Ubah"), reverse("consultations:assistance_edit", args=key), None, "pencil")),
        (
            state == AssistanceState.FINISHED,
            Action(_("Koreksi"), reverse("consultations:assistance_correct", args=key), None, "pencil"),
        ),
        (
            state in back,
            Action(
                back.get(state, ""),
                reverse("consultations:assistance_back", args=key),
                policies.why_not_step_back(user, assistance),
                "lock-open",
            ),
        ),
        (running, Action(_("Hentikan"), reverse("consultations:assistance_give_up", args=key), None, "ban", "danger")),
        (
            state != AssistanceState.VOIDED,
            Action(
                _("Batalkan catatan"),
                reverse("consultations:assistance_void", args=key),
                policies.why_not_void_assistance(user, assistance),
                "trash",
                "danger",
            ),
        ),
    ]
    return [action for is_offered, action in offered if is_offered]


def edit_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    assistance = get_assistance(request, pk)
    refuse_if(policies.why_not_edit_assistance(request.user, assistance))
    form = AssistanceForm(
        request.POST or None,
        office=assistance.office,
        consultations=list_origins(assistance.house, assistance.office),
        assistance=assistance,
    )
    if submit_form(
        request, form, services.edit_assistance, said=_("Tersimpan."), typed=lambda: form.typed, assistance=assistance
    ):
        return redirect("consultations:assistance", pk)
    return render_assistance_form(request, assistance, form, title=_("Ubah bantuan"), button=_("Simpan"))


def start_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: StartAssistanceForm(
            request.POST or None, initial={"started_on": today(assistance.office.time_zone)}
        ),
        services.start_assistance,
        said=_("Pekerjaannya dimulai."),
        title=_("Mulai dikerjakan"),
        button=_("Mulai"),
    )


def finish_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: FinishAssistanceForm(
            request.POST or None, initial={"finished_on": today(assistance.office.time_zone)}
        ),
        services.finish_assistance,
        said=_("Bantuan selesai; rumahnya dihitung sekali dalam tahun itu."),
        title=_("Selesaikan bantuan"),
        button=_("Selesaikan"),
        icon="circle-check",
    )


def give_up_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: AssistanceReasonForm(request.POST or None),
        services.give_up_assistance,
        said=_("Bantuan dihentikan; dapat dilanjutkan lagi."),
        title=_("Hentikan bantuan ini?"),
        button=_("Hentikan"),
        kind="danger",
        icon="ban",
    )


def step_back(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: AssistanceReasonForm(request.POST or None),
        services.step_back,
        why_not=policies.why_not_step_back,
        said=_("Kembali ke langkah sebelumnya."),
        title=_("Kembali ke langkah sebelumnya?"),
        button=_("Kembalikan"),
        icon="lock-open",
    )


def correct_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: CorrectAssistanceForm(request.POST or None, assistance=assistance),
        services.correct_assistance,
        why_not=policies.why_not_correct_assistance,
        said=_("Koreksi tersimpan; capaian dihitung ulang."),
        title=_("Koreksi bantuan yang selesai"),
        button=_("Simpan koreksi"),
    )


def void_assistance(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda assistance: AssistanceReasonForm(request.POST or None),
        services.void_assistance,
        why_not=policies.why_not_void_assistance,
        said=_("Catatan dibatalkan; tidak dihitung dan tidak tampil dalam daftar."),
        title=_("Batalkan catatan bantuan ini?"),
        button=_("Batalkan catatan"),
        kind="danger",
        icon="trash",
    )


def why_not_serve_it(user: Any, assistance: Assistance) -> str | None:
    return policies.why_not_serve(user, assistance.office)


def ask_about(
    request: HttpRequest, pk: int, build_form: Callable[[Assistance], Any], service: Callable[..., Any], *, said: str,
    why_not: Callable[[Any, Assistance], str | None] = why_not_serve_it, typed: Any = None, **page: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one form about one assistance."""
    assistance = get_assistance(request, pk)
    refuse_if(why_not(request.user, assistance))
    form = build_form(assistance)
    if submit_form(request, form, service, said=said, typed=typed and (lambda: form.typed), assistance=assistance):
        return redirect("consultations:assistance", pk)
    return render_assistance_form(request, assistance, form, **page)


def render_assistance_form(request: HttpRequest, assistance: Assistance, form: Any, **page: Any) -> HttpResponse:
    back = reverse("consultations:assistance", args=[assistance.pk])
    trail = [
        (_("Bantuan rumah"), reverse("consultations:assistances")),
        (assistance.get_kind_display(), back),
        (page["title"], ""),
    ]
    return render_form_page(request, form, lead=str(assistance), trail=trail, cancel_url=back, **page)


def get_assistance(request: HttpRequest, pk: int) -> Assistance:
    refuse_if(policies.why_not_read_assistances(request.user))
    rows = Assistance.objects.visible_to(request.user).with_lines().with_upper_offices()
    rows = rows.select_related("house__merged_into", "recorded_by", "improvement__witness")
    return get_object_or_404(rows, pk=pk)
