"""The services of 2022, one consultation each, with what they post. The sums are real, each single one is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from clinics.enums import Measure
from clinics.models import CountingRule, LedgerEntry, Place
from consultations.demo import people
from consultations.demo.account import AS_AT, SERVICES, houses_by_office
from consultations.demo.topics import TOPICS, Told
from consultations.enums import Channel, ConsultationKind, ConsultationState, Outcome, Pillar
from consultations.models import Consultation, House, Topic
from consultations.posting import SOURCE, measures
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
ALONE = {
    Channel.OFFICE: 48,
    Channel.WHATSAPP: 17,
    Channel.ONLINE: 12,
    Channel.PHONE: 6,
    Channel.MPP: 8,
    Channel.SITE_VISIT: 7,
    Channel.POP_UP: 2,
}
TOGETHER = {Channel.OUTREACH: 6, Channel.SITE_VISIT: 2, Channel.OFFICE: 2, Channel.POP_UP: 1}
OBSTACLES = ("", "", "", "Bukti tanah belum lengkap.", "Rumah yang ada belum diukur.", "Dana swadaya belum cukup.")


def load(
    offices: dict[str, Office],
    places: dict[str, Place],
    staff: dict[str, list[User]],
    topics: dict[str, Topic],
    rules: dict[str, CountingRule],
) -> None:
    """Write the consultations and post them in bulk, under the same measures as closing one by one."""
    chance = Random(2022)  # noqa: S311 - invented people
    made: list[Consultation] = []
    for code, number in SERVICES.items():
        made += consultations(offices[code], places[code], staff[code][1:], number, chance)
        assist(made[-number:], houses_by_office()[code], neighbourhoods(offices[code]), chance)
    made.sort(key=lambda each: each.recorded_at)
    asked = [ask(each, chance) for each in made]
    House.objects.bulk_create(each.house for each in made if each.house)
    Consultation.objects.bulk_create(made, batch_size=500)
    tagged = Consultation.topics.through
    tagged.objects.bulk_create(
        tagged(consultation_id=each.pk, topic_id=topics[told.code].pk) for each, told in zip(made, asked, strict=True)
    )
    LedgerEntry.objects.bulk_create(postings(made, rules.values()), batch_size=2000)


def consultations(
    office: Office, place: Place, officers: list[User], number: int, chance: Random
) -> list[Consultation]:
    days = working_days(STARTED, AS_AT)
    busyness = [SEASON[day.month - 1] for day in days]
    return [
        consultation(office, place, chance.choice(officers), day, chance)
        for day in sorted(chance.choices(days, busyness, k=number))
    ]


def consultation(office: Office, place: Place, officer: User, day: date, chance: Random) -> Consultation:
    """One that was closed and recorded on the evening of its day, in the office's zone."""
    evening = datetime.combine(
        day, time(16, chance.randint(5, 59), chance.randint(0, 59)), TimeZone(office.time_zone).info
    )
    in_group = chance.random() < GROUP_SHARE
    channels = TOGETHER if in_group else ALONE
    channel = chance.choices(list(channels), list(channels.values()))[0]
    return Consultation(
        office=office,
        place=place if channel == Channel.OFFICE else None,
        kind=ConsultationKind.GROUP if in_group else ConsultationKind.INDIVIDUAL,
        channel=channel,
        client_name=people.group(chance) if in_group else people.person(chance),
        head_count=chance.randint(8, 45) if in_group else 1,
        obstacle=chance.choice(OBSTACLES),
        officer=officer,
        happened_on=day,
        recorded_at=evening,
        recorded_by=officer,
        state=ConsultationState.CLOSED,
        outcome=chance.choices([Outcome.ADVISED, Outcome.INFORMED, Outcome.REFERRED], [6, 3, 1])[0],
        closed_at=evening,
        closed_by=officer,
    )


def assist(made: list[Consultation], houses: int, around: list[Region], chance: Random) -> None:
    """Give technical assistance for a house of its own to so many of an office's individual consultations."""
    alone = [each for each in made if each.kind == ConsultationKind.INDIVIDUAL]
    for each in chance.sample(alone, houses):
        region = chance.choice(around)
        each.house = House(
            address=f"{people.street(chance)}, Kec. {region.name} (contoh)",
            region=region,
            owner_name=each.client_name,
            created_at=each.recorded_at,
        )
        each.is_technical_assistance, each.outcome = True, Outcome.ASSISTED


def neighbourhoods(office: Office) -> list[Region]:
    """The kecamatan of the regions an office serves."""
    return list(
        Region.objects.filter(parent__parent__coverage__office=office).select_related("parent").order_by("code")
    )


def ask(each: Consultation, chance: Random) -> Told:
    """Give a consultation what was asked and answered; the topic it belongs to."""
    choice = [told for told in TOPICS if told.pillar == Pillar.TECHNICAL or not each.is_technical_assistance]
    told = chance.choices(choice, [one.weight for one in choice])[0]
    who = "Kelompok" if each.kind == ConsultationKind.GROUP else "Pemohon"
    each.summary = f"Data contoh. {who} {told.question}"
    each.advice = told.advice
    each.follow_up = "Dihubungi kembali sebulan kemudian." if each.is_technical_assistance else ""
    return told


def postings(made: list[Consultation], rules: Iterable[CountingRule]) -> list[LedgerEntry]:
    by_measure = {rule.measure: rule for rule in rules}
    entries = []
    for each in made:
        counted = measures(each) | {Measure.ASSISTED_HOUSE: int(each.is_technical_assistance)}
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


def working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS_2022]
