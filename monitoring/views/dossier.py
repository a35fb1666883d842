"""One estate: how it stands, its blocks and units, its rent, its hand-over, and what others tell about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.files.shelves import shelf
from krs_portal.kit import charts
from krs_portal.kit.about import About
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import today
from krs_portal.kit.formats import day, number, percent
from krs_portal.kit.pagination import keyset
from monitoring import maps, policies, tariffs
from monitoring.attachments import ESTATE
from monitoring.enums import Beneficiary, Condition, FacilityKind, UnitState
from monitoring.models import Block, Estate, Problem, Profile, Tariff, Unit, Wage
from monitoring.views.doors import readers_only
from monitoring.views.estates import condition_badge, visible
from monitoring.views.handover import section

STATES = {"occupied": gettext_lazy("Terhuni"), "empty": gettext_lazy("Kosong"), "broken": gettext_lazy("Rusak")}


@dataclass(frozen=True)
class Figure:
    label: Any
    value: str
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class BlockShown:
    block: Any
    chart: SafeString
    is_stack: bool
    note: str


@readers_only
def estate(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible(request), pk=pk)
    refusal = policies.why_not_edit_estate(request.user, found)
    told = facts(found)
    context = {
        "estate": found,
        "condition": condition_badge(Condition(found.condition)) if found.condition else None,
        "figures": figures(found),
        "facts": [(term, value) for term, value in told if value],
        "unknown": [term for term, value in told if not value],
        "facilities": facilities(found),
        "shelf": shelf(request.user, About(ESTATE, str(pk))),
        "blocks": blocks(found),
        "rent": rents(found),
        "hand_over": section(request, found),
        "problems": Problem.objects.filter(estate=found).unresolved().order_by("-found_on", "-pk")[:8],
        "profiles": Profile.objects.filter(estate=found).select_related("round").order_by("-round__data_as_at", "-pk"),
        "may_edit": refusal is None,
        "actions": actions(found) if refusal is None else [],
    }
    return render(request, "monitoring/estates/dossier.html", context)


def actions(found: Estate) -> list[Action]:
    def to(name: str) -> str:
        return reverse(f"monitoring:{name}", args=[found.pk])

    return [
        Action(_("Ubah data"), to("estate_edit"), icon="pencil"),
        Action(_("Tambah blok"), to("block_new"), icon="plus"),
        Action(_("Fasilitas"), to("facilities"), icon="droplet"),
        Action(_("Tetapkan tarif"), to("tariff_new"), icon="coin"),
    ]


def figures(found: Estate) -> list[Figure]:
    tally, units = found.tally, reverse("monitoring:units", args=[found.pk])
    known = tally.occupancy is not None
    unanswered = _("%(count)s blok belum punya angka") % {"count": tally.unanswered} if tally.unanswered else ""
    return [
        Figure(_("Tower"), number(tally.towers), f"{units}#blok"),
        Figure(_("Unit"), number(tally.units), units, unanswered),
        Figure(
            _("Terhuni"),
            number(tally.occupied),
            f"{units}?state=occupied",
            percent(tally.occupancy) if known else _("persen hunian belum diketahui"),
        ),
        Figure(_("Kosong"), number(tally.empty), f"{units}?state=empty"),
        Figure(
            _("Rusak"),
            number(tally.broken),
            f"{units}?state=broken" if tally.broken is not None else "",
            "" if tally.broken is not None else _("diketahui setelah unit didaftar"),
        ),
    ]


def facts(found: Estate) -> list[tuple[Any, Any]]:
    first, last = found.budget_year_first, found.budget_year_last
    budget = None if first is None else str(first) if first == last or last is None else f"{first} - {last}"
    kind = " · ".join(filter(None, [found.unit_type, found.variant]))
    point = None
    if found.latitude is not None:
        point = f"{found.latitude}, {found.longitude} ({found.get_coordinate_quality_display().lower()})"
    stay = _("paling lama %(years)s tahun") % {"years": found.stay_limit_years} if found.stay_limit_years else None
    if stay and found.stay_rule_source:
        stay = f"{stay} – {found.stay_rule_source}"
    return [
        (_("Alamat"), found.address),
        (_("Titik koordinat"), point),
        (_("Dinas"), found.office.name_on(today())),
        (_("ID rusun"), found.code),
        (_("Tahun terbangun"), found.built_year),
        (_("Tahun anggaran"), budget),
        (_("Pembangun"), found.builder),
        (_("Pengusul"), found.proposer),
        (_("Tipe dan varian"), kind),
        (_("Jumlah lantai"), found.floors),
        (_("Kapasitas"), _("%(people)s orang") % {"people": number(found.capacity)} if found.capacity else None),
        (_("Status lahan"), found.get_land_status_display()),
        (_("Pengelola"), found.manager),
        (_("Dihuni sejak"), day(found.occupied_since_on) if found.occupied_since_on else None),
        (_("Masa sewa"), stay),
        (_("Keterangan"), found.notes),
    ]


def facilities(found: Estate) -> list[tuple[Any, Any]]:
    """Every kind, also those nobody asked about yet."""
    known = {facility.kind: facility for facility in found.facilities.all()}
    return [(kind.label, known.get(kind)) for kind in FacilityKind]


def blocks(found: Estate) -> list[BlockShown]:
    rows = list(Block.objects.filter(estate=found).with_counts().order_by("name", "pk"))
    listed = [row.pk for row in rows if row.is_listed]
    units = Unit.objects.filter(block__in=listed).with_tenancy().order_by("floor", "number", "pk")
    by_block: dict[int, list[Any]] = {}
    for unit in units:
        by_block.setdefault(unit.block_id, []).append(unit)
    return [block(row, by_block.get(row.pk, []), found) for row in rows]


def block(row: Any, units: list[Any], found: Estate) -> BlockShown:
    share = 100 * row.occupied_count / row.unit_count if row.unit_count and row.occupied_count is not None else None
    note = maps.in_words(row.occupied_count, row.unit_count, share)
    if not units:
        return BlockShown(row, charts.part(row.occupied_count, row.unit_count, title=note, height=14), False, note)
    here = reverse("monitoring:units", args=[found.pk])
    floors: dict[int, list[charts.Cell]] = {}
    for unit in units:
        where = f"{here}?{urlencode({'block': row.pk, 'floor': unit.floor})}#unit-{unit.pk}"
        floors.setdefault(unit.floor, []).append(charts.Cell(unit.number[-4:], look(unit), said(unit), where))
    stack = [charts.Floor(_("Lt. %(floor)s") % {"floor": floor}, cells) for floor, cells in sorted(floors.items())]
    return BlockShown(row, charts.stack(stack, title=_("Blok %(name)s per lantai") % {"name": row.name}), True, note)


def look(unit: Any) -> str:
    if unit.state == UnitState.BROKEN:
        return "broken"
    return "full" if unit.is_occupied else "empty"


def said(unit: Any) -> str:
    state = _("terhuni") if unit.is_occupied else unit.get_empty_reason_display().lower() or _("kosong")
    more = "" if unit.state == UnitState.HABITABLE else f", {unit.get_state_display().lower()}"
    return f"{unit.number}: {state}{more}"


@dataclass(frozen=True)
class Rents:
    current: list[Tariff]
    earlier: list[Tariff]
    wage: Wage | None
    ceiling: int | None
    is_capped: bool  # the ceiling is for low-income people
    above: list[Tariff]


def rents(found: Estate) -> Rents:
    """The rent in force by floor, what came before, and the ceiling of the year in which it began."""
    on = today(found.office.time_zone)
    current: dict[Any, Tariff] = {}
    earlier: list[Tariff] = []
    for tariff in found.tariffs.order_by("-valid_from", "floor", "-pk"):
        if tariff.valid_from <= on and tariff.floor not in current:
            current[tariff.floor] = tariff
        else:
            earlier.append(tariff)
    began = max((tariff.valid_from for tariff in current.values()), default=on)
    wage = minimum_wage(found, began)
    top = tariffs.ceiling(wage.amount) if wage else None
    is_capped = found.beneficiary == Beneficiary.MBR
    above = [tariff for tariff in current.values() if is_capped and top is not None and tariff.amount > top]
    return Rents(list(current.values()), earlier, wage, top, is_capped, above)


def minimum_wage(found: Estate, on: date) -> Wage | None:
    known = Wage.objects.filter(region__in=[found.region_id, found.region.parent_id]).select_related("region")
    return known.filter(year__lte=on.year).order_by("-year").first() or known.order_by("year").first()


@readers_only
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind the figures: blocks with what was declared, and the units one by one."""
    found = get_object_or_404(visible(request), pk=pk)
    state = request.GET.get("state", "")
    asked = {name: value for name in ("block", "floor") if (value := request.GET.get(name, "")).isdecimal()}
    rows = narrowed(Unit.objects.filter(block__estate=found, **asked).with_tenancy(), state).select_related("block")
    context = {
        "estate": found,
        "blocks": Block.objects.filter(estate=found, is_listed=False).with_counts().order_by("name", "pk"),
        "listed": Block.objects.filter(estate=found, is_listed=True).with_counts().order_by("name", "pk"),
        "state": state if state in STATES else "",
        "state_name": STATES.get(state, ""),
        "figure": {"occupied": found.tally.occupied, "empty": found.tally.empty, "broken": found.tally.broken}.get(
            state, found.tally.units
        ),
        "page": keyset(rows, order=("block_id", "floor", "number"), cursor=request.GET.get("cursor"), size=100),
        "may_edit": policies.why_not_edit_estate(request.user, found) is None,
        "places": [
            (_("Hunian"), reverse("monitoring:estates")),
            (found.name, reverse("monitoring:estate", args=[pk])),
            (_("Unit"), None),
        ],
    }
    return render(request, "monitoring/estates/units.html", context)


def narrowed(rows: QuerySet[Unit], state: str) -> QuerySet[Unit]:
    if state == "broken":
        return rows.filter(state=UnitState.BROKEN)
    return rows.filter(is_occupied=state == "occupied") if state in STATES else rows
