"""Rounds: the list, one round and how far everybody is, opening and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit import clock, formats
from krs_portal.kit.actions import Action
from krs_portal.kit.charts import bullet
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office
from monitoring import badges, policies, progress
from monitoring.enums import ProfileState, RoundState
from monitoring.forms.rounds import CloseForm, OpenForm, ParticipantsForm, RoundForm
from monitoring.models import Estate, Participant, ProfileEntry, ProfileForm, Round
from monitoring.services import rounds as services

AGENDA = (
    "Pembukaan dan maksud monitoring\nCara mengisi profil, masalah, dan data penghuni\nJadwal sesi desk\nTanya jawab"
)


def rounds(request: HttpRequest) -> HttpResponse:
    services.refuse(policies.why_not_read(request.user))
    own_estates = Q(profiles__estate__in=Estate.objects.visible_to(request.user))
    rows = (
        Round.objects.visible_to(request.user)
        .prefetch_related(named("office"))
        .annotate(profile_count=Count("profiles", filter=own_estates, distinct=True))
        .order_by("-data_as_at", "-pk")
    )
    context = {
        "rounds": [(round_, badges.round_badge(round_)) for round_ in rows],
        "actions": [
            Action(
                _("Putaran baru"),
                reverse("monitoring:round_new"),
                policies.why_not_start_round(request.user),
                icon="plus",
                kind="primary",
            )
        ],
    }
    return render(request, "monitoring/rounds/list.html", context)


def round_new(request: HttpRequest) -> HttpResponse:
    services.refuse(policies.why_not_start_round(request.user))
    offices = Office.objects.with_name_on(clock.today()).filter(pk__in=policies.provinces_run_by(request.user))
    newest = ProfileForm.objects.order_by("-version").first()
    form = RoundForm(request.POST or None, offices=offices, initial={"form": newest})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.start_round(**form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("monitoring:round_participants", made.pk)
    return answer_form(request, form, _("Putaran baru"), _("Simpan dan pilih peserta"))


def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = load(request, pk)
    services.refuse(policies.why_not_change_round(request.user, round_))
    fixed = () if round_.state == RoundState.PREPARING else ("data_as_at", "form")
    names = ("name", "data_as_at", "fill_until_on", "desk_starts_on", "desk_ends_on", "form")
    form = RoundForm(request.POST or None, fixed=fixed, initial={name: getattr(round_, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_round(round_=round_, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("monitoring:round", pk)
    return answer_form(request, form, _("Ubah putaran"), _("Simpan perubahan"), round_)


def round_participants(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = load(request, pk)
    services.refuse(policies.why_not_change_round(request.user, round_))
    asked = Q(estates__in=Estate.objects.in_use(clock.today(round_.office.time_zone)).asked_by_rounds())
    offices = (
        Office.objects.with_name_on(clock.today())
        .filter(parent=round_.office)
        .annotate(asked=Count("estates", filter=asked))
        .order_by("region__code", "pk")
    )
    chosen = list(round_.participants.values_list("office", flat=True))
    form = ParticipantsForm(request.POST or None, offices=offices, initial={"offices": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_participants(round_=round_, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("monitoring:round", pk)
    lead = _("Dinas yang punya rusun atau rusus yang diminta putaran sudah dipilih; Anda dapat mengubahnya.")
    return answer_form(request, form, _("Peserta putaran"), _("Simpan peserta"), round_, lead=lead)


def round_open(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = load(request, pk)
    services.refuse(policies.why_not_move_round(request.user, round_, RoundState.COLLECTING))
    form = OpenForm(request.POST or None, zone=round_.office.time_zone, initial={"agenda": AGENDA})
    if request.method == "POST" and form.is_valid():
        meeting = services.Coordination(**form.meeting) if form.meeting else None
        try:
            services.open_round(round_=round_, coordination=meeting, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Putaran dibuka. Profil sudah terisi dari data terakhir."))
            return redirect("monitoring:round", pk)
    lead = _("Setiap lokasi mendapat satu profil dari data terakhirnya, dan setiap peserta menerima undangan rapat.")
    return answer_form(request, form, _("Buka pengisian"), _("Buka dan undang peserta"), round_, lead=lead)


@require_POST
def round_move(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    round_ = load(request, pk)
    target = {"desk": RoundState.DESK, "pengisian": RoundState.COLLECTING}[state]
    services.move_round(round_=round_, state=target, by=request.user, at=clock.now())
    return redirect("monitoring:round", pk)


def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = load(request, pk)
    services.refuse(policies.why_not_move_round(request.user, round_, RoundState.CLOSED))
    loose = round_.profiles.exclude(state=ProfileState.FROZEN).select_related("estate__region").order_by("estate__name")
    form = CloseForm(request.POST if request.method == "POST" else None, profiles=loose)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_round(round_=round_, reasons=form.reasons, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("monitoring:round", pk)
    lead = (
        _("Profil berikut belum disepakati. Tuliskan alasannya; alasan itu ikut tercetak di laporan putaran.")
        if loose
        else _("Semua profil sudah disepakati dan dibekukan. Sesudah ditutup, putaran tidak berubah lagi.")
    )
    return answer_form(request, form, _("Tutup putaran"), _("Tutup putaran"), round_, lead=lead)


def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """For the province a line for each participant; an agency finds its own profiles at once."""
    round_ = load(request, pk)
    standings = progress.standings(round_, participants_of(request, round_))
    runs = policies.why_not_run_rounds(request.user, round_.office) is None
    context = {
        "round": round_,
        "badge": badges.round_badge(round_),
        "facts": facts(round_),
        "total": progress.summary(standings),
        "rows": [row(standing) for standing in standings],
        "sheets": sheet_rows(standings[0]) if len(standings) == 1 and not runs else None,
        "own": standings[0] if len(standings) == 1 and not runs else None,
        "enough": progress.ENOUGH,
        "is_open": round_.state != RoundState.PREPARING,
        "left_out": left_out(request.user, round_) if runs else [],
        "actions": actions(request.user, round_) if runs else [],
        "workbook_actions": workbook_actions(request.user, round_),
        "field_url": reverse("monitoring:field") if policies.works_in_field(request.user) else "",
    }
    return render(request, "monitoring/rounds/round.html", context)


def round_participant(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """What one participant has still to answer, profile by profile."""
    round_ = load(request, pk)
    found = get_object_or_404(participants_of(request, round_), pk=participant)
    standing = progress.standings(round_, [found])[0]
    context = {
        "round": round_,
        "standing": standing,
        "name": found.office.name,
        "sheets": sheet_rows(standing),
        "places": places(round_, found.office.name),
        "enough": progress.ENOUGH,
    }
    return render(request, "monitoring/rounds/participant.html", context)


def load(request: HttpRequest, pk: int) -> Round:
    services.refuse(policies.why_not_read(request.user))
    rows = Round.objects.visible_to(request.user).select_related("form", "coordination", "previous")
    return get_object_or_404(rows.prefetch_related(named("office")), pk=pk)


def named(field: str) -> Prefetch:
    return Prefetch(field, Office.objects.with_name_on(clock.today()).select_related("region", "parent"))


def participants_of(request: HttpRequest, round_: Round) -> QuerySet[Participant]:
    rows = Participant.objects.visible_to(request.user).filter(round=round_).prefetch_related(named("office"))
    return rows.order_by("office__region__code", "pk")


def facts(round_: Round) -> list[tuple[str, Any]]:
    meeting = round_.coordination
    return [
        (_("Penyelenggara"), round_.office),
        (_("Data per tanggal"), formats.day(round_.data_as_at)),
        (_("Pengisian sampai"), formats.day(round_.fill_until_on)),
        (_("Sesi desk"), formats.days(round_.desk_starts_on, round_.desk_ends_on)),
        (_("Putaran sebelumnya"), round_.previous),
        (_("Rapat koordinasi"), meeting_link(meeting, round_.office.time_zone) if meeting else None),
        (_("Formulir"), round_.form),
    ]


def meeting_link(meeting: Meeting, zone: str) -> str:
    """Its time, which leads to agenda, answers and attendance."""
    url = reverse("meetings:meeting", args=[meeting.pk])
    return format_html('<a href="{}">{}</a>', url, formats.moment(meeting.starts_at, zone))


def row(standing: progress.Standing) -> dict[str, Any]:
    participant = standing.participant
    return {
        "standing": standing,
        "name": participant.office.name,
        "chart": bullet(standing.percent, progress.ENOUGH, scale=100),
        "url": reverse("monitoring:round_participant", args=[participant.round_id, participant.pk]),
        "missing": sum(not sheet.filling.is_complete for sheet in standing.sheets),
    }


def workbook_actions(user: Any, round_: Round) -> list[Action]:
    """For whoever may fill in a profile here: away from the portal, and back."""
    if policies.why_not_fill_round(user, round_):
        return []
    return [
        Action(_("Unduh lembar isian (XLSX)"), reverse("monitoring:round_workbook", args=[round_.pk]), icon="download"),
        Action(
            _("Unggah lembar yang sudah diisi"), reverse("imports:upload", args=["profiles"]), icon="file-spreadsheet"
        ),
    ]


def sheet_rows(standing: progress.Standing) -> list[dict[str, Any]]:
    profiles = [sheet.profile.pk for sheet in standing.sheets]
    waiting = set(ProfileEntry.objects.waiting().filter(profile__in=profiles).values_list("profile", flat=True))
    return [
        {
            "profile": sheet.profile,
            "badge": badges.profile_badge(sheet.profile),
            "filling": sheet.filling,
            "waits": sheet.profile.pk in waiting,
            "percent": 100 * sheet.filling.answered // sheet.filling.asked,
            "url": reverse("monitoring:profile", args=[sheet.profile.pk]),
        }
        for sheet in standing.sheets
    ]


def left_out(user: Any, round_: Round) -> list[Estate]:
    """Estates a round asks for that no participant answers for."""
    asked = Estate.objects.visible_to(user).in_use(clock.today()).asked_by_rounds()
    below = asked.filter(Q(office=round_.office) | Q(office__parent=round_.office))
    return list(below.exclude(office__in=round_.participants.values("office")).order_by("name", "pk"))


def actions(user: Any, round_: Round) -> list[Action]:
    """What the province may do next; the likely step first."""
    args = [round_.pk]
    steps = {
        RoundState.PREPARING: [Action(_("Buka pengisian"), reverse("monitoring:round_open", args=args), kind="flag")],
        RoundState.COLLECTING: [
            Action(
                _("Mulai sesi desk"),
                reverse("monitoring:round_move", args=[*args, "desk"]),
                icon="message-2",
                kind="primary",
                method="post",
            )
        ],
        RoundState.DESK: [
            Action(_("Tutup putaran"), reverse("monitoring:round_close", args=args), icon="lock", kind="primary"),
            Action(
                _("Kembali ke pengisian"),
                reverse("monitoring:round_move", args=[*args, "pengisian"]),
                icon="arrow-left",
                method="post",
            ),
        ],
        RoundState.CLOSED: [],
    }[RoundState(round_.state)]
    if policies.why_not_change_round(user, round_) is None:
        steps += [
            Action(_("Peserta"), reverse("monitoring:round_participants", args=args), icon="users"),
            Action(_("Ubah putaran"), reverse("monitoring:round_edit", args=args), icon="pencil"),
        ]
    return steps


def places(round_: Round, here: str) -> list[tuple[str, str | None]]:
    return [
        (_("Putaran"), reverse("monitoring:rounds")),
        (round_.name, reverse("monitoring:round", args=[round_.pk])),
        (here, None),
    ]


def answer_form(
    request: HttpRequest, form: Any, title: str, button: str, round_: Round | None = None, lead: str = ""
) -> HttpResponse:
    trail = places(round_, title) if round_ else [(_("Putaran"), reverse("monitoring:rounds")), (title, None)]
    context = {"form": form, "title": title, "button": button, "lead": lead, "places": trail}
    return render(request, "monitoring/rounds/form.html", context, status=422 if form.errors else 200)
