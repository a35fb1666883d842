"""The houses that an office serves: listed, looked at, corrected, merged and parted again."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinics.enums import Measure
from clinics.models import LedgerEntry
from consultations.counter import policies, services
from consultations.counter.assistance.views.card import build_house_card
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE, list_consultations_of_house
from consultations.people.enums import Component, ComponentState
from consultations.people.forms import HouseDataForm, MergeForm
from consultations.people.models.house import House
from consultations.people.policies import list_served_offices, why_not_merge
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import build_badge
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.models import Region


@require_safe
@reads_parameters("cursor", "q")
def list_houses(request: HttpRequest) -> HttpResponse:
    """Those written down last; with `q`, those at addresses like it."""
    refuse_if(policies.why_not_look_up_houses(request.user))
    known, text = policies.list_known_houses(request.user), request.GET.get("q", "")[:300]
    page = None
    if text.strip():
        houses = known.list_alike(text, None) if text.isprintable() else []
    else:
        rows = known.standing().select_related("region")
        page = fetch_keyset_page(rows, order=("-pk",), cursor=request.GET.get("cursor"), size=30)
        houses = page.rows
    context = {"houses": houses, "page": page, "text": text}
    return render_page_or_fragment(request, "consultations/counter/houses_index.html", context)


@require_safe
def show_house(request: HttpRequest, pk: int) -> HttpResponse:
    house = get_known_house(request, pk)
    if house.is_merged:
        return redirect("consultations:house", house.merged_into_id)
    alike = policies.list_known_houses(request.user).exclude(pk=pk).standing().list_alike(house.address, house.region)
    context = {
        "house": house,
        "facts": describe_house_facts(house),
        "components": describe_components(house),
        "lines": list_consultation_lines(request, house),
        "help": build_house_card(request, house),
        "merged": house.merged.select_related("merged_by").order_by("-merged_at", "pk"),  # type: ignore[attr-defined]
        "alike": [each for each in alike if each.pk != pk],
        "actions": [
            Action(
                _("Ubah data"),
                reverse("consultations:house_edit", args=[pk]),
                policies.why_not_edit_house(request.user, house),
                "pencil",
            )
        ],
    }
    return render(request, "consultations/counter/house.html", context)


def list_consultation_lines(request: HttpRequest, house: House) -> list[tuple[Consultation, str, Any, bool]]:
    """Those that the reader may see, with names where they may, and whether the house counts through each."""
    rows = list_consultations_of_house(house).standing().visible_to(request.user).with_people()
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    live = LedgerEntry.objects.live().filter(source_kind=SOURCE, rule__measure=Measure.ASSISTED_HOUSE)
    counting = set(live.filter(source_key__in=rows.values("pk")).values_list("source_key", flat=True))
    return [
        (
            row,
            formats.format_person_name(row.client_name, known=row.office_id in served),
            build_badge(ConsultationState(row.state), row.get_outcome_display()),
            row.pk in counting,
        )
        for row in rows.order_by("-happened_on", "-pk")[:50]
    ]


def describe_house_facts(house: House) -> list[tuple[Any, Any]]:
    """Where it stands and whose it is; of all else what is known."""
    shown = ("tenure", "land_title", "land_origin", "toilet", "sewage", "water", "power", "surroundings")
    fields: Any = [House._meta.get_field(name) for name in shown]
    place = (house.latitude, house.longitude)
    known = [
        (_("Penanda"), house.mark),
        *((str(field.verbose_name).capitalize(), getattr(house, f"get_{field.name}_display")()) for field in fields),
        (_("Titik"), "; ".join(formats.format_decimals(part, 6) for part in place) if all(place) else ""),
    ]
    return [
        (_("Kab/kota"), house.region),
        (_("Nama pemilik"), house.owner_name or None),
        *((label, value) for label, value in known if value),
    ]


def describe_components(house: House) -> list[tuple[Any, Any]]:
    return [
        (component.label, ComponentState(state).label)
        for component in Component
        if (state := house.components.get(component.value))
    ]


def edit_house(request: HttpRequest, pk: int) -> HttpResponse:
    house = get_known_house(request, pk)
    refuse_if(policies.why_not_edit_house(request.user, house))
    own = Q(valid_until__isnull=True, pk__in=Region.objects.kab_kota()) | Q(pk=house.region_id)
    regions = Region.objects.filter(own).select_related("parent").order_by("parent__name", "name", "pk")
    form = HouseDataForm(request.POST or None, house=house, regions=regions)
    if submit_form(
        request,
        form,
        services.edit_house,
        said=_("Data rumah tersimpan."),
        typed=lambda: {"values": form.values},
        house=house,
    ):
        return redirect("consultations:house", pk)
    return render_form_page(
        request,
        form,
        title=_("Ubah data rumah"),
        lead=str(house),
        button=_("Simpan"),
        cancel_url=reverse("consultations:house", args=[pk]),
    )


def merge_houses(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What would be one house, side by side, and what its achievement would lose, before it is; `pk` is kept."""
    kept, gone = get_known_house(request, pk), get_known_house(request, other)
    refusal = why_not_merge(kept, gone)
    if not refusal:
        refuse_if(policies.why_not_merge_houses(request.user, kept, gone))
    form = MergeForm(request.POST if request.method == "POST" else None)
    if submit_form(
        request,
        form,
        services.merge_houses,
        said=_(
            "Digabungkan: sejak sekarang dihitung satu rumah setahun. Penggabungan dapat dibatalkan di halaman ini."
        ),
        typed={},
        kept=kept,
        other=gone,
    ):
        return redirect("consultations:house", pk)
    return render_form_page(
        request,
        form,
        title=_("Gabungkan dua catatan rumah?"),
        lead=_("Catatan kiri yang dipakai. Konsultasi keduanya tetap; setiap tahun rumah ini dihitung sekali."),
        button=_("Gabungkan"),
        icon="check",
        cancel_url=reverse("consultations:house", args=[pk]),
        template="consultations/people/merge.html",
        columns=[(each, describe_house_facts(each), list_consultation_lines(request, each)) for each in (kept, gone)],
        refusal=refusal,
        swap_url=reverse("consultations:house_merge", args=[other, pk]),
    )


@require_POST
def separate_house(request: HttpRequest, pk: int) -> HttpResponse:
    house = get_known_house(request, pk)
    kept = house.kept
    said = _("Penggabungan dibatalkan; masing-masing dihitung sendiri lagi.")
    press_button(request, services.separate_house, said=said, house=house)
    return redirect("consultations:house", kept.pk)


def get_known_house(request: HttpRequest, pk: int) -> House:
    """A house that the reader serves, itself or through the one it was merged with."""
    refuse_if(policies.why_not_look_up_houses(request.user))
    house = get_object_or_404(House.objects.select_related("region", "merged_into"), pk=pk)
    if not policies.reads_house(request.user, house):
        raise Http404
    return house
