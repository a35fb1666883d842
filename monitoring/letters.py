"""The Berita Acara of a desk session as plain values, and the minutes that write themselves from the same facts.

Official paper is in Indonesian, whatever language its reader has chosen: build it under `translation.override("id")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from krs_portal.kit import formats
from krs_portal.meetings import documents
from krs_portal.meetings.documents import Decided, Present, Side
from krs_portal.meetings.models import Meeting
from krs_portal.meetings.policies import minutes_of
from krs_portal.offices.models import Region
from krs_portal.reports.snapshots import freeze, thaw
from monitoring import desk_sheet
from monitoring.comparison import Talk, label_of, profiles_of, talks, tallies
from monitoring.desk_sheet import Row
from monitoring.figures import Tally
from monitoring.models import DeskSession, Problem, Profile
from monitoring.spelled import spelled_day


@dataclass(frozen=True)
class EstateLine:
    """One estate, last round | this round."""

    name: str
    towers: int | None
    units: tuple[int | None, ...]
    occupied: tuple[int | None, ...]
    empty: tuple[int | None, ...]
    condition: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    now: str


@dataclass(frozen=True)
class Difference:
    """What one estate says otherwise than in the last round."""

    estate: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Said:
    estate: str
    field: str
    text: str


@dataclass(frozen=True)
class Trouble:
    estate: str
    title: str
    category: str
    plan: str
    owner: str
    due: str


@dataclass(frozen=True)
class BeritaAcara:
    """Frozen with the session when both sides have agreed; until then it says how things stand."""

    letterhead: tuple[str, ...]
    address: str
    round: str
    region: str
    as_at: date
    day_words: str
    day: str
    time: str
    place: str
    host: str
    guest: str
    estates: tuple[EstateLine, ...]
    total: EstateLine
    percent: tuple[str, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[Said, ...]
    problems: tuple[Trouble, ...]
    decisions: tuple[Decided, ...]
    minutes: str
    version: int
    present: tuple[Present, ...]
    sides: tuple[Side, ...]
    form: tuple[Row, ...]

    @property
    def is_agreed(self) -> bool:
        return bool(self.sides) and all(side.code for side in self.sides)


def berita_acara(session: DeskSession) -> BeritaAcara:
    """As it was agreed, or else as it stands."""
    return thaw(BeritaAcara, session.record) if session.record else written(session)


def form_of(session: DeskSession) -> tuple[Row, ...]:
    """The desk form alone, also of a session that has no minutes."""
    if session.record:
        return berita_acara(session).form
    return desk_sheet.rows(str(session.participant.office), talks(session))


def record(session: DeskSession) -> dict[str, object]:
    """What is kept with an agreed session."""
    return freeze(written(session))


def written(session: DeskSession) -> BeritaAcara:
    meeting = session.meeting
    if meeting is None:
        raise ValueError("a session without its meeting has no Berita Acara")
    participant = session.participant
    round_, on_table, day = participant.round, talks(session), meeting.day
    before, now = tallies(profiles_of(session))
    minutes = minutes_of(meeting)
    paper = documents.minutes_paper(minutes) if minutes else None
    guest = participant.office.name_on(day)
    return BeritaAcara(
        letterhead=documents.letterhead(round_.office, day),
        address=documents.contact(round_.office),
        round=round_.name,
        region=named(participant.office.region) or guest,
        as_at=round_.data_as_at,
        day_words=spelled_day(day),
        day=formats.day_full(day),
        time=formats.clock_range(session.starts_at, session.ends_at, meeting.zone),
        place=meeting.place or "ruang rapat daring",
        host=round_.office.name_on(day),
        guest=guest,
        estates=tuple(estate_line(talk.profile) for talk in on_table),
        total=total_line(before, now),
        percent=(formats.percent(before.percent), formats.percent(now.percent)),
        differences=tuple(difference(talk) for talk in on_table if talk.changes),
        remarks=tuple(
            Said(talk.profile.estate.name, spoken_of(talk, remark.field), remark.text)
            for talk in on_table
            for remark in talk.remarks
        ),
        problems=tuple(trouble(problem, talk) for talk in on_table for problem in talk.problems),
        decisions=decisions(meeting),
        minutes=minutes.text if minutes else "",
        version=minutes.version if minutes else 0,
        present=documents.there(meeting),
        sides=paper.sides if paper else (),
        form=desk_sheet.rows(guest, on_table),
    )


def named(region: Region | None) -> str:
    return str(region) if region else ""


def estate_line(profile: Profile) -> EstateLine:
    sides = (profile.previous, profile)
    return EstateLine(
        name=profile.estate.name,
        towers=profile.towers,
        units=tuple(side.units if side else None for side in sides),
        occupied=tuple(side.occupied if side else None for side in sides),
        empty=tuple(side.empty if side else None for side in sides),
        condition=tuple(side.get_condition_display() if side else "" for side in sides),
    )


def difference(talk: Talk) -> Difference:
    changes = (Change(label_of(line.field), line.before_shown, line.now_shown) for line in talk.changes)
    return Difference(talk.profile.estate.name, tuple(changes))


def total_line(before: Tally, now: Tally) -> EstateLine:
    """Of nothing known there is nothing to add up."""
    sides = [tally if tally.locations else None for tally in (before, now)]
    return EstateLine(
        name="Jumlah",
        towers=now.towers,
        units=tuple(side.units if side else None for side in sides),
        occupied=tuple(side.occupied if side else None for side in sides),
        empty=tuple(side.empty if side else None for side in sides),
        condition=(),
    )


def spoken_of(talk: Talk, name: str) -> str:
    return next((label_of(line.field) for line in talk.lines if line.field.name == name), "")


def trouble(problem: Problem, talk: Talk) -> Trouble:
    return Trouble(
        estate=talk.profile.estate.name,
        title=problem.title,
        category=problem.get_category_display(),
        plan=problem.plan.strip(),
        owner=problem.owner,
        due=formats.day(problem.due_on) if problem.due_on else "",
    )


def decisions(meeting: Meeting) -> tuple[Decided, ...]:
    rows = meeting.decisions.select_related("owner_office").order_by("pk")
    return tuple(
        Decided(each.text, documents.owner(each, meeting.day), formats.day(each.due_on) if each.due_on else "", "")
        for each in rows
    )


def minutes_text(paper: BeritaAcara) -> str:
    """The minutes as they write themselves; whoever leads the session may change the words."""
    parts = [
        f"Desk {paper.round} untuk {paper.region} pada {paper.day}, pukul {paper.time}, di {paper.place}.",
        overview(paper),
        listed("Perubahan terhadap putaran lalu", [difference_line(each) for each in paper.differences])
        or "Tidak ada perubahan terhadap putaran lalu.",
        listed("Catatan", [": ".join(filter(None, (each.estate, each.field, each.text))) for each in paper.remarks]),
        listed("Permasalahan dan tindak lanjut", [trouble_line(each) for each in paper.problems]),
        listed("Keputusan", [decided_line(each) for each in paper.decisions]),
    ]  # fmt: skip
    return "\n\n".join(filter(None, parts))


def overview(paper: BeritaAcara) -> str:
    now, number = paper.total, formats.number
    text = (
        f"Gambaran: {number(len(paper.estates))} lokasi, {number(now.towers)} tower, {number(now.units[1])} unit; "
        f"terhuni {number(now.occupied[1])} ({paper.percent[1]}), kosong {number(now.empty[1])}."
    )
    if now.units[0] is None:
        return f"{text} Belum ada data putaran lalu."
    return (
        f"{text} Putaran lalu: terhuni {number(now.occupied[0])} dari {number(now.units[0])} unit ({paper.percent[0]})."
    )


def difference_line(each: Difference) -> str:
    return f"{each.estate}: " + "; ".join(f"{one.field} {one.before} → {one.now}" for one in each.changes) + "."


def trouble_line(each: Trouble) -> str:
    plan = each.plan or "Belum ada tindak lanjut."
    owner = f" Penanggung jawab: {each.owner}." if each.owner else ""
    due = f" Tenggat: {each.due}." if each.due else ""
    return f"{each.estate}: {each.title} ({each.category}). {plan}{owner}{due}"


def decided_line(each: Decided) -> str:
    due = f", paling lambat {each.due}" if each.due else ""
    return f"{each.text.rstrip('.')} ({each.owner}{due})."


def listed(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(f"- {line}" for line in lines)]) if lines else ""
