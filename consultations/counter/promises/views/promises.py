"""What the clinic promised: the list by due day, one of them, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.counter.models import Consultation
from consultations.counter.promises import policies, services
from consultations.counter.promises.clocks import fetch_clocks, find_next_act
from consultations.counter.promises.enums import PromiseTab, Whose
from consultations.counter.promises.forms import (
    AssignForm,
    DropForm,
    ExtendForm,
    FinishForm,
    PromiseAnswerForm,
    PromiseForm,
)
from consultations.counter.promises.models import Promise
from consultations.counter.promises.querysets import PromiseQuerySet
from consultations.counter.promises.showing import (
    build_due_badge,
    build_promise_line,
    build_says_badge,
    describe_promise,
)
from consultations.counter.promises.views.card import build_promise_card
from consultations.people.policies import list_served_offices, sees_person
from krs_portal.accounts.models import User
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.clock import now, today
from krs_portal.kit.formats import format_person_name
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.numbers import read_key
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import has_role

SHOWN = 30


@require_safe
@reads_parameters("cursor", "tab", "whose", "office", "officer")
def list_promises(request: HttpRequest) -> HttpResponse:
    """What is due first stands first. Whoever keeps promises sees their own, the others all that they may see."""
    refuse_if(policies.why_not_read_promises(request.user))
    at = now()
    tab = PromiseTab(read_choice(request, "tab", PromiseTab.values, PromiseTab.OPEN))
    whose = Whose(read_choice(request, "whose", Whose.values, choose_whose(request.user)))
    offices: Any = Office.objects.visible_to(request.user).clinics().with_name_on(today())
    of = {row.code: row for row in offices}
    office = read_choice(request, "office", of)
    visible = Promise.objects.visible_to(request.user)
    visible = visible.filter(office=of[office]) if office else visible
    officer = find_asked_officer(request)
    visible = visible.of_officer(officer) if officer else visible
    kept = {"office": office} | ({"officer": officer.pk} if officer else {})
    chosen = choose_tab(choose_share(visible, whose, request.user), tab, at)
    order = ("-due_on", "-pk") if tab == PromiseTab.SETTLED else ("due_on", "pk")
    page = fetch_keyset_page(chosen.with_lines(), order=order, cursor=request.GET.get("cursor"), size=SHOWN)
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    names = {row.pk: row.short_name for row in of.values()}
    clocks = fetch_clocks()
    context = {
        "page": page,
        "rows": [
            (
                build_promise_line(row, today(row.office.time_zone), clocks),
                format_person_name(row.consultation.client_name, known=row.office_id in served),
                names.get(row.office_id),
            )
            for row in page
        ],
        "tabs": build_tabs(choose_share(visible, whose, request.user), tab, whose, kept, at),
        "shares": build_shares(visible, tab, whose, request.user, kept, at),
        "several": len(names) > 1,
        "office_name": of[office].short_name if office else "",
        "officer_name": str(officer or ""),
        "every_officer": build_list_url(tab, whose, {"office": office}),
        "is_settled": tab == PromiseTab.SETTLED,
    }
    return render(request, "consultations/counter/promises/index.html", context)


def find_asked_officer(request: HttpRequest) -> User | None:
    asked = request.GET.get("officer", "")
    officer = User.objects.filter(pk=read_key(asked)).first() if asked else None
    if asked and officer is None:
        refuse_parameter("officer")
    return officer


def choose_whose(user: Any) -> Whose:
    """An officer begins with their own; a head and the ministry with everything."""
    if has_role(user, Role.HEAD, Role.ADMIN):
        return Whose.ALL
    return Whose.MINE if Promise.objects.open().of_officer(user).exists() else Whose.ALL


def choose_share(promises: PromiseQuerySet, whose: Whose, user: Any) -> PromiseQuerySet:
    match whose:
        case Whose.MINE:
            return promises.of_officer(user)
        case Whose.BASKET:
            return promises.in_basket()
    return promises


def choose_tab(promises: PromiseQuerySet, tab: PromiseTab, at: Any) -> PromiseQuerySet:
    match tab:
        case PromiseTab.LATE:
            return promises.late(at)
        case PromiseTab.WEEK:
            return promises.due_soon(at)
        case PromiseTab.SETTLED:
            return promises.settled()
    return promises.open()


def build_tabs(
    promises: PromiseQuerySet, current: PromiseTab, whose: Whose, kept: Mapping[str, Any], at: Any
) -> list[Tab]:
    """What is settled grows for ever and is not counted."""
    return [
        Tab(
            tab.label,
            build_list_url(tab, whose, kept),
            tab == current,
            None if tab == PromiseTab.SETTLED else choose_tab(promises, tab, at).count(),
        )
        for tab in PromiseTab
    ]


def build_shares(
    promises: PromiseQuerySet, tab: PromiseTab, current: Whose, user: Any, kept: Mapping[str, Any], at: Any
) -> list[Tab]:
    return [
        Tab(
            whose.label,
            build_list_url(tab, whose, kept),
            whose == current,
            None if tab == PromiseTab.SETTLED else choose_tab(choose_share(promises, whose, user), tab, at).count(),
        )
        for whose in Whose
    ]


def build_list_url(tab: PromiseTab, whose: Whose, kept: Mapping[str, Any]) -> str:
    """The list as it is narrowed now, with another tab or share."""
    asked = {"tab": tab.value, "whose": whose.value} | {name: value for name, value in kept.items() if value}
    return f"{reverse('consultations:promises')}?{urlencode(asked)}"


@require_safe
def show_promise(request: HttpRequest, pk: int) -> HttpResponse:
    promise = get_promise(request, pk)
    day = today(promise.office.time_zone)
    known = sees_person(request.user, promise.office)
    context = {
        "promise": promise,
        "name": format_person_name(promise.consultation.client_name, known=known),
        "badge": build_due_badge(promise, day),
        "says": build_says_badge(promise),
        "next_act": find_next_act(promise, day, fetch_clocks()),
        "facts": describe_promise(promise, office_name=promise.office.name_on(day)),
        "actions": list_promise_actions(request.user, promise),
    }
    return render(request, "consultations/counter/promises/promise.html", context)


def list_promise_actions(user: Any, promise: Promise) -> list[Action]:
    """What is the reader's to do; what is done needs nothing."""
    if policies.why_not_work_on(user, promise):
        return []
    key = [promise.pk]
    late = policies.why_not_extend(user, promise, today=today(promise.office.time_zone))
    taken = policies.why_not_acknowledge(user, promise)
    return [
        *(
            []
            if taken
            else [
                Action(
                    _("Terima tugas"),
                    reverse("consultations:promise_acknowledge", args=key),
                    None,
                    "check",
                    "primary",
                    "post",
                )
            ]
        ),
        Action(_("Tandai selesai"), reverse("consultations:promise_finish", args=key), None, "circle-check"),
        Action(_("Jawab pemohon"), reverse("consultations:promise_answer", args=key), None, "message-2"),
        Action(_("Perpanjang tenggat"), reverse("consultations:promise_extend", args=key), late, "calendar-event"),
        *(
            []
            if policies.why_not_assign(user, promise)
            else [Action(_("Tunjuk petugas"), reverse("consultations:promise_assign", args=key), None, "users")]
        ),
        Action(_("Tidak diperlukan lagi"), reverse("consultations:promise_drop", args=key), None, "x", "danger"),
    ]


def make_promise(request: HttpRequest, pk: int) -> HttpResponse:
    """From the small form on the page of a consultation, which script renews in its place, or on a page of its own."""
    visible = Consultation.objects.visible_to(request.user).select_related("office__parent")
    consultation = get_object_or_404(visible, pk=pk)
    refuse_if(policies.why_not_promise(request.user, consultation))
    form = PromiseForm(request.POST or None, office=consultation.office)
    is_part = wants_fragment(request)
    said = "" if is_part else _("Tercatat; pemohon melihatnya di halaman janjinya.")
    made = submit_form(request, form, services.make_promise, said=said, consultation=consultation)
    if is_part:
        card = build_promise_card(request, consultation, None if made else form)
        answer = render(request, "consultations/counter/promises/card.html", {"card": card, "is_renewed": True})
        patch_vary_headers(answer, ["HX-Request"])
        return answer
    if made:
        return redirect("consultations:consultation", pk)
    return render_form_page(
        request,
        form,
        title=_("Yang dijanjikan klinik"),
        lead=consultation.client_name,
        button=_("Catat"),
        icon="plus",
        cancel_url=reverse("consultations:consultation", args=[pk]),
    )


@require_POST
def acknowledge_promise(request: HttpRequest, pk: int) -> HttpResponse:
    promise = get_promise(request, pk)
    refuse_if(policies.why_not_take(request.user, promise))
    press_button(request, services.acknowledge_promise, said=_("Tugas ini Anda terima."), promise=promise)
    return redirect("consultations:promise", pk)


def answer_promise(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda promise: PromiseAnswerForm(request.POST or None, promise=promise),
        services.answer_promise,
        said=_("Jawaban tersimpan; pemohon diberi tahu."),
        title=_("Jawab pemohon"),
        button=_("Kirim jawaban"),
    )


def finish_promise(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda promise: FinishForm(request.POST if request.method == "POST" else None),
        services.finish_promise,
        said=_("Ditandai selesai; pemohon diberi tahu dan dapat menanggapi."),
        title=_("Tandai selesai"),
        button=_("Tandai selesai"),
    )


def drop_promise(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda promise: DropForm(request.POST or None),
        services.drop_promise,
        said=_("Ditutup: tidak diperlukan lagi."),
        title=_("Tidak diperlukan lagi?"),
        button=_("Tutup"),
        kind="danger",
        icon="x",
    )


def extend_promise(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda promise: ExtendForm(request.POST or None),
        services.extend_promise,
        said=_("Tenggat diperpanjang."),
        title=_("Perpanjang tenggat"),
        button=_("Perpanjang"),
        icon="calendar-event",
        why_not=lambda user, promise: policies.why_not_extend(user, promise, today=today(promise.office.time_zone)),
    )


def assign_promise(request: HttpRequest, pk: int) -> HttpResponse:
    return ask_about(
        request,
        pk,
        lambda promise: AssignForm(request.POST or None, office=promise.office),
        services.assign_promise,
        said=_("Petugas ditunjuk; tenggat penerimaannya mulai hari ini."),
        title=_("Tunjuk petugas"),
        button=_("Tunjuk"),
        icon="users",
        why_not=policies.why_not_assign,
    )


def ask_about(
    request: HttpRequest, pk: int, build_form: Callable[[Promise], Any], service: Callable[..., Any], *, said: str,
    why_not: Callable[[Any, Promise], str | None] = policies.why_not_work_on, **page: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one form about one promise."""
    promise = get_promise(request, pk)
    refuse_if(why_not(request.user, promise))
    form = build_form(promise)
    if submit_form(request, form, service, said=said, promise=promise):
        return redirect("consultations:promise", pk)
    back = reverse("consultations:promise", args=[pk])
    trail = [(_("Tindak lanjut"), reverse("consultations:promises")), (promise.text, back), (page["title"], "")]
    return render_form_page(request, form, lead=promise.text, trail=trail, cancel_url=back, **page)


def get_promise(request: HttpRequest, pk: int) -> Promise:
    refuse_if(policies.why_not_read_promises(request.user))
    visible = Promise.objects.visible_to(request.user).select_related(
        "office__parent",
        "officer",
        "consultation",
        "made_by",
        "acknowledged_by",
        "answered_by",
        "extended_by",
        "settled_by",
    )
    return get_object_or_404(visible, pk=pk)
