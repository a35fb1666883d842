"""The contents of printed documents as plain values: letter of invitation, attendance sheet, minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from krs_portal.accounts.nip import format_nip
from krs_portal.kit import formats
from krs_portal.meetings.enums import DecisionState
from krs_portal.meetings.models import Invitation, Meeting, Minutes
from krs_portal.offices.enums import OfficeKind, RegionKind, Role
from krs_portal.offices.models import Membership, Office

NAMED_IN_LETTER = 3  # more than so many stand in an annex
LINES_TO_SIGN = 10


@dataclass(frozen=True)
class Signature:
    position: str
    name: str = ""
    nip: str = ""


@dataclass(frozen=True)
class MeetingPaper:
    """The head of every printed document of a meeting."""

    letterhead: tuple[str, ...]
    address: str
    subject: str
    day: str
    time: str
    place: str
    link: str


@dataclass(frozen=True)
class InvitationLetter(MeetingPaper):
    number: str
    written_on: str
    annex_pages: str
    addressees: tuple[str, ...]
    annex: tuple[str, ...]
    introduction: str
    agenda: tuple[str, ...]
    signature: Signature
    copies: tuple[str, ...]
    is_cancelled: bool


@dataclass(frozen=True)
class PresentPerson:
    name: str
    position: str
    office: str
    time: str


@dataclass(frozen=True)
class AttendanceSheet(MeetingPaper):
    rows: tuple[PresentPerson, ...]
    signature: Signature


@dataclass(frozen=True)
class MinutesSide:
    office: str
    name: str
    moment: str
    code: str


@dataclass(frozen=True)
class MinutesDecision:
    text: str
    owner: str
    due: str
    state: str


@dataclass(frozen=True)
class MinutesPaper(MeetingPaper):
    text: str
    version: int
    is_agreed: bool
    agenda: tuple[str, ...]
    present: tuple[PresentPerson, ...]
    decisions: tuple[MinutesDecision, ...]
    sides: tuple[MinutesSide, ...]


def build_invitation_letter(meeting: Meeting, invitation: Invitation | None = None) -> InvitationLetter:
    """The letter to one guest, or to all guests."""
    names = [format_addressee(each, meeting.day) for each in ([invitation] if invitation else list_guests(meeting))]
    in_annex = len(names) > NAMED_IN_LETTER
    host = meeting.office.name_on(meeting.day)
    return InvitationLetter(
        **build_paper_head(meeting),
        number=meeting.letter_number,
        written_on=format_place_and_day(meeting, find_letter_moment(meeting)),
        annex_pages=_("1 (satu) lembar") if in_annex else "–",
        addressees=(_("Daftar undangan terlampir"),) if in_annex else tuple(names),
        annex=tuple(names) if in_annex else (),
        introduction=meeting.introduction
        or _("%(host)s mengundang Bapak/Ibu untuk hadir pada rapat yang akan dilaksanakan pada:") % {"host": host},
        agenda=tuple(meeting.agenda_items),
        signature=build_signature(meeting.office),
        copies=tuple(meeting.copies),
        is_cancelled=meeting.cancelled_at is not None,
    )


def build_attendance_sheet(meeting: Meeting) -> AttendanceSheet:
    """Who was present; as long as nobody is recorded, who is expected, with lines to sign."""
    rows = list_present_people(meeting) or tuple(
        PresentPerson("", "", format_addressee(each, meeting.day), "") for each in list_guests(meeting)
    )
    empty = tuple(PresentPerson("", "", "", "") for _number in range(LINES_TO_SIGN - len(rows)))
    return AttendanceSheet(**build_paper_head(meeting), rows=rows + empty, signature=build_signature(meeting.office))


def build_minutes_paper(minutes: Minutes) -> MinutesPaper:
    meeting = minutes.meeting
    asked = minutes.agreements.current().select_related("office", "agreed_by").order_by("pk")
    return MinutesPaper(
        **build_paper_head(meeting),
        text=minutes.text,
        version=minutes.version,
        is_agreed=minutes.is_agreed,
        agenda=tuple(meeting.agenda_items),
        present=list_present_people(meeting),
        decisions=tuple(
            MinutesDecision(
                each.text,
                format_decision_owner(each, meeting.day),
                formats.format_day(each.due_on),
                label_decision_state(each),
            )
            for each in meeting.decisions.select_related("owner_office").order_by("pk")
        ),
        sides=tuple(
            MinutesSide(
                each.office.name_on(meeting.day),
                str(each.agreed_by or ""),
                formats.format_moment(each.agreed_at, meeting.zone) if each.agreed_at else "",
                each.code,
            )
            for each in asked
        ),
    )


def build_paper_head(meeting: Meeting) -> dict[str, Any]:
    return {
        "letterhead": build_letterhead(meeting.office, meeting.day),
        "address": format_contact(meeting.office),
        "subject": meeting.title,
        "day": formats.format_full_day(meeting.day),
        "time": meeting.hours,
        "place": meeting.place,
        "link": meeting.link,
    }


def build_letterhead(office: Office, day: date) -> tuple[str, ...]:
    """The names of the offices above, then of the office itself."""
    name = office.name_on(day)
    region = office.region
    if office.kind == OfficeKind.PROVINCIAL_AGENCY and region:
        return _("Pemerintah Provinsi %(region)s") % {"region": region.name}, name
    if office.kind == OfficeKind.LOCAL_AGENCY and region:
        kind = _("Kota") if region.kind == RegionKind.KOTA else _("Kabupaten")
        return _("Pemerintah %(kind)s %(region)s") % {"kind": kind, "region": region.name}, name
    above, lines = office.parent, [name]
    while above is not None:
        lines.append(above.name_on(day))
        above = above.parent
    return tuple(reversed(lines))


def format_contact(office: Office) -> str:
    phone = _("Telepon %(phone)s") % {"phone": office.phone} if office.phone else ""
    mail = _("Surel %(email)s") % {"email": office.email} if office.email else ""
    return " · ".join(filter(None, (office.address, phone, mail)))


def build_signature(office: Office) -> Signature:
    """The head of the office if the portal knows one, otherwise a line to write on. Never a certified e-signature."""
    head = (
        Membership.objects.filter(office=office, role=Role.HEAD, ended_on__isnull=True, user__is_active=True)
        .select_related("user")
        .order_by("-started_on", "-pk")
        .first()
    )
    if head is None:
        return Signature(_("Kepala"))
    return Signature(head.user.position or _("Kepala"), head.user.name, format_nip(head.user.nip))


def format_place_and_day(meeting: Meeting, moment: datetime) -> str:
    seat = meeting.office.region
    day = formats.format_day(moment.astimezone(ZoneInfo(meeting.zone)).date())
    return f"{seat.name}, {day}" if seat and seat.kind in (RegionKind.KOTA, RegionKind.KABUPATEN) else day


def find_letter_moment(meeting: Meeting) -> datetime:
    """The date of the letter: when the first guest was invited, before that when the meeting was planned."""
    first = meeting.invitations.order_by("invited_at", "pk").first()
    return first.invited_at if first else meeting.planned_at


def list_guests(meeting: Meeting) -> list[Invitation]:
    named = Prefetch("office", Office.objects.with_name_on(meeting.day))
    return list(meeting.invitations.prefetch_related(named).order_by("pk"))


def format_addressee(invitation: Invitation, day: date) -> str:
    """A person by name, an office by its head."""
    if invitation.name:
        return invitation.name
    office = invitation.office
    return _("Kepala %(office)s") % {"office": getattr(office, "name", "") or (office.name_on(day) if office else "")}


def list_present_people(meeting: Meeting) -> tuple[PresentPerson, ...]:
    named = Prefetch("office", Office.objects.with_name_on(meeting.day))
    return tuple(
        PresentPerson(
            each.name,
            each.position,
            str(each.office) if each.office else each.organisation,
            formats.format_clock(each.present_at, meeting.zone),
        )
        for each in meeting.attendances.prefetch_related(named).order_by("present_at", "pk")
    )


def format_decision_owner(decision: Any, day: date) -> str:
    office = decision.owner_office.name_on(day) if decision.owner_office else ""
    return ", ".join(filter(None, (decision.owner_name, office)))


def label_decision_state(decision: Any) -> str:
    return "" if decision.state == DecisionState.OPEN else str(decision.get_state_display())
