"""Calendar files: a download, part of a mail, or a feed. The caller gives UID and SEQUENCE and counts the changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

PRODID = "-//Klinik Rumah Swadaya//Portal KRS//ID"


def build_event(
    *,
    uid: str,
    sequence: int,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    title: str,
    place: str,
    at: datetime,
    description: str = "",
    organizer: tuple[str, str] | None = None,
    attendee: tuple[str, str] | None = None,
    url: str = "",
    cancelled: bool = False,
    tentative: bool = False,
    alarms: Iterable[timedelta] = (),
) -> Event:
    """One appointment in its time zone; `organizer` and `attendee` are (name, e-mail).

    `alarms` say how long before its beginning a calendar rings.
    """
    made, info = Event(), ZoneInfo(zone)
    made.add("uid", uid)
    made.add("sequence", sequence)
    made.add("dtstamp", at)
    made.add("dtstart", starts_at.astimezone(info))
    made.add("dtend", ends_at.astimezone(info))
    made.add("summary", title)
    made.add("location", place)
    made.add("status", "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED")
    if description:
        made.add("description", description)
    if url:
        made.add("url", url)
    if organizer:
        made.add("organizer", build_calendar_address(*organizer))
    if attendee:
        made.add("attendee", build_calendar_address(*attendee))
    for before in alarms:
        made.add_component(build_alarm(before, title))
    return made


def build_alarm(before: timedelta, title: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", title)
    made.add("trigger", -before)
    return made


def build_calendar_file(events: Iterable[Event], *, method: str = "PUBLISH", name: str = "") -> bytes:
    """A calendar with the events and the time zones they need.

    `method`: REQUEST invites, CANCEL cancels, PUBLISH shows.
    """
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
    for each in events:
        made.add_component(each)
    zones = b"".join(build_time_zone_block(tzid) for tzid in sorted(made.get_missing_tzids()))
    head, begin, entries = made.to_ical().partition(b"BEGIN:VEVENT")
    return b"".join((head, zones, begin, entries))


@cache
def build_time_zone_block(tzid: str) -> bytes:
    """Kept: to work one out takes tens of milliseconds of a booking, to write it down half of its calendar."""
    return bytes(Timezone.from_tzid(tzid).to_ical())


def build_calendar_address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address
