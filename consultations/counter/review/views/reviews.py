"""What waits for the head, what came back, and the head's word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.counter.models import Consultation
from consultations.counter.review import policies, services
from consultations.counter.review.enums import ReviewTab, ReviewVerdict
from consultations.counter.review.forms import ReviewForm, ReviewSettingForm
from consultations.counter.review.models import Review, ReviewSetting
from consultations.counter.review.waiting import choose_reviewed, wants_review
from consultations.people.policies import list_served_offices
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_day, format_person_name
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.models import Office

SHOWN = 30


@require_safe
@reads_parameters("cursor", "office", "tab")
def list_reviewed(request: HttpRequest) -> HttpResponse:
    """Of one office: what was closed first is looked at first."""
    refuse_if(policies.why_not_read_reviews(request.user))
    offices: Any = list_served_offices(request.user).clinics().with_name_on(today()).order_by("code", "pk")
    of = {row.code: row for row in offices}
    office = of[read_choice(request, "office", of, next(iter(of)))]
    tab = ReviewTab(read_choice(request, "tab", ReviewTab.values, ReviewTab.WAITING))
    own = Consultation.objects.visible_to(request.user).filter(office=office)
    order = ("closed_at", "pk") if tab == ReviewTab.WAITING else ("-closed_at", "-pk")
    page = fetch_keyset_page(
        choose_reviewed(own, tab).with_people(), order=order, cursor=request.GET.get("cursor"), size=SHOWN
    )
    remarks = fetch_remarks([row.pk for row in page]) if tab == ReviewTab.RETURNED else {}
    context = {
        "page": page,
        "rows": [(row, format_person_name(row.client_name, known=True), remarks.get(row.pk, "")) for row in page],
        "tabs": [
            Tab(each.label, build_list_url(office, each), each == tab, count_tab(own, each)) for each in ReviewTab
        ],
        "tab": tab,
        "office": office,
        "offices": offices,
        "is_wanted": wants_review(office),
        "actions": [
            Action(
                _("Atur tinjauan"),
                reverse("consultations:review_setting", args=[office.code]),
                policies.why_not_set_review(request.user, office),
                "adjustments",
            )
        ],
    }
    return render(request, "consultations/counter/review/index.html", context)


def count_tab(own: Any, tab: ReviewTab) -> int | None:
    """What is agreed grows for ever and is not counted."""
    return None if tab == ReviewTab.AGREED else choose_reviewed(own, tab).count()


def fetch_remarks(keys: list[int]) -> dict[int, str]:
    """The last remark of each."""
    said = Review.objects.filter(consultation__in=keys, verdict=ReviewVerdict.RETURNED).order_by("made_at", "pk")
    return dict(said.values_list("consultation", "remark"))


def build_list_url(office: Office, tab: ReviewTab) -> str:
    return f"{reverse('consultations:reviews')}?{urlencode({'office': office.code, 'tab': tab})}"


def set_review(request: HttpRequest, office: str) -> HttpResponse:
    found = get_object_or_404(Office.objects.visible_to(request.user).clinics(), code=office)
    refuse_if(policies.why_not_set_review(request.user, found))
    form = ReviewSettingForm(
        request.POST if request.method == "POST" else None, setting=ReviewSetting.objects.filter(office=found).first()
    )
    if submit_form(request, form, services.set_review, said=_("Aturan tinjauan tersimpan."), office=found):
        return redirect(build_list_url(found, ReviewTab.WAITING))
    return render_form_page(
        request,
        form,
        title=_("Tinjauan kepala unit"),
        button=_("Simpan"),
        lead=_(
            "Bila dipakai, konsultasi yang ditutup mulai sekarang menunggu tinjauan Anda: disetujui, atau "
            "dikembalikan dengan catatan. Capaian tidak berubah oleh tinjauan."
        ),
        cancel_url=build_list_url(found, ReviewTab.WAITING),
    )


def review_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    related = ("office__parent",)
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user).select_related(*related), pk=pk)
    refuse_if(policies.why_not_review(request.user, consultation))
    form = ReviewForm(request.POST or None)
    if submit_form(
        request, form, services.review_consultation, said=_("Tinjauan tercatat."), consultation=consultation
    ):
        return redirect(build_list_url(consultation.office, ReviewTab.WAITING))
    return render_form_page(
        request,
        form,
        title=_("Tinjau konsultasi"),
        button=_("Simpan tinjauan"),
        lead=f"{consultation.client_name}, {format_day(consultation.happened_on)}",
        cancel_url=reverse("consultations:consultation", args=[pk]),
    )
