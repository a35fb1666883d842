"""Three rounds: those of 2020 and 2021 are closed with frozen profiles, one is open to be tried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from krs_portal import demo
from krs_portal.accounts.models import User
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices import calendar
from krs_portal.offices.models import Office
from monitoring.demo.buildings import AS_AT, LocationCount, build_counts_of_2020
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskRoom, DeskSession
from monitoring.desk.planner import DeskHours, plan_timetable
from monitoring.register.enums import EmptyReason, EstateKind
from monitoring.register.models import Estate
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Participant, Profile, ProfileForm, Round
from monitoring.rounds.reference import WATER

DESK_2021 = (date(2021, 8, 19), date(2021, 8, 24))
REASONS = [each for each in EmptyReason if each != EmptyReason.UNKNOWN]


def load_rounds(estates: Sequence[Estate], moment: datetime) -> None:
    province = Office.objects.get(code="DINAS-33")
    head = User.objects.get(email=f"provinsi@{demo.DOMAIN}")
    form = ProfileForm.objects.get(version=1)
    counts = build_counts_of_2020()
    before = _create_closed_round(
        province, head, form, "Monitoring Rusun/Rusus 2020", date(2019, 12, 31), (date(2020, 8, 24), date(2020, 8, 27))
    )
    earlier = _create_frozen_profiles(before, estates, _estimate_earlier_counts(estates, counts), {}, head)
    _create_desk_sessions(before, estates)
    latest = _create_closed_round(province, head, form, "Monitoring Rusun/Rusus 2021", AS_AT, DESK_2021, before)
    now_known = _create_frozen_profiles(latest, estates, counts, earlier, head)
    _create_desk_sessions(latest, estates)
    _create_open_round(province, head, form, estates, latest, now_known, moment)


def _create_closed_round(
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


def _estimate_earlier_counts(estates: Sequence[Estate], counts: Sequence[LocationCount]) -> list[LocationCount | None]:
    """Invented: somewhat fewer occupied units; estates built in 2019 did not exist yet."""
    chance = Random(2020)  # noqa: S311
    earlier = [
        LocationCount(each.towers, each.units, round(each.occupied * chance.uniform(0.85, 1))) for each in counts
    ]
    return [None if estate.built_year == 2019 else count for estate, count in zip(estates, earlier, strict=True)]


def _create_frozen_profiles(
    round_: Round,
    estates: Sequence[Estate],
    counts: Sequence[LocationCount | None],
    earlier: dict[int, Profile],
    head: User,
) -> dict[int, Profile]:
    """Create the frozen profiles; returns them by id of the estate."""
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
            empty_reasons=_build_empty_reasons(count.units - count.occupied, chance),
            answers=_build_answers(estate, chance),
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


def _build_empty_reasons(empty: int, chance: Random) -> dict[str, int]:
    left, found = empty, {}
    for reason in chance.sample(REASONS, 2):
        share = min(left, round(empty * chance.uniform(0.2, 0.5)))
        if share:
            found[str(reason)] = share
        left -= share
    return found


def _build_answers(estate: Estate, chance: Random) -> dict[str, object]:
    return {
        "pengelola": estate.manager,
        "tata-tertib": chance.random() < 0.9,
        "antrean": chance.randint(0, 120),
        "air": chance.choices(WATER, [7, 2, 1])[0],
    }


def _create_desk_sessions(round_: Round, estates: Sequence[Estate]) -> None:
    """Plan the desk: 23 kab/kota on four working days make 6, 6, 6 and 5 sessions."""
    participants = _create_participants(round_, estates)
    days = calendar.list_working_days(round_.office.region, round_.desk_starts_on, round_.desk_ends_on)
    rooms = [DeskRoom.objects.create(round=round_, name=f"Ruang Virtual {n}") for n in (1, 2)]
    table = plan_timetable(participants, days, rooms=len(rooms), hours=DeskHours(), unavailable={})
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


def _create_participants(round_: Round, estates: Sequence[Estate]) -> list[Participant]:
    offices = {estate.office_id: estate.office for estate in estates}
    return Participant.objects.bulk_create(
        Participant(round=round_, office=office, invited_at=round_.opened_at, invited_by=round_.opened_by)
        for office in sorted(offices.values(), key=lambda office: office.code)
    )


def _create_open_round(
    province: Office, head: User, form: ProfileForm, estates: Sequence[Estate], previous: Round,
    known: dict[int, Profile], moment: datetime,
) -> None:  # fmt: skip
    """Create the open round, its profiles pre-filled from the last round."""
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
    _create_participants(round_, estates)
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
