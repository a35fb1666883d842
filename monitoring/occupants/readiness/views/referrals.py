"""Referral lists for a programme or bank: drawing up, sending, the file, and the answers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.actions import Action
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import now, today
from krs_portal.kit.downloads import build_download
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import Refusable, refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.offices.models import Office
from krs_portal.referrals.models import Partner
from monitoring.occupants.identity import mask_name
from monitoring.occupants.readiness import files as referral_files
from monitoring.occupants.readiness import policies
from monitoring.occupants.readiness.enums import ReferralAnswer
from monitoring.occupants.readiness.forms import ReferHouseholdForm, ReferralAnswerForm, ReferralListForm
from monitoring.occupants.readiness.models import Referral, ReferralList
from monitoring.occupants.readiness.services import referrals
from monitoring.occupants.views.stays import get_household_to_edit, handle_household_form
from monitoring.register.policies import list_known_agencies
from monitoring.register.views.doors import require_monitoring_reader

ANSWERED = {answer.lower(): Count("referrals", filter=Q(referrals__answer=answer)) for answer in ReferralAnswer.values}


@require_safe
@require_monitoring_reader
@reads_parameters("cursor")
def list_referral_lists(request: HttpRequest) -> HttpResponse:
    rows = ReferralList.objects.visible_to(request.user).select_related("programme", "office")
    rows = rows.annotate(households=Count("referrals"), **ANSWERED)
    page = fetch_keyset_page(rows, order=("-created_at", "-pk"), cursor=request.GET.get("cursor"), size=40)
    may_write = policies.why_not_start_lists(request.user) is None
    return render(request, "monitoring/occupants/readiness/lists.html", {"page": page, "may_write": may_write})


@require_monitoring_reader
def start_referral_list(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_start_lists(request.user))
    offices = Office.objects.filter(pk__in=list_known_agencies(request.user)).order_by("code", "pk")
    partners = Partner.objects.visible_to(request.user).filter(is_active=True).order_by("name", "pk")
    form = ReferralListForm(request.POST or None, offices=offices, partners=partners)
    if made := submit_form(request, form, referrals.start_referral_list):
        return redirect("monitoring:referral_list", made.pk)
    return render_referral_form(request, form, title=_("Daftar usulan baru"), button=_("Buat daftar"))


def render_referral_form(
    request: HttpRequest, form: Refusable, list_: ReferralList | None = None, /, *, title: str, **page: Any
) -> HttpResponse:
    trail: list[tuple[Any, str | None]] = [(_("Daftar usulan"), reverse("monitoring:referral_lists"))]
    if list_:
        trail.append((str(list_), reverse("monitoring:referral_list", args=[list_.pk])))
    trail.append((title, None))
    return render_form_page(request, form, title=title, trail=trail, base="monitoring/base.html", **page)


def get_referral_list(request: HttpRequest, pk: int) -> ReferralList:
    rows = ReferralList.objects.visible_to(request.user).select_related("programme", "office", "sent_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@require_monitoring_reader
@reads_parameters("cursor")
def show_referral_list(request: HttpRequest, pk: int) -> HttpResponse:
    list_ = get_referral_list(request, pk)
    rows = Referral.objects.visible_to(request.user).filter(list=list_)
    page = fetch_keyset_page(
        rows.select_related("household__estate__region", "consent"),
        order=("household__name", "pk"),
        cursor=request.GET.get("cursor"),
        size=100,
    )
    known = list_known_agencies(request.user)
    may_change = policies.why_not_change_list(request.user, list_) is None
    may_answer = not may_change and policies.why_not_export_list(request.user, list_) is None
    context = {
        "list": list_,
        "page": page,
        "rows": [
            {
                "referral": row,
                "name": mask_name(row.household, known),
                "badge": build_badge(ReferralAnswer(row.answer)),
            }
            for row in page
        ],
        "counts": rows.aggregate(
            total=Count("pk"),
            accepted=Count("pk", filter=Q(answer=ReferralAnswer.ACCEPTED)),
            declined=Count("pk", filter=Q(answer=ReferralAnswer.DECLINED)),
            waiting=Count("pk", filter=Q(answer=ReferralAnswer.WAITING)),
            withdrawn=Count("pk", filter=Q(consent__withdrawn_at__isnull=False)),
        ),
        "may_change": may_change,
        "may_answer": may_answer,
        "actions": list_referral_list_actions(request.user, list_),
    }
    return render(request, "monitoring/occupants/readiness/list.html", context)


def list_referral_list_actions(user: Any, list_: ReferralList) -> list[Action]:
    if policies.why_not_refer(user, list_.office):
        return []
    if list_.sent_at is None:
        refusal = policies.why_not_send_list(user, list_)
        enter = reverse("monitoring:referral_enter", args=[list_.pk])
        send = reverse("monitoring:referral_send", args=[list_.pk])
        return [
            Action(_("Masukkan semua yang siap dan menyetujui"), enter, None, "users", method="post"),
            Action(_("Kirim dan kunci daftar"), send, refusal, "lock", "primary", "post"),
        ]
    return [
        Action(
            _("Unduh %(format)s") % {"format": kind.upper()},
            reverse("monitoring:referral_file", args=[list_.pk, kind]),
            None,
            "file-download",
            method="post",
        )
        for kind in ("xlsx", "csv")
    ]


@require_monitoring_reader
def refer_household(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one household on a list that was not sent yet."""
    home = get_household_to_edit(request, pk)
    known = list_known_agencies(request.user)
    lists = ReferralList.objects.visible_to(request.user).filter(sent_at__isnull=True, office__in=known)
    form = ReferHouseholdForm(
        request.POST or None, lists=lists.select_related("programme").order_by("-created_at", "pk")
    )

    title, button = _("Usulkan ke program"), _("Masukkan ke daftar")
    return handle_household_form(
        request, home, form, referrals.refer_household, household=home, title=title, button=button
    )


@require_POST
@require_monitoring_reader
def refer_ready_households(request: HttpRequest, pk: int) -> HttpResponse:
    press_button(
        request,
        referrals.refer_ready_households,
        list_=get_referral_list(request, pk),
        said=lambda entered: _("%(count)s rumah tangga masuk daftar.") % {"count": entered},
    )
    return redirect("monitoring:referral_list", pk)


@require_POST
@require_monitoring_reader
def send_referral_list(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Daftar dikunci sebagai terkirim. Isinya tidak berubah lagi; unduh berkasnya.")
    press_button(request, referrals.send_referral_list, list_=get_referral_list(request, pk), said=said)
    return redirect("monitoring:referral_list", pk)


def get_referral(request: HttpRequest, pk: int) -> Referral:
    rows = Referral.objects.visible_to(request.user).select_related("list__office", "list__programme", "household")
    return get_object_or_404(rows, pk=pk)


@require_POST
@require_monitoring_reader
def remove_referral(request: HttpRequest, pk: int) -> HttpResponse:
    referral = get_referral(request, pk)
    press_button(request, referrals.remove_referral, referral=referral)
    return redirect("monitoring:referral_list", referral.list_id)


@require_monitoring_reader
def answer_referral(request: HttpRequest, pk: int) -> HttpResponse:
    referral = get_referral(request, pk)
    refuse_if(policies.why_not_answer_referral(request.user, referral))
    form = ReferralAnswerForm(request.POST or None, edits=Edited(referral, read_referral_answer))
    form.fields["answered_on"].initial = today()
    if submit_form(request, form, referrals.answer_referral, referral=referral):
        return redirect("monitoring:referral_list", referral.list_id)
    return render_referral_form(
        request,
        form,
        referral.list,
        title=_("Catat jawaban"),
        button=_("Simpan jawaban"),
        lead=str(referral.household),
    )


def read_referral_answer(referral: Referral) -> dict[str, Any]:
    is_answered = referral.answer != ReferralAnswer.WAITING
    return read_fields("answer", "answered_on", "note")(referral) if is_answered else {"note": referral.note}


@require_POST
@require_monitoring_reader
def download_referral_list(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list as a file for its recipient. Each download is recorded as a disclosure of every household in it."""
    if kind not in referral_files.KINDS:
        raise Http404
    list_ = get_referral_list(request, pk)
    rows = referrals.disclose_referral_list(list_=list_, by=request.user, at=now())
    content, media = referral_files.build_referral_file(kind, list_, rows)
    return build_download(content, f"usulan-{list_.pk}.{kind}", media)
