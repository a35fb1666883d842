"""The services of 2022, one consultation each, with what they post. The sums are real, each single one is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from clinics.enums import Measure
from clinics.models import CountingRule, LedgerEntry, Place
from consultations.booking.enums import Pillar, ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.counter.enums import ConsultationKind, ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE, measure_consultation
from consultations.demo import people
from consultations.demo.account import AS_AT, SERVICES, split_houses_by_office
from consultations.demo.topics import TOPICS, DemoTopic
from consultations.people.models.house import House
from consultations.people.models.person import Person
from krs_portal.accounts.models import User
from krs_portal.kit.clock import TimeZone
from krs_portal.offices.models import Office, Region

STARTED = date(2022, 1, 10)
# How busy the months were, January to December: slow at first, a dip in Ramadan, then growing (invented).
SEASON = (2, 4, 6, 5, 6, 9, 10, 11, 12, 12, 13, 13)
# Public holidays and collective leave of 2022 that fell on a working day.
HOLIDAYS_2022 = {
    date(2022, month, day)
    for month, day in (
        (2, 1), (2, 28), (3, 3), (4, 15), (4, 29), (5, 2), (5, 3), (5, 4), (5, 5), (5, 6), (5, 16), (5, 26),
        (6, 1), (8, 17),
    )
}  # fmt: skip
GROUP_SHARE = 0.08
# Invented, so that a figure of the summer shows what changed it; all was recorded before the day of the published one.
PAPER_DAYS, LAST_LATE_DAY = 11, date(2022, 11, 1)
ALONE = {
    ServiceChannel.OFFICE: 48,
    ServiceChannel.WHATSAPP: 17,
    ServiceChannel.ONLINE: 12,
    ServiceChannel.PHONE: 6,
    ServiceChannel.MPP: 8,
    ServiceChannel.SITE_VISIT: 7,
    ServiceChannel.POP_UP: 2,
}
TOGETHER = {
    ServiceChannel.OUTREACH: 6,
    ServiceChannel.SITE_VISIT: 2,
    ServiceChannel.OFFICE: 2,
    ServiceChannel.POP_UP: 1,
}
OBSTACLES = ("", "", "", "Bukti tanah belum lengkap.", "Rumah yang ada belum diukur.", "Dana swadaya belum cukup.")


def load_past(
    offices: dict[str, Office],
    places: dict[str, Place],
    staff: dict[str, list[User]],
    topics: dict[str, Topic],
    rules: dict[str, CountingRule],
) -> None:
    """Write the consultations and post them in bulk, with the measures that closing one by one would post.

    `verify_ledger` proves that both come to the same.
    """
    chance = Random(2022)  # noqa: S311 - invented people
    made: list[Consultation] = []
    for code, number in SERVICES.items():
        made += invent_consultations(offices[code], places[code], staff[code][1:], number, chance)
        assist_houses(made[-number:], split_houses_by_office()[code], list_served_kecamatan(offices[code]), chance)
    made.sort(key=lambda each: each.recorded_at)
    asked = [invent_conversation(each, chance) for each in made]
    House.objects.bulk_create(each.house for each in made if each.house)
    Person.objects.bulk_create(people.invent_visitors(made), batch_size=500)
    Consultation.objects.bulk_create(made, batch_size=500)
    tagged = Consultation.topics.through
    tagged.objects.bulk_create(
        tagged(consultation_id=each.pk, topic_id=topics[told.code].pk) for each, told in zip(made, asked, strict=True)
    )
    LedgerEntry.objects.bulk_create(build_postings(made, rules.values()), batch_size=2000)


def invent_consultations(
    office: Office, place: Place, officers: list[User], number: int, chance: Random
) -> list[Consultation]:
    days = list_working_days_of_2022(STARTED, AS_AT)
    busyness = [SEASON[day.month - 1] for day in days]
    return [
        invent_consultation(office, place, chance.choice(officers), day, chance)
        for day in sorted(chance.choices(days, busyness, k=number))
    ]


def invent_consultation(office: Office, place: Place, officer: User, day: date, chance: Random) -> Consultation:
    """A consultation closed and recorded on the evening of its day, in the office's zone; outreach, which came home on
    paper, some days later.
    """
    evening = datetime.combine(
        day, time(16, chance.randint(5, 59), chance.randint(0, 59)), TimeZone(office.time_zone).info
    )
    in_group = chance.random() < GROUP_SHARE
    channels = TOGETHER if in_group else ALONE
    channel = chance.choices(list(channels), list(channels.values()))[0]
    recorded_at = evening
    if channel == ServiceChannel.OUTREACH and day < LAST_LATE_DAY:
        recorded_at += timedelta(days=PAPER_DAYS)
    return Consultation(
        office=office,
        place=place if channel == ServiceChannel.OFFICE else None,
        kind=ConsultationKind.GROUP if in_group else ConsultationKind.INDIVIDUAL,
        channel=channel,
        client_name=people.invent_group_name(chance) if in_group else people.invent_person_name(chance),
        head_count=chance.randint(8, 45) if in_group else 1,
        obstacle=chance.choice(OBSTACLES),
        officer=officer,
        happened_on=day,
        recorded_at=recorded_at,
        recorded_by=officer,
        state=ConsultationState.CLOSED,
        outcome=chance.choices([Outcome.ADVISED, Outcome.INFORMED, Outcome.REFERRED], [6, 3, 1])[0],
        closed_at=recorded_at,
        closed_by=officer,
    )


def assist_houses(made: list[Consultation], houses: int, around: list[Region], chance: Random) -> None:
    """Give technical assistance for a house of its own to so many of an office's individual consultations."""
    alone = [each for each in made if each.kind == ConsultationKind.INDIVIDUAL]
    for each in chance.sample(alone, houses):
        region = chance.choice(around)
        each.house = House(
            address=f"{people.invent_street(chance)}, Kec. {region.name} (contoh)",
            region=region,
            owner_name=each.client_name,
            created_at=each.recorded_at,
        )
        each.is_technical_assistance, each.outcome = True, Outcome.ASSISTED


def list_served_kecamatan(office: Office) -> list[Region]:
    """The kecamatan of the regions an office serves."""
    return list(
        Region.objects.filter(parent__parent__coverage__office=office).select_related("parent").order_by("code")
    )


def invent_conversation(each: Consultation, chance: Random) -> DemoTopic:
    """Fill in summary, advice and follow-up from a topic chosen at random; returns the topic."""
    choice = [told for told in TOPICS if told.pillar == Pillar.TECHNICAL or not each.is_technical_assistance]
    told = chance.choices(choice, [one.weight for one in choice])[0]
    who = "Kelompok" if each.kind == ConsultationKind.GROUP else "Pemohon"
    each.summary = f"Data contoh. {who} {told.question}"
    each.advice = told.advice
    each.follow_up = "Dihubungi kembali sebulan kemudian." if each.is_technical_assistance else ""
    return told


def build_postings(made: list[Consultation], rules: Iterable[CountingRule]) -> list[LedgerEntry]:
    by_measure = {rule.measure: rule for rule in rules}
    entries = []
    for each in made:
        counted = measure_consultation(each) | {Measure.ASSISTED_HOUSE: int(each.is_technical_assistance)}
        entries += [
            LedgerEntry(
                indicator_id=by_measure[measure].indicator_id,
                rule=by_measure[measure],
                office_id=each.office_id,
                happened_on=each.happened_on,
                recorded_at=each.recorded_at,
                source_kind=SOURCE,
                source_key=each.pk,
                quantity=quantity,
                posted_by_id=each.closed_by_id,
            )
            for measure, quantity in counted.items()
            if quantity
        ]
    return entries


def list_working_days_of_2022(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS_2022]
