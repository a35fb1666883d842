"""Lines of a logbook become closed consultations, and are taken back by voiding them: the ledger follows in both.

What `close_consultation` does for one is done here for some thousand at once, by the same rules: measures, outcomes
that count, locked periods, a house once a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from pghistory.models import Event

from clinics.enums import Cause, Measure
from clinics.models import CountingRule, LedgerEntry
from clinics.services import reverse_entries, write_entries
from consultations.booking.enums import ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.posting import SOURCE as ASSISTANCE
from consultations.counter.enums import AmendmentKind, ConsultationKind, ConsultationState
from consultations.counter.models import Amendment, Consultation
from consultations.counter.posting import SOURCE, measure_consultation
from consultations.counter.referring import CONSULTATION
from consultations.counter.services.counting import settle_house
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.people.services import Told, get_or_create_houses, receive_people
from krs_portal.files.models import Attachment
from krs_portal.imports.kinds import Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import list_result_keys
from krs_portal.offices.models import Office, Region
from krs_portal.referrals.models import Referral

WRITTEN = ("summary", "advice", "obstacle", "follow_up")
AT_ONCE = 1_000
DAY = timedelta(days=1)

Home = tuple[int, int]  # a house and a year


def enter_logbook_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[int]:
    """Make a closed consultation of each line and post what it counts for. Returns their keys, in order."""
    people = find_clients(lines, batch.office, at)
    houses, fresh = find_houses(lines, at)
    made = Consultation.objects.bulk_create(
        [
            build_closed_consultation(line.values, batch.office, person, house, user, at)
            for line, person, house in zip(lines, people, houses, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    topics = dict(Topic.objects.values_list("code", "pk"))
    through = Consultation.topics.through
    through.objects.bulk_create(
        [
            through(consultation_id=row.pk, topic_id=topics[line.values["topic"]])
            for row, line in zip(made, lines, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    post_new_consultations(made, fresh, user, at)
    return [row.pk for row in made]


def build_closed_consultation(
    row: Values, office: Office, person: Person | None, house: House | None, user: Any, at: datetime
) -> Consultation:
    return Consultation(
        office=office,
        client_name=row["client_name"],
        kind=row.get("kind") or ConsultationKind.INDIVIDUAL,
        head_count=row.get("head_count") or 1,
        channel=row.get("channel") or ServiceChannel.OFFICE,
        happened_on=date.fromisoformat(row["happened_on"]),
        outcome=row["outcome"],
        is_technical_assistance=bool(row.get("is_assistance")),
        person=person,
        house=house,
        officer_id=row.get("officer_id"),
        state=ConsultationState.CLOSED,
        recorded_at=at,
        recorded_by=user,
        closed_at=at,
        closed_by=user,
        **{name: row.get(name) or "" for name in WRITTEN},
    )


def find_clients(lines: Lines, office: Office, at: datetime) -> list[Person | None]:
    """Who came, found beyond doubt or written down anew; a group is nobody."""
    single = [line for line in lines if line.values.get("kind") != ConsultationKind.GROUP]
    told = [
        Told(
            name=line.values["client_name"][:120],
            phone=line.values.get("phone") or "",
            nik=line.values.get("nik") or "",
        )
        for line in single
    ]
    found = dict(zip((line.number for line in single), receive_people(office=office, told=told, at=at), strict=True))
    return [found.get(line.number) for line in lines]


def find_houses(lines: Lines, at: datetime) -> tuple[list[House | None], set[int]]:
    """The house of each line, and the keys of those that were made for them."""
    codes = {code for line in lines if (code := line.values.get("region_code"))}
    regions = {region.code: region for region in Region.objects.filter(code__in=codes, valid_until__isnull=True)}
    wanted = [
        (row.get("address") or "", regions.get(row.get("region_code") or ""), row["client_name"][:120])
        for row in (line.values for line in lines)
    ]
    return get_or_create_houses(wanted, at)


def post_new_consultations(made: Iterable[Consultation], fresh: set[int], user: Any, at: datetime) -> None:
    """What each counts for, at once. A house counts once a year: where nothing counts it yet through the first of
    these; where an earlier service does, nothing changes; only where one of these comes before it, it is asked about
    by itself.
    """
    rows, due = list(made), DueByDay()
    entries = [entry for row in rows for entry in due.build_entries(row, measure_consultation(row))]
    homes: defaultdict[Home, list[Consultation]] = defaultdict(list)
    for row in rows:
        if row.is_technical_assistance and row.house_id:
            homes[row.house_id, row.happened_on.year].append(row)
    overtaken = []
    counted = find_counted_homes({pk for pk, _year in homes} - fresh)
    for home, assisting in homes.items():
        in_order = sorted(assisting, key=lambda row: (row.happened_on, row.pk))
        if home not in counted:
            entries += due.build_first_entries(in_order)
        elif in_order[0].happened_on <= counted[home]:
            overtaken.append(home)
    write_entries(entries, cause=Cause.IMPORTED, by=user, at=at)
    houses = House.objects.in_bulk({pk for pk, _year in overtaken})
    for pk, year in sorted(overtaken):
        settle_house(houses[pk], year, Cause.IMPORTED, by=user, at=at)


def find_counted_homes(houses: Collection[int]) -> dict[Home, date]:
    """By house and year what counts already, as the last day on which another consultation would come before it.

    The houses are kept ones; they are locked, so that nobody counts them meanwhile.
    """
    kept = list(House.objects.filter(pk__in=houses).order_by("pk").select_for_update().values_list("pk", flat=True))
    family = House.objects.of_family(kept)
    spoken = Consultation.objects.filter(house__in=family, is_technical_assistance=True)
    return find_live_homes(SOURCE, spoken, -DAY) | find_live_homes(
        ASSISTANCE, Assistance.objects.filter(house__in=family), timedelta()
    )


def find_live_homes(source: str, rows: Any, moved: timedelta) -> dict[Home, date]:
    """What the ledger counts through these rows, `moved` from its day; on one day the consultation comes first."""
    houses = dict(rows.values_list("pk", Coalesce("house__merged_into", "house")))
    live = LedgerEntry.objects.live().filter(
        source_kind=source, rule__measure=Measure.ASSISTED_HOUSE, source_key__in=list(houses)
    )
    return {(houses[key], day.year): day + moved for key, day in live.values_list("source_key", "happened_on")}


class DueByDay:
    """What the rules make of a consultation, the rules of each day read once."""

    def __init__(self) -> None:
        self.known: dict[date, list[CountingRule]] = {}

    def build_entries(self, row: Consultation, measured: Mapping[str, int]) -> list[LedgerEntry]:
        if row.happened_on not in self.known:
            self.known[row.happened_on] = list(CountingRule.objects.in_force(row.happened_on).order_by("indicator_id"))
        return [
            LedgerEntry(
                indicator_id=rule.indicator_id,
                rule=rule,
                office_id=row.office_id,
                happened_on=row.happened_on,
                source_kind=SOURCE,
                source_key=row.pk,
                quantity=quantity,
            )
            for rule in self.known[row.happened_on]
            if (quantity := measured.get(rule.measure, 0)) and (not rule.outcomes or row.outcome in rule.outcomes)
        ]

    def build_first_entries(self, rows: Iterable[Consultation]) -> list[LedgerEntry]:
        """Those of the first that counts its house, in the order of `find_assisting_consultation`."""
        counted = (self.build_entries(row, {Measure.ASSISTED_HOUSE: 1}) for row in rows)
        return next(filter(None, counted), [])


def void_logbook_rows(batch: Batch, user: Any, at: datetime) -> None:
    """Take back what the batch brought in: reversed and voided, with the reason, as one by one at the counter.

    Raises ValidationError where somebody has worked with one of them since, or a period was locked.
    """
    made = Consultation.objects.filter(pk__in=list_result_keys(batch)).order_by("pk").select_for_update()
    rows = list(made.select_related(None))
    if worked_with := find_worked_with([row.pk for row in rows]):
        said = _("Konsultasi nomor %(number)d sudah diubah sesudah impor; impor ini tidak dapat dibatalkan.")
        raise ValidationError(said % {"number": worked_with})
    keys = [row.pk for row in rows]
    entries = LedgerEntry.objects.filter(source_kind=SOURCE, source_key__in=keys).live()
    reverse_entries(entries=list(entries), cause=Cause.VOIDED, by=user, at=at)
    reason = _("Impor buku catatan dibatalkan.")
    Amendment.objects.bulk_create(
        [
            Amendment(consultation=row, kind=AmendmentKind.VOIDED, reason=reason, made_at=at, made_by=user)
            for row in rows
        ],
        batch_size=AT_ONCE,
    )
    Consultation.objects.filter(pk__in=keys).update(
        state=ConsultationState.VOIDED, outcome="", closed_at=None, closed_by=None
    )
    homes = {(row.house_id, row.happened_on.year) for row in rows if row.is_technical_assistance and row.house_id}
    for house in House.objects.filter(pk__in={pk for pk, _year in homes}).order_by("pk"):
        for year in sorted(year for pk, year in homes if pk == house.pk):
            settle_house(house, year, Cause.VOIDED, by=user, at=at)


def find_worked_with(keys: list[int]) -> int | None:
    """The first of these consultations on which anything hangs by now, whichever table or room it stands in."""
    found: list[int] = []
    for relation in Consultation._meta.related_objects:
        model, path = relation.related_model, relation.field.name
        if not issubclass(model, Event) and model is not Consultation.topics.through:
            found += model._default_manager.filter(**{f"{path}__in": keys}).values_list(path, flat=True)[:1]
    for rows in (Referral.objects.all(), Attachment.objects.all()):
        found += [int(key) for key in rows.about(CONSULTATION, *keys).values_list("about_key", flat=True)[:1]]
    return min(found, default=None)
