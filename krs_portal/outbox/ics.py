"""Calendar files: a download, part of a mail, or a feed. UID and SEQUENCE are the caller's, who counts changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

PRODID = "-//Klinik Rumah Swadaya//Portal KRS//ID"


def event(
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
) -> Event:
    """One appointment on the clock of its zone; `organizer` and `attendee` are (name, e-mail)."""
    made, info = Event(), ZoneInfo(zone)
    made.add("uid", uid)
    made.add("sequence", sequence)
    made.add("dtstamp", at)
    made.add("dtstart", starts_at.astimezone(info))
    made.add("dtend", ends_at.astimezone(info))
    made.add("summary", title)
    made.add("location", place)
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if description:
        made.add("description", description)
    if url:
        made.add("url", url)
    if organizer:
        made.add("organizer", person(*organizer))
    if attendee:
        made.add("attendee", person(*attendee))
    return made


def calendar(events: Iterable[Event], *, method: str = "PUBLISH", name: str = "") -> bytes:
    """A calendar of the events with the zones they need. `REQUEST` invites, `CANCEL` takes back, `PUBLISH` shows."""
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
    for each in events:
        made.add_component(each)
    zones = b"".join(described(tzid) for tzid in sorted(made.get_missing_tzids()))
    head, begin, entries = made.to_ical().partition(b"BEGIN:VEVENT")
    return b"".join((head, zones, begin, entries))


@cache
def described(tzid: str) -> bytes:
    """Kept: to work one out takes tens of milliseconds of a booking, to write it down half of its calendar."""
    return bytes(Timezone.from_tzid(tzid).to_ical())


def person(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address
