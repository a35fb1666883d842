"""The picture of one round, and the rows behind each of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit import charts, clock
from krs_portal.kit.formats import format_day, format_number, format_percent
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import build_rows_url, reads_parameters, refuse_parameter
from monitoring.picture.drawings import (
    RegionOccupancy,
    draw_occupancy_course,
    draw_occupancy_tiles,
    list_course_points,
)
from monitoring.picture.forms import ABOVE, SET, ChooseRoundForm, FigureRowsForm
from monitoring.register.enums import EstateKind
from monitoring.register.views.doors import require_monitoring_reader
from monitoring.rounds import figures
from monitoring.rounds.disagreements import list_disagreeing_profiles
from monitoring.rounds.enums import RoundState
from monitoring.rounds.figures import LABELS, FigureShare, RegionFigures, RoundFigures, RoundTally
from monitoring.rounds.models import Profile, Round

# What narrows a figure, and the word for it in the address of its rows.
NAMED = {
    "kind": "jenis",
    "region": "wilayah",
    "condition": "kondisi",
    "reason": "sebab",
    "age": "umur",
    "rent": "sewa",
}


@dataclass(frozen=True)
class RoundFigure:
    label: str
    value: int
    unit: str
    url: str


@dataclass(frozen=True)
class RegionRow:
    """A kab/kota as one line of the table."""

    line: RegionFigures
    chart: SafeString
    units_url: str
    occupied_url: str
    empty_url: str
    locations_url: str
    problems_url: str


@require_monitoring_reader
@reads_parameters("round")
def show_picture(request: HttpRequest) -> HttpResponse:
    """The round asked for, else the latest closed one, else the latest."""
    rounds = Round.objects.visible_to(request.user).exclude(opened_at=None).order_by("-data_as_at", "-pk")
    form = ChooseRoundForm(request.GET, rounds=rounds)
    if form.errors:
        refuse_parameter("round")
    chosen = form.chosen or rounds.filter(state=RoundState.CLOSED).first() or rounds.first()
    shown = build_picture_board(request.user, chosen) if chosen else None
    context = {"board": shown, "form": form.with_round(chosen)}
    return render_page_or_fragment(request, "monitoring/picture/board.html", context, fragment="board")


def build_picture_board(user: Any, round_: Round) -> dict[str, Any]:
    found = figures.build_round_figures(round_, user)
    course = figures.build_round_course(round_, user)
    region = round_.office.region
    wage, cap = figures.find_rent_cap(round_)
    estates = figures.list_round_estates(round_, user)
    return {
        "figures": found,
        "answer": summarise_round(found),
        "rusun": list_round_figures(round_, EstateKind.RUSUN, found.rusun),
        "rusus": list_round_figures(round_, EstateKind.RUSUS, found.rusus),
        "rows": list_region_rows(found),
        "tiles": draw_round_tiles(found),
        "course": draw_round_course(course),
        "compared": compare_rounds(course),
        "parts": build_share_groups(found),
        "rents": figures.summarise_rents(estates, cap),
        "disagreeing": list_disagreeing_profiles(Profile.objects.visible_to(user)).count(),
        "disagreements_url": reverse("monitoring:disagreements"),
        "rents_url": build_round_rows_url(round_, "locations", rent=SET),
        "above_cap_url": build_round_rows_url(round_, "locations", rent=ABOVE),
        "totals": build_total_urls(round_),
        "problems_total": sum(line.open_problems for line in found.lines),
        "today": clock.today(round_.office.time_zone),
        "wage": wage,
        "backlog": figures.list_backlog_figures(region),
        "readiness_url": reverse("monitoring:readiness"),
        "empty_url": build_round_rows_url(round_, "empty", kind=EstateKind.RUSUN),
    }


def summarise_round(found: RoundFigures) -> str:
    """The first line of the page: occupancy and empty units of the round."""
    if not found.rusun.locations and not found.rusus.locations:
        return _("Belum ada lokasi dalam putaran ini")
    if found.rusun.percent is None:
        return _("Belum ada kab/kota yang mengisi jumlah unit terhuni")
    return _("%(percent)s unit rusun terhuni, %(empty)s unit kosong") % {
        "percent": format_percent(found.rusun.percent),
        "empty": format_number(found.rusun.empty),
    }


def list_round_figures(round_: Round, kind: EstateKind, tally: RoundTally) -> list[RoundFigure]:
    shown = [name for name in LABELS if name != "unanswered" or tally.unanswered]
    return [
        RoundFigure(
            str(LABELS[name][0]),
            getattr(tally, name),
            str(LABELS[name][1]),
            build_round_rows_url(round_, name, kind=kind),
        )
        for name in shown
    ]


def build_round_rows_url(round_: Round, figure: str, **narrowed: str) -> str:
    asked = {NAMED[key]: value for key, value in narrowed.items()}
    return build_rows_url("monitoring:round_rows", round_.pk, angka=figure, **asked)


def build_problem_rows_url(round_: Round, **narrowed: str) -> str:
    """The problems that were open when the desk of the round ended."""
    return build_rows_url("monitoring:problems", round=round_.pk, on=round_.desk_ends_on.isoformat(), **narrowed)


def build_total_urls(round_: Round) -> dict[str, str]:
    """The links of the table's last line."""
    shown = ("occupied", "units", "empty", "locations")
    urls = {name: build_round_rows_url(round_, name, kind=EstateKind.RUSUN) for name in shown}
    return urls | {"problems": build_problem_rows_url(round_)}


def list_region_rows(found: RoundFigures) -> list[RegionRow]:
    """Every kab/kota, the one with the most empty units first."""
    scale = charts.compute_bullet_scale((line.rusun.occupied, line.rusun.units) for line in found.lines)
    return [
        RegionRow(
            line=line,
            chart=charts.draw_bullet(
                line.rusun.occupied, line.rusun.units, scale=scale, label=str(line.region), height=22, whole=True
            ),
            **{
                f"{name}_url": build_round_rows_url(found.round, name, kind=EstateKind.RUSUN, region=line.region.code)
                for name in ("units", "occupied", "empty", "locations")
            },
            problems_url=build_problem_rows_url(found.round, region=line.region.code),
        )
        for line in sorted(found.lines, key=lambda line: (-line.rusun.empty, line.region.code))
    ]


def draw_round_tiles(found: RoundFigures) -> SafeString:
    regions = [
        RegionOccupancy(
            line.region.code,
            str(line.region),
            line.rusun.percent,
            build_round_rows_url(found.round, "occupied", kind=EstateKind.RUSUN, region=line.region.code),
        )
        for line in found.lines
    ]
    description = _("Persen unit terhuni; makin gelap makin penuh.")
    return draw_occupancy_tiles(regions, title=_("Hunian rusun tiap kab/kota"), description=description)


def draw_round_course(course: list[figures.RoundCourseStep]) -> SafeString | None:
    if len(course) < 2:
        return None
    steps = [(each.round.data_as_at.year, each.rusun.percent) for each in course]
    return draw_occupancy_course(list_course_points(steps))


def compare_rounds(course: list[figures.RoundCourseStep]) -> list[dict[str, Any]]:
    """Each round with what changed since the one before it."""
    before: list[figures.RoundCourseStep | None] = [None, *course[:-1]]
    return [
        {
            "round": each.round,
            "tally": each.rusun,
            "units": each.rusun.units - last.rusun.units if last else None,
            "occupied": each.rusun.occupied - last.rusun.occupied if last else None,
            "empty": each.rusun.empty - last.rusun.empty if last else None,
            "urls": {
                name: build_round_rows_url(each.round, name, kind=EstateKind.RUSUN)
                for name in ("units", "occupied", "empty")
            },
        }
        for each, last in zip(course, before, strict=True)
    ]


def build_share_groups(found: RoundFigures) -> list[dict[str, Any]]:
    """Breakdowns of the round; each part has a bar and a link to its rows."""
    round_ = found.round
    as_at = {"day": format_day(round_.data_as_at)}
    as_at_desk = {"day": format_day(round_.desk_ends_on)}
    now = {"day": format_day(clock.today(round_.office.time_zone))}
    asked = [
        (
            _("Unit kosong menurut sebab"),
            _("unit rusun dan rusus yang huniannya diisi, data per %(day)s") % as_at,
            found.empty_reasons,
            lambda code: build_round_rows_url(found.round, "empty", reason=code),
        ),
        (
            _("Kondisi bangunan"),
            _("lokasi, data per %(day)s") % as_at,
            found.conditions,
            lambda code: build_round_rows_url(found.round, "locations", condition=code),
        ),
        (
            _("Masalah yang terbuka saat desk berakhir"),
            _("masalah menurut kategori, keadaan %(day)s") % as_at_desk,
            found.problems,
            lambda code: build_problem_rows_url(round_, category=code),
        ),
        (
            _("Serah terima aset"),
            _("lokasi menurut tahap, keadaan hari ini (%(day)s)") % now,
            found.hand_overs,
            lambda code: build_rows_url("monitoring:hand_overs", state=code, round=round_.pk),
        ),
        (
            _("Umur bangunan"),
            _("lokasi, dari tahun terbangun sampai %(day)s") % as_at,
            found.ages,
            lambda code: build_round_rows_url(round_, "locations", age=code),
        ),
    ]
    return [
        {"title": title, "note": note, "shares": [build_share_bar(share, each, url(share.code)) for share in each]}
        for title, note, each, url in asked
        if each
    ]


def build_share_bar(share: FigureShare, of: list[FigureShare], url: str) -> dict[str, Any]:
    scale = max(other.count for other in of)
    chart = charts.draw_bullet(share.count, None, scale=scale, label=share.label, height=18)
    return {"share": share, "chart": chart, "url": url}


@require_monitoring_reader
@reads_parameters("cursor", *FigureRowsForm.base_fields)
def list_figure_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The profiles behind one figure of a round; their column adds up to it."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    form = FigureRowsForm(request.GET, round_=round_)
    if not form.is_valid():
        raise Http404(gettext_lazy("Angka yang ditanyakan tidak ada."))
    figure = form.cleaned_data["angka"]
    profiles = form.narrow_profiles(figures.list_round_profiles(round_, request.user))
    tally = sum(figures.sum_profiles_by(profiles, "round").values(), RoundTally())
    page = fetch_keyset_page(
        profiles.select_related("estate__region", "round").annotate(counts=figures.COLUMNS[figure]),
        order=("estate__name",),
        cursor=request.GET.get("cursor"),
        size=50,
    )
    context = {
        "round": round_,
        "figure": LABELS[figure][0],
        "unit": LABELS[figure][1],
        "total": form.compute_total(tally, profiles),
        "of": form.list_words(),
        "reason": form.cleaned_data["sebab"],
        "profiles": form.list_contributions(page),
        "page": page,
    }
    return render(request, "monitoring/picture/rows.html", context)
