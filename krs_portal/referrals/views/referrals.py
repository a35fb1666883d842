"""The baskets, one referral, and what is done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.about import About
from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.models import Office
from krs_portal.referrals import policies, services, showing
from krs_portal.referrals.enums import NEXT_ACTS, Basket
from krs_portal.referrals.filters import ReferralFilter
from krs_portal.referrals.forms import ExplainReferralForm, PartnerAnswerForm, ReferralForm, WithdrawReferralForm
from krs_portal.referrals.kinds import REFERRAL_KINDS, ReferralSubject
from krs_portal.referrals.models import Programme, Referral

FILTERS = tuple(ReferralFilter.base_filters)
ALWAYS_SHOWN = ("office", "partner")  # fields of the filter; the others open on demand


@require_safe
@reads_parameters("keranjang", "cursor", *FILTERS)
def list_referrals(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_referrals(request.user))
    visible = Referral.objects.visible_to(request.user)
    narrowed = ReferralFilter(request.GET, visible, request=request)
    counts = narrowed.qs.count_baskets()
    basket = Basket(read_choice(request, "keranjang", Basket.values) or choose_first_basket(counts))
    rows = narrowed.qs.in_basket(basket).with_partner()
    page = fetch_keyset_page(rows, order=("created_at", "pk"), cursor=request.GET.get("cursor"), size=30)
    offices: Any = Office.objects.visible_to(request.user).clinics().with_name_on(today())
    names = dict(offices.values_list("pk", "short_name"))
    served = set(policies.list_referring_offices(request.user).values_list("pk", flat=True))
    lines = showing.list_rows(page, served, now())
    context = {
        "filter": narrowed,
        "more_open": any(request.GET.get(name) for name in FILTERS if name not in ALWAYS_SHOWN),
        "main": ALWAYS_SHOWN,
        "page": page,
        "rows": [line | {"office": names.get(line["referral"].office_id)} for line in lines],
        "several": len(names) > 1,
        "basket": basket,
        "next_act": NEXT_ACTS[basket],
        "tabs": build_basket_tabs(request, basket, counts),
    }
    return render_page_or_fragment(request, "referrals/list.html", context)


def choose_first_basket(counts: dict[Basket, int]) -> Basket:
    """The basket with which one begins: the first in which something presses."""
    pressing = (Basket.AT_RISK, Basket.UNANSWERED, Basket.DECLINED, Basket.EXPIRED, Basket.TO_SEND)
    return next((basket for basket in pressing if counts[basket]), Basket.WAITING)


def build_basket_tabs(request: HttpRequest, current: Basket, counts: dict[Basket, int]) -> list[Tab]:
    kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    url = reverse("referrals:list")
    return [
        Tab(basket.label, f"{url}?{urlencode({'keranjang': basket.value, **kept})}", basket == current, counts[basket])
        for basket in Basket
    ]


@require_safe
def show_referral(request: HttpRequest, pk: int) -> HttpResponse:
    referral = get_referral(request, pk)
    known = policies.list_referring_offices(request.user).filter(pk=referral.office_id).exists()
    followers = referral.followers.select_related("programme__partner").order_by("pk")
    context = {
        "referral": referral,
        "badge": showing.build_referral_badge(referral),
        "mark": showing.build_mark_badge(referral),
        "next_act": showing.get_next_act(referral),
        "facts": showing.describe_referral(referral, known=known),
        "steps": showing.list_referral_steps(referral),
        "actions": showing.list_referral_actions(request.user, referral),
        "zone": referral.office.time_zone,
        "subject_url": showing.get_subject_url(referral),
        "followers": followers,
        "places": build_breadcrumbs(referral.number),
    }
    return render(request, "referrals/referral.html", context)


def start_referral(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Refer somebody from the row of an upper room."""
    subject = find_subject(request, kind, key)
    refuse_if(policies.why_not_refer(request.user, subject.office) or subject.refusal)
    return handle_referral_form(request, About(kind, key), subject)


def refer_to_another(request: HttpRequest, pk: int) -> HttpResponse:
    """After a refusal: the same person to another programme."""
    refused = get_referral(request, pk)
    refuse_if(policies.why_not_settle(request.user, refused))
    subject = find_subject(request, refused.about_kind, refused.about_key)
    return handle_referral_form(request, refused.about, subject, refused)


def find_subject(request: HttpRequest, kind: str, key: str) -> ReferralSubject:
    """Whom it is about. Raises Http404 for what is unknown or not to be seen."""
    known = REFERRAL_KINDS.find(kind)
    subject = known.find_subject(request.user, key) if known else None
    if subject is None:
        raise Http404
    return subject


def handle_referral_form(
    request: HttpRequest, about: About, subject: ReferralSubject, follows: Referral | None = None
) -> HttpResponse:
    day = today(subject.office.time_zone)
    programmes = Programme.objects.active().offered_to(subject.office, day).select_related("partner")
    programmes = programmes.order_by("partner__name", "name", "pk")
    if follows:
        programmes = programmes.exclude(pk=follows.programme_id)
    form = ReferralForm(request.POST or None, subject=subject, programmes=programmes)
    sends = "draft" not in request.POST
    made = submit_form(
        request, form, services.start_referral, about=about, subject=subject, follows=follows, sends=sends,
        said=_("Rujukan dikirim kepada mitra.") if sends else _("Rujukan tersimpan sebagai draf; belum dikirim."),
    )  # fmt: skip
    if made:
        return redirect("referrals:referral", made.pk)
    title = _("Rujuk ke program lain") if follows else _("Rujuk kepada mitra")
    return render_form_page(
        request, form, title=title, button=_("Simpan dan kirim"), icon="mail", lead=subject.title,
        trail=[(subject.title, subject.url), (title, "")], cancel_url=subject.url, template="referrals/new.html",
        other={"label": _("Simpan draf"), "name": "draft", "icon": "pencil", "kind": "secondary"},
        programmes=programmes,
    )  # fmt: skip


@require_POST
def send_referral(request: HttpRequest, pk: int) -> HttpResponse:
    referral = get_referral(request, pk)
    refuse_if(policies.why_not_refer(request.user, referral.office))
    press_button(request, services.send_referral, referral=referral, said=_("Rujukan dikirim kepada mitra."))
    return redirect("referrals:referral", pk)


def answer_referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the partner said by telephone."""
    referral = get_referral(request, pk)
    refuse_if(policies.why_not_record_answer(request.user, referral))
    form = PartnerAnswerForm(request.POST or None, answers=policies.list_possible_answers(referral))
    if submit_form(request, form, services.answer_referral, referral=referral, said=_("Jawaban mitra tercatat.")):
        return redirect("referrals:referral", pk)
    return render_own_form(request, form, referral, _("Catat jawaban mitra"), _("Simpan jawaban"))


def withdraw_referral(request: HttpRequest, pk: int) -> HttpResponse:
    referral = get_referral(request, pk)
    refuse_if(policies.why_not_withdraw(request.user, referral))
    form = WithdrawReferralForm(request.POST or None)
    said = _("Rujukan ditarik; tautan mitra tidak berlaku lagi.")
    if submit_form(request, form, services.withdraw_referral, referral=referral, said=said):
        return redirect("referrals:referral", pk)
    return render_own_form(
        request, form, referral, _("Tarik rujukan ini?"), _("Tarik rujukan"), kind="danger", icon="ban"
    )


def explain_referral(request: HttpRequest, pk: int) -> HttpResponse:
    referral = get_referral(request, pk)
    refuse_if(policies.why_not_settle(request.user, referral))
    form = ExplainReferralForm(request.POST or None)
    said = _("Tersimpan: pemohon sudah mendapat penjelasan.")
    if submit_form(request, form, services.explain_referral, referral=referral, said=said):
        return redirect("referrals:referral", pk)
    return render_own_form(request, form, referral, _("Dijelaskan kepada pemohon"), _("Simpan penjelasan"))


def render_own_form(
    request: HttpRequest, form: Any, referral: Referral, title: str, button: str, **more: Any
) -> HttpResponse:
    """A form about one referral, with the way back to it."""
    url = reverse("referrals:referral", args=[referral.pk])
    trail = [*build_breadcrumbs(referral.number, url), (title, "")]
    return render_form_page(
        request, form, title=title, button=button, lead=str(referral.programme), trail=trail, cancel_url=url, **more
    )


def get_referral(request: HttpRequest, pk: int) -> Referral:
    refuse_if(policies.why_not_read_referrals(request.user))
    visible = Referral.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("programme__partner", "office__parent", "created_by"), pk=pk)


def build_breadcrumbs(here: str, url: str = "") -> list[tuple[str, str]]:
    return [(_("Rujukan"), reverse("referrals:list")), (here, url)]
