"""What goes on paper, as plain values: the letter of invitation, the attendance sheet, the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

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
class Paper:
    """What every paper of a meeting begins with."""

    letterhead: tuple[str, ...]
    address: str
    subject: str
    day: str
    time: str
    place: str
    link: str


@dataclass(frozen=True)
class Letter(Paper):
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
class Present:
    name: str
    position: str
    office: str
    time: str


@dataclass(frozen=True)
class AttendanceSheet(Paper):
    rows: tuple[Present, ...]
    signature: Signature


@dataclass(frozen=True)
class Side:
    office: str
    name: str
    moment: str
    code: str


@dataclass(frozen=True)
class Decided:
    text: str
    owner: str
    due: str
    state: str


@dataclass(frozen=True)
class MinutesPaper(Paper):
    text: str
    version: int
    is_agreed: bool
    agenda: tuple[str, ...]
    present: tuple[Present, ...]
    decisions: tuple[Decided, ...]
    sides: tuple[Side, ...]


def letter(meeting: Meeting, invitation: Invitation | None = None) -> Letter:
    """To one, or to all that are invited."""
    names = [invited(each, meeting.day) for each in ([invitation] if invitation else guests(meeting))]
    in_annex = len(names) > NAMED_IN_LETTER
    host = meeting.office.name_on(meeting.day)
    return Letter(
        **head(meeting),
        number=meeting.letter_number,
        written_on=dated(meeting, day_written(meeting)),
        annex_pages=_("1 (satu) lembar") if in_annex else "–",
        addressees=(_("Daftar undangan terlampir"),) if in_annex else tuple(names),
        annex=tuple(names) if in_annex else (),
        introduction=meeting.introduction
        or _("%(host)s mengundang Bapak/Ibu untuk hadir pada rapat yang akan dilaksanakan pada:") % {"host": host},
        agenda=tuple(meeting.agenda_items),
        signature=signature(meeting.office),
        copies=tuple(meeting.copies),
        is_cancelled=meeting.cancelled_at is not None,
    )


def attendance_sheet(meeting: Meeting) -> AttendanceSheet:
    """Who was there; before anybody is written down, who is expected, with room to sign."""
    rows = there(meeting) or tuple(Present("", "", invited(each, meeting.day), "") for each in guests(meeting))
    empty = tuple(Present("", "", "", "") for _number in range(LINES_TO_SIGN - len(rows)))
    return AttendanceSheet(**head(meeting), rows=rows + empty, signature=signature(meeting.office))


def minutes_paper(minutes: Minutes) -> MinutesPaper:
    meeting = minutes.meeting
    asked = minutes.agreements.current().select_related("office", "agreed_by").order_by("pk")
    return MinutesPaper(
        **head(meeting),
        text=minutes.text,
        version=minutes.version,
        is_agreed=minutes.is_agreed,
        agenda=tuple(meeting.agenda_items),
        present=there(meeting),
        decisions=tuple(
            Decided(each.text, owner(each, meeting.day), formats.day(each.due_on), state(each))
            for each in meeting.decisions.select_related("owner_office").order_by("pk")
        ),
        sides=tuple(
            Side(
                each.office.name_on(meeting.day),
                str(each.agreed_by or ""),
                formats.moment(each.agreed_at, meeting.zone) if each.agreed_at else "",
                each.code,
            )
            for each in asked
        ),
    )


def head(meeting: Meeting) -> dict[str, Any]:
    return {
        "letterhead": letterhead(meeting.office, meeting.day),
        "address": contact(meeting.office),
        "subject": meeting.title,
        "day": formats.day_full(meeting.day),
        "time": formats.clock_range(meeting.starts_at, meeting.ends_at, meeting.zone),
        "place": meeting.place,
        "link": meeting.link,
    }


def letterhead(office: Office, day: date) -> tuple[str, ...]:
    """The body above, then the office itself."""
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


def contact(office: Office) -> str:
    phone = _("Telepon %(phone)s") % {"phone": office.phone} if office.phone else ""
    mail = _("Surel %(email)s") % {"email": office.email} if office.email else ""
    return " · ".join(filter(None, (office.address, phone, mail)))


def signature(office: Office) -> Signature:
    """The head, where the portal knows one; a line to write on where not. Never a certified e-signature."""
    head = (
        Membership.objects.filter(office=office, role=Role.HEAD, ended_on__isnull=True, user__is_active=True)
        .select_related("user")
        .order_by("-started_on", "-pk")
        .first()
    )
    if head is None:
        return Signature(_("Kepala"))
    return Signature(head.user.position or _("Kepala"), head.user.name, grouped(head.user.nip))


def grouped(nip: str) -> str:
    """ "19700430 199103 1 001"."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


def dated(meeting: Meeting, moment: datetime) -> str:
    seat = meeting.office.region
    day = formats.day(moment.astimezone(ZoneInfo(meeting.zone)).date())
    return f"{seat.name}, {day}" if seat and seat.kind in (RegionKind.KOTA, RegionKind.KABUPATEN) else day


def day_written(meeting: Meeting) -> datetime:
    """When the first was invited; until then when it was planned."""
    first = meeting.invitations.order_by("invited_at", "pk").first()
    return first.invited_at if first else meeting.planned_at


def guests(meeting: Meeting) -> list[Invitation]:
    named = Prefetch("office", Office.objects.with_name_on(meeting.day))
    return list(meeting.invitations.prefetch_related(named).order_by("pk"))


def invited(invitation: Invitation, day: date) -> str:
    """A person by name; an office by its head."""
    if invitation.name:
        return invitation.name
    office = invitation.office
    return _("Kepala %(office)s") % {"office": getattr(office, "name", "") or (office.name_on(day) if office else "")}


def there(meeting: Meeting) -> tuple[Present, ...]:
    named = Prefetch("office", Office.objects.with_name_on(meeting.day))
    return tuple(
        Present(
            each.name,
            each.position,
            str(each.office) if each.office else each.organisation,
            formats.clock(each.present_at, meeting.zone),
        )
        for each in meeting.attendances.prefetch_related(named).order_by("present_at", "pk")
    )


def owner(decision: Any, day: date) -> str:
    office = decision.owner_office.name_on(day) if decision.owner_office else ""
    return ", ".join(filter(None, (decision.owner_name, office)))


def state(decision: Any) -> str:
    return "" if decision.state == DecisionState.OPEN else str(decision.get_state_display())
