"""Pages of rounds: the list, one round with its progress, and the forms that create, open and close it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit import clock, formats
from krs_portal.kit.actions import Action
from krs_portal.kit.charts import draw_bullet
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office
from krs_portal.offices.querysets import build_below_filter
from monitoring.register.models import Estate
from monitoring.register.policies import list_provinces_run_by, why_not_read, works_in_field
from monitoring.rounds import badges, policies, progress
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.forms.rounds import CloseRoundForm, OpenRoundForm, ParticipantsForm, RoundForm
from monitoring.rounds.models import ProfileEntry, ProfileForm, Round
from monitoring.rounds.services import rounds as services
from monitoring.rounds.trail import build_round_trail
from monitoring.rounds.views.scope import get_round, list_participants

AGENDA = (
    "Pembukaan dan maksud monitoring\nCara mengisi profil, masalah, dan data penghuni\nJadwal sesi desk\nTanya jawab"
)


def list_rounds(request: HttpRequest) -> HttpResponse:
    refuse_if(why_not_read(request.user))
    own_estates = Q(profiles__estate__in=Estate.objects.visible_to(request.user))
    rows = (
        Round.objects.visible_to(request.user)
        .with_named_office(clock.today())
        .annotate(profile_count=Count("profiles", filter=own_estates, distinct=True))
        .order_by("-data_as_at", "-pk")
    )
    context = {
        "rounds": [(round_, badges.build_round_badge(round_)) for round_ in rows],
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


def start_round(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_start_round(request.user))
    offices = Office.objects.with_name_on(clock.today()).filter(pk__in=list_provinces_run_by(request.user))
    newest = ProfileForm.objects.order_by("-version").first()
    form = RoundForm(request.POST or None, offices=offices, initial={"form": newest})
    if made := submit_form(request, form, services.start_round):
        return redirect("monitoring:round_participants", made.pk)
    return render_round_form(request, form, _("Putaran baru"), _("Simpan dan pilih peserta"))


def edit_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_round(request, pk)
    refuse_if(policies.why_not_change_round(request.user, round_))
    fixed = () if round_.state == RoundState.PREPARING else ("data_as_at", "form")
    names = ("name", "data_as_at", "fill_until_on", "desk_starts_on", "desk_ends_on", "is_back_entry", "form")
    form = RoundForm(request.POST or None, fixed=fixed, edits=Edited(round_, read_fields(*names)))
    if submit_form(request, form, services.edit_round, round_=round_):
        return redirect("monitoring:round", pk)
    return render_round_form(request, form, _("Ubah putaran"), _("Simpan perubahan"), round_)


def choose_participants(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_round(request, pk)
    refuse_if(policies.why_not_change_round(request.user, round_))
    asked = Q(estates__in=Estate.objects.in_use(clock.today(round_.office.time_zone)).asked_by_rounds())
    offices = (
        Office.objects.with_name_on(clock.today())
        .filter(parent=round_.office)
        .annotate(asked=Count("estates", filter=asked))
        .order_by("region__code", "pk")
    )
    form = ParticipantsForm(request.POST or None, offices=offices, edits=Edited(round_, read_participants))
    if submit_form(request, form, services.choose_participants, round_=round_):
        return redirect("monitoring:round", pk)
    lead = _("Dinas yang punya rusun atau rusus yang diminta putaran sudah dipilih; Anda dapat mengubahnya.")
    return render_round_form(request, form, _("Peserta putaran"), _("Simpan peserta"), round_, lead=lead)


def read_participants(round_: Round) -> dict[str, Any]:
    return {"offices": list(round_.participants.values_list("office", flat=True))}


def open_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_round(request, pk)
    refuse_if(policies.why_not_move_round(request.user, round_, RoundState.COLLECTING))
    form = OpenRoundForm(request.POST or None, zone=round_.office.time_zone, initial={"agenda": AGENDA})

    def open_it(**who: Any) -> Round:
        meeting = services.CoordinationPlan(**form.meeting) if form.meeting else None
        return services.open_round(round_=round_, coordination=meeting, **who)

    said = _("Putaran dibuka. Profil sudah terisi dari data terakhir.")
    if submit_form(request, form, open_it, typed={}, said=said):
        return redirect("monitoring:round", pk)
    lead = _("Setiap lokasi mendapat satu profil dari data terakhirnya, dan setiap peserta menerima undangan rapat.")
    return render_round_form(request, form, _("Buka pengisian"), _("Buka dan undang peserta"), round_, lead=lead)


@require_POST
def move_round(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    round_ = get_round(request, pk)
    target = {"desk": RoundState.DESK, "pengisian": RoundState.COLLECTING}[state]
    press_button(request, services.move_round, round_=round_, state=target)
    return redirect("monitoring:round", pk)


def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_round(request, pk)
    refuse_if(policies.why_not_move_round(request.user, round_, RoundState.CLOSED))
    loose = round_.profiles.exclude(state=ProfileState.FROZEN).select_related("estate__region").order_by("estate__name")
    # with every profile frozen the form has no field and may be sent empty, which `request.POST or None` would not bind
    form = CloseRoundForm(request.POST if request.method == "POST" else None, profiles=loose)
    if submit_form(
        request, form, lambda **who: services.close_round(round_=round_, reasons=form.reasons, **who), typed={}
    ):
        return redirect("monitoring:round", pk)
    lead = (
        _("Profil berikut belum disepakati. Tuliskan alasannya; alasan itu ikut tercetak di laporan putaran.")
        if loose
        else _("Semua profil sudah disepakati dan dibekukan. Sesudah ditutup, putaran tidak berubah lagi.")
    )
    return render_round_form(request, form, _("Tutup putaran"), _("Tutup putaran"), round_, lead=lead)


def show_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The province sees a row per participant; a local agency sees its own profiles."""
    round_ = get_round(request, pk)
    standings = progress.list_participant_progress(round_, list_participants(request, round_))
    runs = policies.why_not_run_rounds(request.user, round_.office) is None
    context = {
        "round": round_,
        "badge": badges.build_round_badge(round_),
        "facts": list_round_facts(round_),
        "total": progress.summarise_progress(standings),
        "rows": [describe_participant(standing) for standing in standings],
        "sheets": describe_profile_progress(standings[0]) if len(standings) == 1 and not runs else None,
        "own": standings[0] if len(standings) == 1 and not runs else None,
        "enough": progress.ENOUGH,
        "is_open": round_.state != RoundState.PREPARING,
        "left_out": list_left_out_estates(request.user, round_) if runs else [],
        "actions": list_round_actions(request.user, round_) if runs else [],
        "workbook_actions": list_workbook_actions(request.user, round_),
        "field_url": reverse("monitoring:field") if works_in_field(request.user) else "",
    }
    return render(request, "monitoring/rounds/round.html", context)


def show_participant(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """The profiles of one participant, with the answers that are still missing."""
    round_ = get_round(request, pk)
    found = get_object_or_404(list_participants(request, round_), pk=participant)
    standing = progress.list_participant_progress(round_, [found])[0]
    context = {
        "round": round_,
        "standing": standing,
        "name": found.office.name,
        "sheets": describe_profile_progress(standing),
        "places": build_round_trail(round_, found.office.name),
        "enough": progress.ENOUGH,
    }
    return render(request, "monitoring/rounds/participant.html", context)


def list_round_facts(round_: Round) -> list[tuple[str, Any]]:
    meeting = round_.coordination
    return [
        (_("Penyelenggara"), round_.office),
        (_("Data per tanggal"), formats.format_day(round_.data_as_at)),
        (_("Pengisian sampai"), formats.format_day(round_.fill_until_on)),
        (_("Sesi desk"), formats.format_day_range(round_.desk_starts_on, round_.desk_ends_on)),
        (_("Putaran sebelumnya"), round_.previous),
        (_("Rapat koordinasi"), render_meeting_link(meeting, round_.office.time_zone) if meeting else None),
        (_("Formulir"), round_.form),
    ]


def render_meeting_link(meeting: Meeting, zone: str) -> str:
    """The time of the meeting as a link to its page."""
    url = reverse("meetings:meeting", args=[meeting.pk])
    return format_html('<a href="{}">{}</a>', url, formats.format_moment(meeting.starts_at, zone))


def describe_participant(standing: progress.ParticipantProgress) -> dict[str, Any]:
    participant = standing.participant
    return {
        "standing": standing,
        "name": participant.office.name,
        "chart": draw_bullet(standing.percent, progress.ENOUGH, scale=100),
        "url": reverse("monitoring:round_participant", args=[participant.round_id, participant.pk]),
        "missing": sum(not sheet.filling.is_complete for sheet in standing.sheets),
    }


def list_workbook_actions(user: Any, round_: Round) -> list[Action]:
    """Download and upload of the workbook, for users who may fill in a profile of the round."""
    if policies.why_not_fill_round(user, round_):
        return []
    return [
        Action(_("Unduh lembar isian (XLSX)"), reverse("monitoring:round_workbook", args=[round_.pk]), icon="download"),
        Action(
            _("Unggah lembar yang sudah diisi"), reverse("imports:upload", args=["profiles"]), icon="file-spreadsheet"
        ),
    ]


def describe_profile_progress(standing: progress.ParticipantProgress) -> list[dict[str, Any]]:
    profiles = [sheet.profile.pk for sheet in standing.sheets]
    waiting = set(ProfileEntry.objects.waiting().filter(profile__in=profiles).values_list("profile", flat=True))
    return [
        {
            "profile": sheet.profile,
            "badge": badges.build_profile_badge(sheet.profile),
            "filling": sheet.filling,
            "waits": sheet.profile.pk in waiting,
            "percent": sheet.filling.percent,
            "url": reverse("monitoring:profile", args=[sheet.profile.pk]),
        }
        for sheet in standing.sheets
    ]


def list_left_out_estates(user: Any, round_: Round) -> list[Estate]:
    """Estates that the round should ask about, but whose agency is no participant."""
    asked = Estate.objects.visible_to(user).in_use(clock.today()).asked_by_rounds()
    below = asked.filter(build_below_filter([round_.office_id]))
    return list(below.exclude(office__in=round_.participants.values("office")).order_by("name", "pk"))


def list_round_actions(user: Any, round_: Round) -> list[Action]:
    """What the province may do next, the likely step first."""
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


def render_round_form(
    request: HttpRequest, form: Any, title: str, button: str, round_: Round | None = None, lead: str = ""
) -> HttpResponse:
    trail = build_round_trail(round_, title)
    return render_form_page(
        request, form, title=title, button=button, lead=lead, trail=trail, base="monitoring/base.html"
    )
