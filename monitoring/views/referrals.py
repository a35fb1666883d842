"""Lists for a programme or bank: drawing up, sending, the file, and what was answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now, today
from krs_portal.kit.pagination import keyset
from krs_portal.offices.models import Office
from monitoring import dossier, policies, referral_files
from monitoring.enums import ReferralAnswer
from monitoring.forms.referrals import ListForm, ReferForm, ReplyForm
from monitoring.identity import initials
from monitoring.models import Referral, ReferralList
from monitoring.services import referrals
from monitoring.views.doors import readers_only, refuse
from monitoring.views.stays import answered, asking, home_of, tried

ANSWERED = {
    f"{answer.lower()}": Count("referrals", filter=Q(referrals__answer=answer)) for answer in ReferralAnswer.values
}


@require_GET
@readers_only
def referral_lists(request: HttpRequest) -> HttpResponse:
    rows = ReferralList.objects.visible_to(request.user).select_related("programme", "office")
    rows = rows.annotate(households=Count("referrals"), **ANSWERED)
    page = keyset(rows, order=("-created_at", "-pk"), cursor=request.GET.get("cursor"), size=40)
    may_write = bool(policies.known_agencies(request.user))
    return render(request, "monitoring/readiness/lists.html", {"page": page, "may_write": may_write})


@readers_only
def referral_new(request: HttpRequest) -> HttpResponse:
    known = policies.known_agencies(request.user)
    if not known:
        refuse(_("Daftar usulan disusun oleh dinas perumahan."))
    form = ListForm(request.POST or None, offices=Office.objects.filter(pk__in=known).order_by("code", "pk"))

    def save() -> ReferralList:
        return referrals.start_list(**form.cleaned_data, by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and (made := tried(form, save)):
        return redirect("monitoring:referral_list", made.pk)
    back = reverse("monitoring:referral_lists")
    context = {"form": form, "title": _("Daftar usulan baru"), "button": _("Buat daftar"), "back": back}
    return asking(request, form, context)


def list_of(request: HttpRequest, pk: int) -> ReferralList:
    rows = ReferralList.objects.visible_to(request.user).select_related("programme", "office", "sent_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
@readers_only
def referral_list(request: HttpRequest, pk: int) -> HttpResponse:
    list_ = list_of(request, pk)
    rows = Referral.objects.visible_to(request.user).filter(list=list_)
    page = keyset(
        rows.select_related("household__estate__region", "consent"),
        order=("household__name", "pk"),
        cursor=request.GET.get("cursor"),
        size=100,
    )
    known = policies.known_agencies(request.user)
    may_change = policies.why_not_change_list(request.user, list_) is None
    may_answer = not may_change and policies.why_not_export_list(request.user, list_) is None
    context = {
        "list": list_,
        "page": page,
        "rows": [
            {
                "referral": row,
                "name": row.household.name if row.household.estate.office_id in known else initials(row.household.name),
                "badge": dossier.answer_badge(row.answer, row.get_answer_display()),
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
        "actions": actions(request.user, list_),
    }
    return render(request, "monitoring/readiness/list.html", context)


def actions(user: Any, list_: ReferralList) -> list[Action]:
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


@readers_only
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one household on a list that has not left yet."""
    home = home_of(request, pk)
    known = policies.known_agencies(request.user)
    lists = ReferralList.objects.visible_to(request.user).filter(sent_at__isnull=True, office__in=known)
    form = ReferForm(request.POST or None, lists=lists.select_related("programme").order_by("-created_at", "pk"))

    def save() -> Referral:
        return referrals.enter_household(list_=form.cleaned_data["list_"], household=home, by=request.user, at=now())

    return answered(request, form, save, home, _("Usulkan ke program"), _("Masukkan ke daftar"))


@require_POST
@readers_only
def referral_enter(request: HttpRequest, pk: int) -> HttpResponse:
    entered = referrals.enter_ready(list_=list_of(request, pk), by=request.user, at=now())
    messages.success(request, _("%(count)s rumah tangga masuk daftar.") % {"count": entered})
    return redirect("monitoring:referral_list", pk)


@require_POST
@readers_only
def referral_send(request: HttpRequest, pk: int) -> HttpResponse:
    referrals.send_list(list_=list_of(request, pk), by=request.user, at=now())
    messages.success(request, _("Daftar dikunci sebagai terkirim. Isinya tidak berubah lagi; unduh berkasnya."))
    return redirect("monitoring:referral_list", pk)


def referral_of(request: HttpRequest, pk: int) -> Referral:
    rows = Referral.objects.visible_to(request.user).select_related("list__office", "list__programme", "household")
    return get_object_or_404(rows, pk=pk)


@require_POST
@readers_only
def referral_remove(request: HttpRequest, pk: int) -> HttpResponse:
    referral = referral_of(request, pk)
    referrals.remove_household(referral=referral, by=request.user, at=now())
    return redirect("monitoring:referral_list", referral.list_id)


@readers_only
def referral_answer(request: HttpRequest, pk: int) -> HttpResponse:
    referral = referral_of(request, pk)
    refuse(policies.why_not_answer_referral(request.user, referral))
    initial = {"answer": referral.answer, "answered_on": referral.answered_on or today(), "note": referral.note}
    form = ReplyForm(request.POST or None, initial=initial)

    def save() -> Referral:
        typed = form.cleaned_data | {"answer": ReferralAnswer(form.cleaned_data["answer"])}
        return referrals.answer_referral(referral=referral, **typed, by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and tried(form, save):
        return redirect("monitoring:referral_list", referral.list_id)
    context = {
        "form": form,
        "title": _("Catat jawaban"),
        "lead": str(referral.household),
        "button": _("Simpan jawaban"),
    }
    return asking(request, form, context | {"back": reverse("monitoring:referral_list", args=[referral.list_id])})


@require_POST
@readers_only
@never_cache
def referral_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list for its recipient. It holds specific data, so each download is written down household by household."""
    if kind not in referral_files.KINDS:
        raise Http404
    list_ = list_of(request, pk)
    rows = referrals.open_for_export(list_=list_, by=request.user, at=now())
    content, media = referral_files.made(kind, list_, rows)
    name = f"usulan-{list_.pk}.{kind}"
    return HttpResponse(content, media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
