"""Three rounds: 2020 and 2021 are closed, their profiles frozen; one is open for whoever tries the portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from krs_portal import demo
from krs_portal.accounts.models import User
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices import calendar
from krs_portal.offices.models import Office
from monitoring.demo.buildings import AS_AT, Count, counts_of_2020
from monitoring.enums import EmptyReason, EstateKind, ProfileState, RoundState, SessionState
from monitoring.models import DeskRoom, DeskSession, Estate, Participant, Profile, ProfileForm, Round
from monitoring.planner import Hours, plan

DESK_2021 = (date(2021, 8, 19), date(2021, 8, 24))
WATER = ["Cukup sepanjang tahun", "Kurang di musim kemarau", "Sering mati"]
QUESTIONS = [
    {"code": "pengelola", "label": "Siapa yang mengelola?", "kind": "TEXT", "is_required": True},
    {"code": "tata-tertib", "label": "Ada tata tertib hunian?", "kind": "YES_NO", "is_required": True},
    {
        "code": "antrean", "label": "Berapa keluarga yang menunggu unit?", "kind": "NUMBER", "is_required": False,
    },
    {
        "code": "air", "label": "Bagaimana pasokan air?", "kind": "CHOICE", "is_required": True,
        "choices": WATER,
    },
    {"code": "kendala", "label": "Apa kendala terbesar?", "kind": "TEXT", "is_required": False},
]  # fmt: skip
REASONS = [each for each in EmptyReason if each != EmptyReason.UNKNOWN]


def load(estates: Sequence[Estate], moment: datetime) -> None:
    province = Office.objects.get(code="DINAS-33")
    head = User.objects.get(email=f"provinsi@{demo.DOMAIN}")
    form = ProfileForm.objects.create(version=1, questions=QUESTIONS, valid_from=date(2020, 1, 1))
    counts = counts_of_2020()
    before = _closed_round(
        province, head, form, "Monitoring Rusun/Rusus 2020", date(2019, 12, 31), (date(2020, 8, 24), date(2020, 8, 27))
    )
    earlier = _profiles(before, estates, _a_year_earlier(estates, counts), {}, head)
    _sessions(before, estates)
    latest = _closed_round(province, head, form, "Monitoring Rusun/Rusus 2021", AS_AT, DESK_2021, before)
    now_known = _profiles(latest, estates, counts, earlier, head)
    _sessions(latest, estates)
    _open_round(province, head, form, estates, latest, now_known, moment)


def _closed_round(
    province: Office, head: User, form: ProfileForm, name: str, as_at: date, desk: tuple[date, date],
    previous: Round | None = None,
) -> Round:  # fmt: skip
    closed_at = datetime.combine(desk[1], time(9), UTC) + timedelta(days=7)
    return Round.objects.create(
        office=province,
        name=name,
        data_as_at=as_at,
        desk_starts_on=desk[0],
        desk_ends_on=desk[1],
        fill_until_on=desk[0] - timedelta(days=3),
        form=form,
        previous=previous,
        state=RoundState.CLOSED,
        opened_at=datetime.combine(desk[0], time(2), UTC) - timedelta(days=21),
        opened_by=head,
        closed_at=closed_at,
        closed_by=head,
    )


def _a_year_earlier(estates: Sequence[Estate], counts: Sequence[Count]) -> list[Count | None]:
    """Somewhat fewer occupied; what was built in 2019 was not there yet (invented)."""
    chance = Random(2020)  # noqa: S311
    earlier = [Count(each.towers, each.units, round(each.occupied * chance.uniform(0.85, 1))) for each in counts]
    return [None if estate.built_year == 2019 else count for estate, count in zip(estates, earlier, strict=True)]


def _profiles(
    round_: Round, estates: Sequence[Estate], counts: Sequence[Count | None], earlier: dict[int, Profile], head: User
) -> dict[int, Profile]:
    """Frozen profiles by the estate's id."""
    chance = Random(round_.data_as_at.year)  # noqa: S311
    submitted = datetime.combine(round_.desk_starts_on, time(3), UTC) - timedelta(days=4)
    made = [
        Profile(
            round=round_,
            estate=estate,
            previous=earlier.get(estate.pk),
            towers=count.towers,
            units=count.units,
            occupied=count.occupied,
            broken_units=min(count.units - count.occupied, chance.randint(0, 6)),
            residents=round(count.occupied * chance.uniform(2.4, 3.4)),
            condition=estate.condition,
            empty_reasons=_reasons(count.units - count.occupied, chance),
            answers=_answers(estate, chance),
            state=ProfileState.FROZEN,
            version=3,
            submitted_at=submitted,
            submitted_by=head,
            edited_at=submitted,
            edited_by=head,
            frozen_at=round_.closed_at,
            frozen_by=head,
        )
        for estate, count in zip(estates, counts, strict=True)
        if count
    ]
    return {each.estate_id: each for each in Profile.objects.bulk_create(made)}


def _reasons(empty: int, chance: Random) -> dict[str, int]:
    left, found = empty, {}
    for reason in chance.sample(REASONS, 2):
        share = min(left, round(empty * chance.uniform(0.2, 0.5)))
        if share:
            found[str(reason)] = share
        left -= share
    return found


def _answers(estate: Estate, chance: Random) -> dict[str, object]:
    return {
        "pengelola": estate.manager,
        "tata-tertib": chance.random() < 0.9,
        "antrean": chance.randint(0, 120),
        "air": chance.choices(WATER, [7, 2, 1])[0],
    }


def _sessions(round_: Round, estates: Sequence[Estate]) -> None:
    """The timetable: 23 kab/kota on four working days are 6, 6, 6 and 5."""
    participants = _participants(round_, estates)
    days = calendar.working_days(round_.office.region, round_.desk_starts_on, round_.desk_ends_on)
    rooms = [DeskRoom.objects.create(round=round_, name=f"Ruang Virtual {n}") for n in (1, 2)]
    table = plan(participants, days, rooms=len(rooms), hours=Hours(), unavailable={})
    DeskSession.objects.bulk_create(
        DeskSession(
            participant=turn.guest,
            room=rooms[turn.room],
            starts_at=(starts := datetime.combine(turn.day, turn.starts, TimeZone.WIB.info)),
            ends_at=starts + timedelta(hours=1),
            state=SessionState.DONE,
        )
        for turn in table.turns
    )


def _participants(round_: Round, estates: Sequence[Estate]) -> list[Participant]:
    offices = {estate.office_id: estate.office for estate in estates}
    return Participant.objects.bulk_create(
        Participant(round=round_, office=office, invited_at=round_.opened_at, invited_by=round_.opened_by)
        for office in sorted(offices.values(), key=lambda office: office.code)
    )


def _open_round(
    province: Office, head: User, form: ProfileForm, estates: Sequence[Estate], previous: Round,
    known: dict[int, Profile], moment: datetime,
) -> None:  # fmt: skip
    """A round that waits for its profiles: pre-filled with what the last one froze."""
    today = day_of(moment, TimeZone.WIB)
    round_ = Round.objects.create(
        office=province,
        name=f"Monitoring Rusun/Rusus {today.year}",
        data_as_at=today.replace(day=1) - timedelta(days=1),
        desk_starts_on=today + timedelta(days=21),
        desk_ends_on=today + timedelta(days=28),
        fill_until_on=today + timedelta(days=14),
        form=form,
        previous=previous,
        state=RoundState.COLLECTING,
        opened_at=moment,
        opened_by=head,
    )
    _participants(round_, estates)
    Profile.objects.bulk_create(
        Profile(
            round=round_,
            estate=estate,
            previous=last,
            towers=last.towers,
            units=last.units,
            occupied=None if estate.kind == EstateKind.RUSUN and number % 3 == 0 else last.occupied,
            condition=last.condition,
            answers={"pengelola": last.answers["pengelola"]},
        )
        for number, estate in enumerate(estates)
        if (last := known[estate.pk])
    )
