"""How do the buildings and their people fare? One round as a picture, and the rows behind each of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit import charts
from krs_portal.kit.formats import number, percent
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from krs_portal.offices.tilegrid import laid_out, short
from monitoring import figures, policies
from monitoring.enums import EstateKind, RoundState
from monitoring.figures import RegionLine, RoundFigures, Share, Tally
from monitoring.forms.picture import PictureForm, RowsForm
from monitoring.models import Round, Wage

# What each figure of a round is called, and its unit.
CALLED = {
    "locations": (gettext_lazy("Lokasi"), gettext_lazy("lokasi")),
    "towers": (gettext_lazy("Tower"), gettext_lazy("tower")),
    "units": (gettext_lazy("Unit"), gettext_lazy("unit")),
    "occupied": (gettext_lazy("Unit terhuni"), gettext_lazy("unit")),
    "empty": (gettext_lazy("Unit kosong"), gettext_lazy("unit")),
    "broken": (gettext_lazy("Unit rusak"), gettext_lazy("unit")),
    "residents": (gettext_lazy("Penghuni"), gettext_lazy("orang")),
    "unanswered": (gettext_lazy("Lokasi tanpa jawaban"), gettext_lazy("lokasi")),
}


@dataclass(frozen=True)
class Figure:
    label: str
    value: int
    unit: str
    url: str


@dataclass(frozen=True)
class Row:
    """A kab/kota as one line of the table."""

    line: RegionLine
    chart: SafeString
    units_url: str
    occupied_url: str
    empty_url: str
    locations_url: str
    problems_url: str


def picture(request: HttpRequest) -> HttpResponse:
    """The newest round that was talked through, or the one asked for."""
    if refusal := policies.why_not_read(request.user):
        raise PermissionDenied(refusal)
    rounds = Round.objects.visible_to(request.user).exclude(opened_at=None).order_by("-data_as_at", "-pk")
    form = PictureForm(request.GET, rounds=rounds)
    chosen = form.chosen or rounds.filter(state=RoundState.CLOSED).first() or rounds.first()
    shown = board(request.user, chosen) if chosen else None
    context = {"board": shown, "form": form.shown(chosen)}
    return faces(request, "monitoring/picture.html", context, fragment="board")


def board(user: Any, round_: Round) -> dict[str, Any]:
    found = figures.round_figures(round_, user)
    course = figures.course(round_, user)
    region = round_.office.region
    wage = Wage.objects.filter(region=region, year__lte=round_.data_as_at.year + 1).order_by("-year").first()
    estates = figures.estates_of(round_, user)
    return {
        "figures": found,
        "answer": answer(found),
        "rusun": stats(round_, EstateKind.RUSUN, found.rusun),
        "rusus": stats(round_, EstateKind.RUSUS, found.rusus),
        "rows": rows_of(found),
        "tiles": tile_map(found),
        "course": course_chart(course) if len(course) > 1 else None,
        "compared": compared(course),
        "parts": parts(found),
        "rents": figures.rents(estates, wage.amount // 3 if wage else None),
        "wage": wage,
        "backlog": figures.backlog_of(region),
        "readiness_url": reverse("monitoring:readiness"),
        "empty_url": rows_url(round_, "empty", kind=EstateKind.RUSUN),
    }


def answer(found: RoundFigures) -> str:
    """The first line: how do we stand?"""
    if not found.rusun.locations and not found.rusus.locations:
        return _("Belum ada lokasi dalam putaran ini")
    if found.rusun.percent is None:
        return _("Belum ada kab/kota yang mengisi jumlah unit terhuni")
    return _("%(percent)s unit rusun terhuni, %(empty)s unit kosong") % {
        "percent": percent(found.rusun.percent),
        "empty": number(found.rusun.empty),
    }


def stats(round_: Round, kind: EstateKind, tally: Tally) -> list[Figure]:
    shown = [name for name in CALLED if name != "unanswered" or tally.unanswered]
    return [
        Figure(str(CALLED[name][0]), getattr(tally, name), str(CALLED[name][1]), rows_url(round_, name, kind=kind))
        for name in shown
    ]


def rows_url(round_: Round, figure: str, **narrowed: str) -> str:
    named = {"kind": "jenis", "region": "wilayah", "condition": "kondisi", "reason": "sebab"}
    query = {"angka": figure, **{named[key]: value for key, value in narrowed.items() if value}}
    return f"{reverse('monitoring:round_rows', args=[round_.pk])}?{urlencode(query)}"


def rows_of(found: RoundFigures) -> list[Row]:
    """Every kab/kota, the emptiest first: where there is most to win."""
    scale = max([1, *(line.rusun.units for line in found.lines)]) * 1.02
    return [
        Row(
            line=line,
            chart=charts.bullet(
                line.rusun.occupied, line.rusun.units, scale=scale, label=str(line.region), height=22, whole=True
            ),
            **{
                f"{name}_url": rows_url(found.round, name, kind=EstateKind.RUSUN, region=line.region.code)
                for name in ("units", "occupied", "empty", "locations")
            },
            problems_url=f"{reverse('monitoring:problems')}?{urlencode({'region': line.region.pk})}",
        )
        for line in sorted(found.lines, key=lambda line: (-line.rusun.empty, line.region.code))
    ]


def tile_map(found: RoundFigures) -> SafeString:
    at = laid_out([line.region.code for line in found.lines])
    return charts.tiles(
        [
            charts.Tile(
                code=short(str(line.region)),
                name=str(line.region),
                column=at[line.region.code][0],
                row=at[line.region.code][1],
                value=float(line.rusun.percent) if line.rusun.percent is not None else None,
                text=number(line.rusun.percent),
                href=rows_url(found.round, "occupied", kind=EstateKind.RUSUN, region=line.region.code),
            )
            for line in found.lines
        ],
        title=_("Hunian rusun tiap kab/kota"),
        description=_("Persen unit terhuni; makin gelap makin penuh."),
        top=100,
    )


def course_chart(course: list[figures.Course]) -> SafeString:
    points = [
        charts.Point(str(each.round.data_as_at.year), float(each.rusun.percent))
        for each in course
        if each.rusun.percent is not None
    ]
    return charts.trend(points, title=_("Persen unit rusun terhuni dari putaran ke putaran"), labels=len(points))


def compared(course: list[figures.Course]) -> list[dict[str, Any]]:
    """Each round with what changed since the one before it."""
    before: list[figures.Course | None] = [None, *course[:-1]]
    return [
        {
            "round": each.round,
            "tally": each.rusun,
            "units": each.rusun.units - last.rusun.units if last else None,
            "occupied": each.rusun.occupied - last.rusun.occupied if last else None,
            "empty": each.rusun.empty - last.rusun.empty if last else None,
        }
        for each, last in zip(course, before, strict=True)
    ]


def parts(found: RoundFigures) -> list[dict[str, Any]]:
    """Wholes and their parts, each part a bar with a link to its rows."""
    problems, hand_overs = reverse("monitoring:problems"), reverse("monitoring:hand_overs")
    asked = [
        (
            _("Unit kosong menurut sebab"),
            _("unit rusun dan rusus yang hunian dan sebabnya diisi"),
            found.empty_reasons,
            lambda code: rows_url(found.round, "empty", reason=code),
        ),
        (
            _("Kondisi bangunan"),
            _("lokasi"),
            found.conditions,
            lambda code: rows_url(found.round, "locations", condition=code),
        ),
        (
            _("Masalah yang terbuka saat desk berakhir"),
            _("masalah menurut kategori"),
            found.problems,
            lambda code: f"{problems}?{urlencode({'category': code})}",
        ),
        (
            _("Serah terima aset"),
            _("lokasi menurut tahap, keadaan hari ini"),
            found.hand_overs,
            lambda code: f"{hand_overs}?{urlencode({'state': code})}",
        ),
        (_("Umur bangunan"), _("lokasi, sejak tahun terbangun"), found.ages, lambda code: ""),
    ]
    return [
        {"title": title, "note": note, "shares": [bar(share, each, url(share.code)) for share in each]}
        for title, note, each, url in asked
        if each
    ]


def bar(share: Share, of: list[Share], url: str) -> dict[str, Any]:
    scale = max(other.count for other in of)
    chart = charts.bullet(share.count, None, scale=scale, label=share.label, height=18)
    return {"share": share, "chart": chart, "url": url}


def round_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The profiles behind one figure of a round; their column adds up to it."""
    if refusal := policies.why_not_read(request.user):
        raise PermissionDenied(refusal)
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    form = RowsForm(request.GET)
    if not form.is_valid():
        raise Http404(gettext_lazy("Angka yang ditanyakan tidak ada."))
    figure = form.cleaned_data["angka"]
    profiles = form.narrowed(figures.profiles_of(round_, request.user))
    tally = sum(figures.counted(profiles, "round").values(), Tally())
    page = keyset(
        profiles.select_related("estate__region", "round").annotate(counts=figures.COLUMNS[figure]),
        order=("estate__name",),
        cursor=request.GET.get("cursor"),
        size=50,
    )
    context = {
        "round": round_,
        "figure": CALLED[figure][0],
        "unit": CALLED[figure][1],
        "total": form.total(tally, profiles),
        "of": form.words(),
        "reason": form.cleaned_data["sebab"],
        "profiles": form.with_counts(page),
        "page": page,
    }
    return render(request, "monitoring/round_rows.html", context)
