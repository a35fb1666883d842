"""What hangs on people: their attendances, consultations, houses, letters and files, as keys of rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from consultations.booking import messages as booking
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.counter import messages as counter
from consultations.counter.assistance.attachments import name_stage
from consultations.counter.assistance.enums import PhotoStage
from consultations.counter.assistance.models import Assistance
from consultations.counter.models import Consultation
from consultations.counter.promises import messages as promises
from consultations.counter.promises.models import Promise
from consultations.counter.referring import CONSULTATION
from consultations.people.models.house import House
from consultations.people.models.person import Person
from krs_portal.kit.about import About
from krs_portal.referrals.models import Referral

Keys = list[int]


@dataclass(frozen=True)
class Belongings:
    """Keys of the rows that are about certain people and about nobody else."""

    people: Keys = field(default_factory=list)
    attendances: Keys = field(default_factory=list)
    enquiries: Keys = field(default_factory=list)
    consultations: Keys = field(default_factory=list)
    promises: Keys = field(default_factory=list)
    assistances: Keys = field(default_factory=list)
    houses: Keys = field(default_factory=list)
    referrals: Keys = field(default_factory=list)
    references: list[str] = field(default_factory=list)  # of attendances and enquiries

    @property
    def letters(self) -> list[About]:
        """What the letters to them were about."""
        return [
            *(About(kind, key) for kind in (booking.ABOUT, booking.ABOUT_ENQUIRY) for key in self.references),
            *(About(counter.ABOUT, str(key)) for key in self.consultations),
            *(About(promises.ABOUT, str(key)) for key in self.promises),
            *(About("referral", str(key)) for key in self.referrals),
        ]

    @property
    def files(self) -> list[About]:
        """What the files about them hang on."""
        return [
            *(About(CONSULTATION, str(key)) for key in self.consultations),
            *(About(name_stage(stage), str(key)) for stage in PhotoStage for key in self.assistances),
        ]


def gather_of_people(people: Collection[int]) -> Belongings:
    """Of these people, and of the rows that were merged into theirs."""
    family = list_keys(Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people)))
    came = Attendance.objects.filter(Q(person__in=family) | Q(consultations__person__in=family))
    return gather(people=family, attendances=list_keys(came.distinct()))


def gather_of_attendances(attendances: Collection[int]) -> Belongings:
    """Of people who booked and whom no counter received."""
    return gather(attendances=list(attendances))


def gather_of_records(consultations: Collection[int]) -> Belongings:
    """Of people of whom only the consultation was written down, as in an old logbook."""
    return gather(consultations=list(consultations))


def gather_of_enquiries(enquiries: Collection[int]) -> Belongings:
    return gather(enquiries=list(enquiries))


def gather(
    *, people: Keys | None = None, attendances: Keys | None = None, enquiries: Keys | None = None,
    consultations: Keys | None = None,
) -> Belongings:  # fmt: skip
    people, attendances, enquiries = people or [], attendances or [], enquiries or []
    theirs = Q(person__in=people) | Q(attendance__in=attendances) | Q(pk__in=consultations or [])
    consultations = list_keys(Consultation.objects.filter(theirs))
    assistances = list_keys(keep_own(Assistance.objects.filter(consultations__in=consultations), consultations))
    return Belongings(
        people=people,
        attendances=attendances,
        enquiries=enquiries,
        consultations=consultations,
        promises=list_keys(Promise.objects.filter(consultation__in=consultations)),
        assistances=assistances,
        houses=list_keys(list_own_houses(consultations, assistances)),
        referrals=list_keys(Referral.objects.filter(about_kind=CONSULTATION, about_key__in=map(str, consultations))),
        references=[
            *Attendance.objects.filter(pk__in=attendances).values_list("reference", flat=True),
            *Enquiry.objects.filter(pk__in=enquiries).values_list("reference", flat=True),
        ],
    )


def keep_own(assistances: QuerySet[Assistance], consultations: Keys) -> QuerySet[Assistance]:
    """Without those that also came of a consultation of somebody else."""
    shared = Assistance.consultations.through.objects.exclude(consultation__in=consultations)
    return assistances.exclude(pk__in=shared.values("assistance"))


def list_own_houses(consultations: Keys, assistances: Keys) -> QuerySet[House]:
    """The houses that nobody else came about."""
    theirs = House.objects.filter(Q(consultations__in=consultations) | Q(assistances__in=assistances))
    others = Consultation.objects.filter(house__isnull=False).exclude(pk__in=consultations)
    helped = Assistance.objects.exclude(pk__in=assistances)
    return theirs.exclude(pk__in=others.filter(house__in=theirs).values("house")).exclude(
        pk__in=helped.filter(house__in=theirs).values("house")
    )


def list_keys(rows: QuerySet[Any]) -> Keys:
    return sorted(set(rows.values_list("pk", flat=True)))
