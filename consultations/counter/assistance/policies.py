"""Who may plan, do, finish and take back an assistance to a house, as a sentence of refusal. `None` means yes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinics.enums import Measure
from clinics.policies import why_not_count
from consultations.counter.assistance.enums import ASSISTANCE_MOVES, RUNNING, AssistanceState, list_better_parts
from consultations.counter.assistance.models import Assistance, HouseImprovement, SiteVisit
from consultations.counter.policies import reads_house, why_not_read_consultations
from consultations.people.models.house import House
from consultations.people.policies import why_not_serve
from krs_portal.kit.formats import format_day
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import why_not_act

why_not_read_assistances = why_not_read_consultations
STATE = AssistanceState


def why_not_assist(user: Any, office: Office, house: House) -> str | None:
    """An office helps the houses that it knows from its consultations."""
    if refusal := why_not_serve(user, office):
        return refusal
    if house.is_merged:
        return _("Catatan rumah ini sudah digabungkan; pakai catatan yang dipakai.")
    if not reads_house(user, house):
        return _("Rumah ini belum dikenal unit Anda; catat dahulu konsultasinya.")
    return None


def why_not_move_to(assistance: Assistance, to: AssistanceState) -> str | None:
    if to in ASSISTANCE_MOVES[AssistanceState(assistance.state)]:
        return None
    return _("Bantuan ini berstatus “%(state)s”.") % {"state": assistance.get_state_display()}


def why_not_edit_assistance(user: Any, assistance: Assistance) -> str | None:
    """While it runs it is changed; once it has ended it is opened again first, so that the ledger follows."""
    if refusal := why_not_serve(user, assistance.office):
        return refusal
    if assistance.state in RUNNING:
        return None
    return _("Bantuan ini sudah berakhir. Buka kembali dahulu, atau koreksi harinya.")


def why_not_start(user: Any, assistance: Assistance) -> str | None:
    if refusal := why_not_serve(user, assistance.office):
        return refusal
    if assistance.state != STATE.PLANNED:
        return _("Bantuan ini berstatus “%(state)s”.") % {"state": assistance.get_state_display()}
    return None


def why_not_finish_assistance(user: Any, assistance: Assistance) -> str | None:
    return why_not_serve(user, assistance.office) or why_not_move_to(assistance, STATE.FINISHED)


def why_not_give_up(user: Any, assistance: Assistance) -> str | None:
    return why_not_serve(user, assistance.office) or why_not_move_to(assistance, STATE.GIVEN_UP)


def why_not_step_back(user: Any, assistance: Assistance) -> str | None:
    """What counts is taken out of the achievement, so a head decides; the others go back as they came."""
    match assistance.state:
        case STATE.FINISHED:
            return why_not_act(user, assistance.office, Role.HEAD, Role.ADMIN)
        case STATE.UNDER_WAY:
            return why_not_serve(user, assistance.office) or why_not_only_planned(assistance)
        case STATE.GIVEN_UP:
            return why_not_serve(user, assistance.office)
    return why_not_serve(user, assistance.office) or _("Tidak ada langkah yang dapat dibatalkan.")


def why_not_only_planned(assistance: Assistance) -> str | None:
    """What somebody has visited has begun."""
    if SiteVisit.objects.filter(assistance=assistance).exists() or is_improved(assistance):
        return _("Rumahnya sudah dikunjungi; pekerjaan ini sudah dimulai.")
    return None


def is_improved(assistance: Assistance) -> bool:
    return HouseImprovement.objects.filter(assistance=assistance).exists()


def why_not_void_assistance(user: Any, assistance: Assistance) -> str | None:
    """A record by mistake is its writer's to take back; a finished one is in the achievement, so a head decides."""
    if assistance.state == STATE.FINISHED:
        return why_not_act(user, assistance.office, Role.HEAD, Role.ADMIN)
    return why_not_serve(user, assistance.office) or why_not_move_to(assistance, STATE.VOIDED)


def why_not_correct_assistance(user: Any, assistance: Assistance) -> str | None:
    if refusal := why_not_serve(user, assistance.office):
        return refusal
    return None if assistance.state == STATE.FINISHED else _("Hanya bantuan yang selesai dikoreksi.")


def why_not_finish_on(user: Any, assistance: Assistance, day: date) -> str | None:
    """The day decides the year in which the house counts: moving it to another month is the head's word."""
    if assistance.started_on and day < assistance.started_on:
        return _("Pekerjaannya baru dimulai %(day)s.") % {"day": format_day(assistance.started_on)}
    if refusal := why_not_count(day, {Measure.ASSISTED_HOUSE: 1}):
        return refusal
    before = assistance.finished_on
    moves = before is not None and (before.year, before.month) != (day.year, day.month)
    if moves and why_not_act(user, assistance.office, Role.HEAD, Role.ADMIN):
        return _("Memindahkan bantuan ke bulan lain mengubah capaian dua bulan; hanya kepala unit yang melakukannya.")
    return None


def why_not_visit(user: Any, assistance: Assistance) -> str | None:
    """Also after the end: whether a house holds is often seen later."""
    if refusal := why_not_serve(user, assistance.office):
        return refusal
    return _("Bantuan ini dibatalkan.") if assistance.state == STATE.VOIDED else None


def why_not_visited_on(assistance: Assistance, day: date) -> str | None:
    if day < assistance.asked_on:
        return _("Bantuannya baru diminta %(day)s.") % {"day": format_day(assistance.asked_on)}
    return None


def why_not_visit_again(assistance: Assistance, day: date, officer: Any, finding: str) -> str | None:
    """A visit is one thing, however often it is sent."""
    same = SiteVisit.objects.filter(assistance=assistance, visited_on=day, officer=officer, finding=finding)
    return _("Kunjungan ini sudah tercatat.") if same.exists() else None


def why_not_say_improved(user: Any, assistance: Assistance) -> str | None:
    """What became better is seen once work has begun."""
    if refusal := why_not_visit(user, assistance):
        return refusal
    if assistance.state == STATE.PLANNED:
        return _("Pekerjaannya belum dimulai.")
    return None


def why_not_better(before: Mapping[str, str], after: Mapping[str, str]) -> str | None:
    """A house is improved where at least one part that was looked at twice is better than it was."""
    if list_better_parts(dict(before), dict(after)):
        return None
    return _("Belum ada bagian yang lebih baik daripada sebelumnya. Isi keadaan sebelum dan sesudah bagian itu.")
