"""The Berita Acara (official record) of a desk session as a frozen dataclass, and the draft minutes built from it.

It is in Indonesian, whatever language the reader has chosen: build it under `translation.override("id")`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from krs_portal.kit import formats
from krs_portal.meetings import documents
from krs_portal.meetings.documents import MinutesDecision, MinutesSide, PresentPerson
from krs_portal.meetings.models import Meeting
from krs_portal.meetings.policies import find_minutes
from krs_portal.offices.models import Region
from krs_portal.reports.snapshots import freeze_value, thaw_value
from monitoring.desk import sheet as desk_sheet
from monitoring.desk.comparison import (
    EstateTalk,
    label_field,
    list_estate_talks,
    list_session_profiles,
    list_talks_by_session,
    sum_before_and_now,
)
from monitoring.desk.models import DeskSession
from monitoring.desk.sheet import DeskFormRow
from monitoring.desk.spelled import spell_day
from monitoring.problems.models import Problem
from monitoring.rounds.figures import RoundTally
from monitoring.rounds.models import Profile


@dataclass(frozen=True)
class ComparedEstateLine:
    """One estate; pairs hold the values of the last round and of this one."""

    name: str
    towers: int | None
    units: tuple[int | None, ...]
    occupied: tuple[int | None, ...]
    empty: tuple[int | None, ...]
    condition: tuple[str, ...]


@dataclass(frozen=True)
class FieldChange:
    field: str
    before: str
    now: str


@dataclass(frozen=True)
class EstateDifference:
    """The answers of one estate that differ from the last round."""

    estate: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class SpokenRemark:
    estate: str
    field: str
    text: str


@dataclass(frozen=True)
class DiscussedProblem:
    estate: str
    title: str
    category: str
    plan: str
    owner: str
    due: str
    cost: str = ""
    late: str = ""  # how late it is on the day of the session
    is_agreed: bool = False  # in this session; otherwise it stands as it was before


@dataclass(frozen=True)
class BeritaAcara:
    """Stored with the session when both sides have agreed; until then it is built from the present data."""

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
    estates: tuple[ComparedEstateLine, ...]
    total: ComparedEstateLine
    percent: tuple[str, ...]
    differences: tuple[EstateDifference, ...]
    remarks: tuple[SpokenRemark, ...]
    problems: tuple[DiscussedProblem, ...]
    decisions: tuple[MinutesDecision, ...]
    minutes: str
    version: int
    present: tuple[PresentPerson, ...]
    sides: tuple[MinutesSide, ...]
    form: tuple[DeskFormRow, ...]

    @property
    def is_agreed(self) -> bool:
        return bool(self.sides) and all(side.code for side in self.sides)


def get_berita_acara(session: DeskSession) -> BeritaAcara:
    """The stored Berita Acara of an agreed session, otherwise one built from the present data."""
    return thaw_value(BeritaAcara, session.record) if session.record else build_berita_acara(session)


def list_desk_form_rows(sessions: Iterable[DeskSession]) -> list[DeskFormRow]:
    """The rows of the desk form, session by session; they exist for sessions without minutes, too."""
    sessions = list(sessions)
    talks = list_talks_by_session([session for session in sessions if not session.record])
    rows: list[DeskFormRow] = []
    for session in sessions:
        if session.record:
            rows += get_berita_acara(session).form
        else:
            rows += desk_sheet.build_desk_form_rows(str(session.participant.office), talks[session.pk])
    return rows


def freeze_berita_acara(session: DeskSession) -> dict[str, object]:
    """The Berita Acara as JSON, to be stored with an agreed session."""
    return freeze_value(build_berita_acara(session))


def build_berita_acara(session: DeskSession) -> BeritaAcara:
    meeting = session.meeting
    if meeting is None:
        raise ValueError("a session without its meeting has no Berita Acara")
    participant = session.participant
    round_, on_table, day = participant.round, list_estate_talks(session), meeting.day
    before, now = sum_before_and_now(list_session_profiles(session))
    minutes = find_minutes(meeting)
    paper = documents.build_minutes_paper(minutes) if minutes else None
    guest = participant.office.name_on(day)
    return BeritaAcara(
        letterhead=documents.build_letterhead(round_.office, day),
        address=documents.format_contact(round_.office),
        round=round_.name,
        region=format_region(participant.office.region) or guest,
        as_at=round_.data_as_at,
        day_words=spell_day(day),
        day=formats.format_full_day(day),
        time=formats.format_clock_range(session.starts_at, session.ends_at, meeting.zone),
        place=meeting.place or "ruang rapat daring",
        host=round_.office.name_on(day),
        guest=guest,
        estates=tuple(build_compared_estate(talk.profile) for talk in on_table),
        total=build_total_line(before, now),
        percent=(formats.format_percent(before.percent), formats.format_percent(now.percent)),
        differences=tuple(build_estate_difference(talk) for talk in on_table if talk.changes),
        remarks=tuple(
            SpokenRemark(talk.profile.estate.name, label_remark_field(talk, remark.field), remark.text)
            for talk in on_table
            for remark in talk.remarks
        ),
        problems=tuple(build_discussed_problem(problem, talk, day) for talk in on_table for problem in talk.problems),
        decisions=build_decision_lines(meeting),
        minutes=minutes.text if minutes else "",
        version=minutes.version if minutes else 0,
        present=documents.list_present_people(meeting),
        sides=paper.sides if paper else (),
        form=desk_sheet.build_desk_form_rows(guest, on_table),
    )


def format_region(region: Region | None) -> str:
    return str(region) if region else ""


def build_compared_estate(profile: Profile) -> ComparedEstateLine:
    sides = (profile.previous, profile)
    return ComparedEstateLine(
        name=profile.estate.name,
        towers=profile.towers,
        units=tuple(side.units if side else None for side in sides),
        occupied=tuple(side.occupied if side else None for side in sides),
        empty=tuple(side.empty if side else None for side in sides),
        condition=tuple(side.get_condition_display() if side else "" for side in sides),
    )


def build_estate_difference(talk: EstateTalk) -> EstateDifference:
    changes = (FieldChange(label_field(line.field), line.before_shown, line.now_shown) for line in talk.changes)
    return EstateDifference(talk.profile.estate.name, tuple(changes))


def build_total_line(before: RoundTally, now: RoundTally) -> ComparedEstateLine:
    """Sum of both rounds; None for a round without any location."""
    sides = [tally if tally.locations else None for tally in (before, now)]
    return ComparedEstateLine(
        name="Jumlah",
        towers=now.towers,
        units=tuple(side.units if side else None for side in sides),
        occupied=tuple(side.occupied if side else None for side in sides),
        empty=tuple(side.empty if side else None for side in sides),
        condition=(),
    )


def label_remark_field(talk: EstateTalk, name: str) -> str:
    return next((label_field(line.field) for line in talk.lines if line.field.name == name), "")


def build_discussed_problem(problem: Problem, talk: EstateTalk, day: date) -> DiscussedProblem:
    late = (day - problem.due_on).days if problem.due_on and problem.due_on < day else 0
    return DiscussedProblem(
        estate=talk.profile.estate.name,
        title=problem.title,
        category=problem.get_category_display(),
        plan=problem.plan.strip(),
        owner=problem.owner,
        due=formats.format_day(problem.due_on) if problem.due_on else "",
        cost=formats.format_rupiah(problem.cost_estimate) if problem.cost_estimate is not None else "",
        late=f"terlambat {formats.format_number(late)} hari" if late else "",
        is_agreed=problem.pk in talk.agreements,
    )


def build_decision_lines(meeting: Meeting) -> tuple[MinutesDecision, ...]:
    rows = meeting.decisions.select_related("owner_office").order_by("pk")
    return tuple(
        MinutesDecision(
            each.text,
            documents.format_decision_owner(each, meeting.day),
            formats.format_day(each.due_on) if each.due_on else "",
            "",
        )
        for each in rows
    )


def compose_minutes(paper: BeritaAcara) -> str:
    """The draft minutes; the leader of the session may edit them."""
    parts = [
        f"Desk {paper.round} untuk {paper.region} pada {paper.day}, pukul {paper.time}, di {paper.place}.",
        format_overview(paper),
        format_bullet_list("Perubahan terhadap putaran lalu", [format_difference(each) for each in paper.differences])
        or "Tidak ada perubahan terhadap putaran lalu.",
        format_bullet_list(
            "Catatan", [": ".join(filter(None, (each.estate, each.field, each.text))) for each in paper.remarks]
        ),
        format_bullet_list(
            "Tindak lanjut yang disepakati hari ini",
            [format_problem(each) for each in paper.problems if each.is_agreed],
        ),
        format_bullet_list(
            "Permasalahan dan tindak lanjut"
            if not any(each.is_agreed for each in paper.problems)
            else "Permasalahan lain, seperti tercatat sebelumnya",
            [format_problem(each) for each in paper.problems if not each.is_agreed],
        ),
        format_bullet_list("Keputusan", [format_decision(each) for each in paper.decisions]),
    ]
    return "\n\n".join(filter(None, parts))


def format_overview(paper: BeritaAcara) -> str:
    now, number = paper.total, formats.format_number
    text = (
        f"Gambaran: {number(len(paper.estates))} lokasi, {number(now.towers)} tower, {number(now.units[1])} unit; "
        f"terhuni {number(now.occupied[1])} ({paper.percent[1]}), kosong {number(now.empty[1])}."
    )
    if now.units[0] is None:
        return f"{text} Belum ada data putaran lalu."
    return (
        f"{text} Putaran lalu: terhuni {number(now.occupied[0])} dari {number(now.units[0])} unit ({paper.percent[0]})."
    )


def format_difference(each: EstateDifference) -> str:
    return f"{each.estate}: " + "; ".join(f"{one.field} {one.before} → {one.now}" for one in each.changes) + "."


def format_problem(each: DiscussedProblem) -> str:
    plan = each.plan or "Belum ada tindak lanjut."
    owner = f" Penanggung jawab: {each.owner}." if each.owner else ""
    due = f" Tenggat: {each.due}{f', {each.late}' if each.late else ''}." if each.due else ""
    cost = f" Perkiraan biaya: {each.cost}." if each.cost else ""
    return f"{each.estate}: {each.title} ({each.category}). {plan}{owner}{due}{cost}"


def format_decision(each: MinutesDecision) -> str:
    due = f", paling lambat {each.due}" if each.due else ""
    return f"{each.text.rstrip('.')} ({each.owner}{due})."


def format_bullet_list(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(f"- {line}" for line in lines)]) if lines else ""
