"""What waits at one estate: what a round asks, what disagrees, its problems, its people and its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_day, format_number
from krs_portal.kit.parameters import build_rows_url
from monitoring.occupants.models import Household
from monitoring.problems.models import Problem
from monitoring.register.handover import papers
from monitoring.register.handover.enums import HandOverPath, HandOverState
from monitoring.register.models import Estate
from monitoring.rounds.disagreements import list_disagreeing_profiles, list_disagreements
from monitoring.rounds.models import Profile
from monitoring.rounds.progress import list_profile_progress


@dataclass(frozen=True)
class WaitingLine:
    """One door of the estate, and what waits behind it."""

    name: str
    note: str
    url: str
    icon: str
    count: int = 0  # what has to be done there


def list_waiting_lines(found: Estate, user: Any) -> list[WaitingLine]:
    lines = [
        describe_asked_profile(found, user),
        describe_disagreement(found, user),
        describe_open_problems(found, user),
        describe_known_people(found, user),
        describe_missing_papers(found),
    ]
    return [line for line in lines if line]


def describe_asked_profile(found: Estate, user: Any) -> WaitingLine | None:
    """The profile that a running round asks for, and what is still missing in it."""
    profiles = Profile.objects.visible_to(user).filter(estate=found).in_running_rounds()
    profile = profiles.select_related("round__form", "estate").order_by("-round__data_as_at", "-pk").first()
    if profile is None:
        return None
    [standing] = list_profile_progress(profile.round, [profile])
    missing = standing.filling.missing
    state = profile.get_state_display()
    note = _("%(state)s; belum ada: %(missing)s") % {"state": state, "missing": ", ".join(map(str, missing))}
    if not missing:
        note = _("%(state)s; semua isian wajib sudah ada") % {"state": state}
    name = _("Profil %(round)s, data per %(day)s") % {
        "round": profile.round.name,
        "day": format_day(profile.round.data_as_at),
    }
    return WaitingLine(name, note, reverse("monitoring:profile", args=[profile.pk]), "list-check", len(missing))


def describe_disagreement(found: Estate, user: Any) -> WaitingLine | None:
    rows = list_disagreeing_profiles(Profile.objects.visible_to(user).filter(estate=found))
    profile = rows.select_related("round", "estate__tally").prefetch_related("settlements").first()
    if profile is None:
        return None
    said = [
        _("%(field)s: profil %(ours)s, daftar hunian %(theirs)s")
        % {"field": each.field.label, "ours": each.profile_shown, "theirs": each.register_shown}
        for each in list_disagreements(profile)
        if each.is_open
    ]
    name = ngettext("%(count)s angka berbeda", "%(count)s angka berbeda", len(said)) % {"count": len(said)}
    url = build_rows_url("monitoring:disagreements", estate=found.pk)
    return WaitingLine(name, "; ".join(said), url, "alert-circle", len(said))


def describe_open_problems(found: Estate, user: Any) -> WaitingLine:
    problems = Problem.objects.visible_to(user).filter(estate=found)
    late, count = problems.overdue(today(found.office.time_zone)).count(), problems.unresolved().count()
    name = _("%(count)s masalah terbuka") % {"count": format_number(count)}
    note = _("%(count)s lewat tenggat") % {"count": format_number(late)}
    return WaitingLine(name, note, build_rows_url("monitoring:problems", estate=found.pk), "alert-triangle", late)


def describe_known_people(found: Estate, user: Any) -> WaitingLine:
    """How many of the occupied units have a household in the list."""
    known = Household.objects.visible_to(user).filter(estate=found, tenancies__ended_on__isnull=True)
    count = known.filter(tenancies__isnull=False).distinct().count()
    occupied = found.tally.occupied if found.tally.occupancy is not None else None
    note = _("dari %(occupied)s unit terhuni") % {"occupied": format_number(occupied)}
    name = _("%(count)s rumah tangga tercatat") % {"count": format_number(count)}
    missing = max((occupied or 0) - count, 0)
    return WaitingLine(name, note, build_rows_url("monitoring:people", estate=found.pk), "users", missing)


def describe_missing_papers(found: Estate) -> WaitingLine:
    url = f"{reverse('monitoring:estate', args=[found.pk])}#serah-terima"
    hand_over = getattr(found, "hand_over", None)
    if hand_over is None:
        return WaitingLine(_("Serah terima belum dicatat"), _("tahap dan dokumennya"), url, "file-text", 1)
    wanted = papers.CHECK_LISTS[HandOverPath(hand_over.path)]
    received = hand_over.papers.filter(received_on__isnull=False).count()
    missing = len(wanted) - received if wanted and hand_over.state != HandOverState.DONE else 0
    note = _("%(count)s dokumen belum diterima") % {"count": format_number(missing)} if missing else ""
    return WaitingLine(
        hand_over.get_state_display(), note or _("tidak ada dokumen yang kurang"), url, "file-text", missing
    )
