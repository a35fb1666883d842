"""Erasing people and keeping the count (UU 27/2022 Ps 43 and 44).

Each row stays as a stub with what the counting rules read: office, day, topics, head-count, outcome, house. So the
ledger goes on saying what the consultations say, and no figure, published or not, changes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.counter.assistance.models import Assistance, AssistanceStep, HouseImprovement, SiteVisit
from consultations.counter.facts.models import TopicFacts
from consultations.counter.imports.kind import KIND as LOGBOOK
from consultations.counter.models import Amendment, Consultation
from consultations.counter.promises.models import Promise
from consultations.counter.review.models import Review
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.subjects.belongings import Belongings, list_keys
from consultations.subjects.enums import ATTENDANCE, ENQUIRY, PERSON
from krs_portal.files.services import erase_files
from krs_portal.imports.services import erase_staged_rows
from krs_portal.kit.personal import erase_rows
from krs_portal.outbox.services import erase_letters
from krs_portal.referrals.services import erase_referrals
from krs_portal.rights.services import erase_words


@transaction.atomic
def erase_belongings(found: Belongings, *, at: datetime) -> None:
    """Empty every personal column of the rows, of their copies in the audit trail, of letters, files and workbooks."""
    erase_letters(found.letters, at=at)
    erase_files(found.files)
    erase_staged_rows(LOGBOOK.code, found.consultations)
    erase_referrals(found.referrals)
    of_consultations = {"consultation__in": found.consultations}
    of_assistances = {"assistance__in": found.assistances}
    for rows in (
        Amendment.objects.filter(**of_consultations),
        Review.objects.filter(**of_consultations),
        TopicFacts.objects.filter(**of_consultations),
        AssistanceStep.objects.filter(**of_assistances),
        SiteVisit.objects.filter(**of_assistances),
        HouseImprovement.objects.filter(**of_assistances),
    ):
        erase_rows(rows.model, list_keys(rows))
    for kind, keys in ((PERSON, found.people), (ATTENDANCE, found.attendances), (ENQUIRY, found.enquiries)):
        erase_words(kind, keys)
    erase_rows(Promise, found.promises)
    erase_rows(Assistance, found.assistances)
    erase_rows(House, found.houses)
    erase_rows(Consultation, found.consultations)
    erase_rows(Attendance, found.attendances)
    erase_rows(Enquiry, found.enquiries)
    erase_rows(Person, found.people)
