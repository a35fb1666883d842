"""The page of one estate: figures, blocks and units, rent, hand-over, problems and profiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.files.shelves import build_shelf
from krs_portal.kit import charts
from krs_portal.kit.about import About
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_day, format_number, format_percent
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import build_rows_url, reads_parameters, refuse_parameter
from krs_portal.offices.querysets import PARENTS
from monitoring.picture.forms import UNIT_STATES, UnitFilterForm
from monitoring.picture.views.waiting import describe_disagreement, list_waiting_lines
from monitoring.problems.models import Problem
from monitoring.register import policies, tariffs
from monitoring.register.attachments import ESTATE
from monitoring.register.enums import Beneficiary, Condition, FacilityKind, UnitState
from monitoring.register.handover.views.estate import build_hand_over_section
from monitoring.register.models import Block, Estate, Tariff, Unit, Wage
from monitoring.register.views import maps
from monitoring.register.views.doors import require_monitoring_reader
from monitoring.register.views.estates import render_condition_badge
from monitoring.rounds.models import Profile


@dataclass(frozen=True)
class EstateFigure:
    label: Any
    value: str
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class BlockDrawing:
    block: Any
    chart: SafeString
    is_stack: bool
    note: str
    url: str
    occupied_url: str


def list_dossier_estates(request: HttpRequest) -> QuerySet[Estate]:
    rows = Estate.objects.visible_to(request.user)
    return rows.select_related("region__parent", f"office__{PARENTS}", "tally", "hand_over", "condition_in")


@require_monitoring_reader
def show_estate(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(list_dossier_estates(request), pk=pk)
    refusal = policies.why_not_edit_estate(request.user, found)
    told = list_estate_facts(found)
    context = {
        "estate": found,
        "condition": render_condition_badge(Condition(found.condition)) if found.condition else None,
        "figures": list_estate_figures(found),
        "facts": [(term, value) for term, value in told if value],
        "unknown": [term for term, value in told if not value],
        "facilities": list_facilities(found),
        "shelf": build_shelf(request.user, About(ESTATE, str(pk))),
        "blocks": draw_blocks(found),
        "rent": describe_estate_rents(found),
        "hand_over": build_hand_over_section(request, found),
        "problems": Problem.objects.filter(estate=found).unresolved().order_by("-found_on", "-pk")[:8],
        "profiles": Profile.objects.filter(estate=found).select_related("round").order_by("-round__data_as_at", "-pk"),
        "waiting": list_waiting_lines(found, request.user),
        "may_edit": refusal is None,
        "actions": list_estate_actions(found) if refusal is None else [],
    }
    return render(request, "monitoring/picture/estate/dossier.html", context)


def list_estate_actions(found: Estate) -> list[Action]:
    def to(name: str) -> str:
        return reverse(f"monitoring:{name}", args=[found.pk])

    return [
        Action(_("Ubah data"), to("estate_edit"), icon="pencil"),
        Action(_("Tambah blok"), to("block_new"), icon="plus"),
        Action(_("Fasilitas"), to("facilities"), icon="droplet"),
        Action(_("Tetapkan tarif"), to("tariff_new"), icon="coin"),
    ]


def list_estate_figures(found: Estate) -> list[EstateFigure]:
    tally = found.tally

    def to(state: str = "") -> str:
        return build_rows_url("monitoring:units", found.pk, state=state)

    known = tally.occupancy is not None
    unanswered = _("%(count)s blok belum punya angka") % {"count": tally.unanswered} if tally.unanswered else ""
    return [
        EstateFigure(_("Tower"), format_number(tally.towers), f"{to()}#blok"),
        EstateFigure(_("Unit"), format_number(tally.units), to(), unanswered),
        EstateFigure(
            _("Terhuni"),
            format_number(tally.occupied),
            to("occupied"),
            format_percent(tally.occupancy) if known else _("persen hunian belum diketahui"),
        ),
        EstateFigure(_("Kosong"), format_number(tally.empty), to("empty")),
        EstateFigure(
            _("Rusak"),
            format_number(tally.broken),
            to("broken") if tally.broken is not None else "",
            "" if tally.broken is not None else _("diketahui setelah unit didaftar"),
        ),
    ]


def list_estate_facts(found: Estate) -> list[tuple[Any, Any]]:
    first, last = found.budget_year_first, found.budget_year_last
    budget = None if first is None else str(first) if first == last or last is None else f"{first} - {last}"
    kind = " · ".join(filter(None, [found.unit_type, found.variant]))
    point = None
    if found.latitude is not None:
        point = f"{found.latitude}, {found.longitude} ({found.get_coordinate_quality_display().lower()})"
    condition = None
    if found.condition_in:
        named = {"condition": found.get_condition_display(), "round": found.condition_in}
        condition = _("%(condition)s, menurut %(round)s") % named
    stay = _("paling lama %(years)s tahun") % {"years": found.stay_limit_years} if found.stay_limit_years else None
    if stay and found.stay_rule_source:
        stay = f"{stay} – {found.stay_rule_source}"
    condition_line = [(_("Kondisi bangunan"), condition)] if condition else []
    return [
        (_("Alamat"), found.address),
        *condition_line,
        (_("Titik koordinat"), point),
        (_("Dinas"), found.office.name_on(today())),
        (_("ID rusun"), found.code),
        (_("Tahun terbangun"), found.built_year),
        (_("Tahun anggaran"), budget),
        (_("Pembangun"), found.builder),
        (_("Pengusul"), found.proposer),
        (_("Tipe dan varian"), kind),
        (_("Jumlah lantai"), found.floors),
        (_("Kapasitas"), _("%(people)s orang") % {"people": format_number(found.capacity)} if found.capacity else None),
        (_("Status lahan"), found.get_land_status_display()),
        (_("Pengelola"), found.manager),
        (_("Dihuni sejak"), format_day(found.occupied_since_on) if found.occupied_since_on else None),
        (_("Masa sewa"), stay),
        (_("Keterangan"), found.notes),
    ]


def list_facilities(found: Estate) -> list[tuple[Any, Any]]:
    """Every kind of facility; None where nobody has answered yet."""
    known = {facility.kind: facility for facility in found.facilities.all()}
    return [(kind.label, known.get(kind)) for kind in FacilityKind]


def draw_blocks(found: Estate) -> list[BlockDrawing]:
    rows = list(Block.objects.filter(estate=found).select_related("declared_in").with_counts().order_by("name", "pk"))
    listed = [row.pk for row in rows if row.is_listed]
    units = Unit.objects.filter(block__in=listed).with_tenancy().order_by("floor", "number", "pk")
    by_block: dict[int, list[Any]] = {}
    for unit in units:
        by_block.setdefault(unit.block_id, []).append(unit)
    return [draw_block(row, by_block.get(row.pk, []), found) for row in rows]


def draw_block(row: Any, units: list[Any], found: Estate) -> BlockDrawing:
    share = 100 * row.occupied_count / row.unit_count if row.unit_count and row.occupied_count is not None else None
    note = maps.describe_occupancy(row.occupied_count, row.unit_count, share)
    url = build_rows_url("monitoring:units", found.pk, block=row.pk)
    occupied_url = build_rows_url("monitoring:units", found.pk, block=row.pk, state="occupied")
    if not units:
        return BlockDrawing(
            row,
            charts.draw_part_bar(row.occupied_count, row.unit_count, title=note, height=14),
            False,
            note,
            url,
            occupied_url,
        )
    floors: dict[int, list[charts.StackCell]] = {}
    urls = {
        floor: build_rows_url("monitoring:units", found.pk, block=row.pk, floor=floor)
        for floor in {unit.floor for unit in units}
    }
    for unit in units:
        where = f"{urls[unit.floor]}#unit-{unit.pk}"
        floors.setdefault(unit.floor, []).append(
            charts.StackCell(unit.number[-4:], choose_unit_look(unit), describe_unit(unit), where)
        )
    stack = [charts.StackFloor(_("Lt. %(floor)s") % {"floor": floor}, cells) for floor, cells in sorted(floors.items())]
    return BlockDrawing(
        row,
        charts.draw_stack(stack, title=_("Blok %(name)s per lantai") % {"name": row.name}),
        True,
        note,
        url,
        occupied_url,
    )


def choose_unit_look(unit: Any) -> str:
    if unit.state == UnitState.BROKEN:
        return "broken"
    return "full" if unit.is_occupied else "empty"


def describe_unit(unit: Any) -> str:
    state = _("terhuni") if unit.is_occupied else unit.get_empty_reason_display().lower() or _("kosong")
    more = "" if unit.state == UnitState.HABITABLE else f", {unit.get_state_display().lower()}"
    return f"{unit.number}: {state}{more}"


@dataclass(frozen=True)
class EstateRents:
    current: list[Tariff]
    earlier: list[Tariff]
    wage: Wage | None
    ceiling: int | None
    is_capped: bool  # the ceiling applies only to estates for low-income people
    above: list[Tariff]


def describe_estate_rents(found: Estate) -> EstateRents:
    """The rents in force by floor, earlier ones, and the ceiling of the year in which the present ones began."""
    on = today(found.office.time_zone)
    current: dict[Any, Tariff] = {}
    earlier: list[Tariff] = []
    for tariff in found.tariffs.order_by("-valid_from", "floor", "-pk"):
        if tariff.valid_from <= on and tariff.floor not in current:
            current[tariff.floor] = tariff
        else:
            earlier.append(tariff)
    began = max((tariff.valid_from for tariff in current.values()), default=on)
    wage = find_minimum_wage(found, began)
    top = tariffs.compute_rent_ceiling(wage.amount) if wage else None
    is_capped = found.beneficiary == Beneficiary.MBR
    above = [tariff for tariff in current.values() if is_capped and top is not None and tariff.amount > top]
    return EstateRents(list(current.values()), earlier, wage, top, is_capped, above)


def find_minimum_wage(found: Estate, on: date) -> Wage | None:
    known = Wage.objects.filter(region__in=[found.region_id, found.region.parent_id]).select_related("region")
    return known.filter(year__lte=on.year).order_by("-year").first() or known.order_by("year").first()


@require_monitoring_reader
@reads_parameters("cursor", *UnitFilterForm.base_fields)
def list_units(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind the figures: blocks with declared figures, and the units of the listed ones."""
    found = get_object_or_404(list_dossier_estates(request), pk=pk)
    form = UnitFilterForm(request.GET)
    for name in form.errors:
        refuse_parameter(name)
    rows = form.narrow_units(Unit.objects.filter(block__estate=found).with_tenancy()).select_related("block")
    blocks = form.narrow_blocks(Block.objects.filter(estate=found)).with_counts().order_by("name", "pk")
    kept = {name: form.cleaned_data.get(name) for name in ("block", "floor")}
    context = {
        "estate": found,
        "blocks": [block for block in blocks if not block.is_listed],
        "listed": [block for block in blocks if block.is_listed],
        "state": form.state,
        "state_name": dict(UNIT_STATES).get(form.state, ""),
        "figure": count_asked_units(found, form, rows, blocks),
        "of": form.list_words(blocks),
        "states": [
            (label, build_rows_url("monitoring:units", pk, **kept | {"state": state}))
            for state, label in [("", _("Semua")), *UNIT_STATES]
        ],
        "page": fetch_keyset_page(
            rows, order=("block_id", "floor", "number"), cursor=request.GET.get("cursor"), size=100
        ),
        "may_edit": policies.why_not_edit_estate(request.user, found) is None,
        "disagreement": describe_disagreement(found, request.user),
        "places": [
            (_("Hunian"), reverse("monitoring:estates")),
            (found.name, reverse("monitoring:estate", args=[pk])),
            (_("Unit"), None),
        ],
    }
    return render(request, "monitoring/picture/estate/units.html", context)


def count_asked_units(found: Estate, form: UnitFilterForm, rows: QuerySet[Unit], blocks: Iterable[Any]) -> int | None:
    """The number of units asked for; None where nobody has stated it.

    Units of a floor are known only one by one, those of a block also as its declared figure.
    """
    if form.cleaned_data.get("floor") is not None:
        return rows.count()
    tally = found.tally
    units, occupied, broken = tally.units, tally.occupied, tally.broken
    if form.cleaned_data.get("block"):
        block = next(iter(blocks), None)
        units = block.unit_count if block else 0
        occupied = block.occupied_count if block else 0
        broken = block.broken_count if block and block.is_listed else None
    empty = None if units is None or occupied is None else units - occupied
    if not form.cleaned_data.get("block"):
        empty = tally.empty
    return {"occupied": occupied, "empty": empty, "broken": broken}.get(form.state, units)
