"""What the consent promises: five years after the last service nobody is named any more, and what was counted stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import AttendanceState
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.counter.models import Consultation
from consultations.people.models.person import Person
from consultations.satisfaction.models import SurveyComment
from consultations.subjects.belongings import (
    Belongings,
    gather_of_attendances,
    gather_of_enquiries,
    gather_of_people,
    gather_of_records,
)
from consultations.subjects.erasing import erase_belongings
from krs_portal.kit.clock import day_of
from krs_portal.kit.personal import ERASED, erase_rows
from krs_portal.rights.retention import FIVE_YEARS, RetentionKind


def list_ended_people(before: datetime) -> QuerySet[Any]:
    """Nothing was done for them since, nor for a row that was merged into theirs."""
    theirs = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    came = Attendance.objects.filter(theirs)
    served = Consultation.objects.filter(theirs)
    standing = Person.objects.filter(merged_into__isnull=True).exclude(name=ERASED)
    quiet = standing.exclude(Exists(came.filter(slot__starts_at__gte=before))).exclude(
        Exists(served.filter(happened_on__gte=day_of(before)))
    )
    known = quiet.filter(Exists(came) | Exists(served) | Q(created_at__lt=before))
    return known.order_by("pk").values_list("pk", flat=True)


def list_ended_bookings(before: datetime) -> QuerySet[Any]:
    """Of people whom no counter received."""
    booked = Attendance.objects.filter(person__isnull=True, slot__starts_at__lt=before)
    named = booked.exclude(name__in=("", ERASED)).exclude(state=AttendanceState.HELD)
    return named.filter(consultations__person__isnull=True).order_by("pk").values_list("pk", flat=True).distinct()


def list_ended_records(before: datetime) -> QuerySet[Any]:
    """Consultations that were written down without a person or a visit, as in old logbooks."""
    found = Consultation.objects.filter(person__isnull=True, attendance__isnull=True, happened_on__lt=day_of(before))
    return found.exclude(client_name=ERASED).order_by("pk").values_list("pk", flat=True)


def list_ended_enquiries(before: datetime) -> QuerySet[Any]:
    answered = Enquiry.objects.filter(answered_at__lt=before).exclude(name=ERASED)
    return answered.order_by("pk").values_list("pk", flat=True)


def list_old_comments(before: datetime) -> QuerySet[Any]:
    old = SurveyComment.objects.filter(answered_on__lt=day_of(before)).exclude(text=ERASED)
    return old.order_by("pk").values_list("pk", flat=True)


def erase_comments(keys: Sequence[int], _at: datetime) -> int:
    return erase_rows(SurveyComment, keys)


def build_erasing(gather: Callable[[Sequence[int]], Belongings]) -> Callable[[Sequence[int], datetime], None]:
    return lambda keys, at: erase_belongings(gather(keys), at=at)


KINDS = (
    RetentionKind("people", _("pemohon"), FIVE_YEARS, list_ended_people, build_erasing(gather_of_people)),
    RetentionKind(
        "bookings", _("janji tanpa kedatangan"), FIVE_YEARS, list_ended_bookings, build_erasing(gather_of_attendances)
    ),
    RetentionKind(
        "records", _("catatan lama tanpa orang"), FIVE_YEARS, list_ended_records, build_erasing(gather_of_records)
    ),
    RetentionKind(
        "enquiries", _("pertanyaan terjawab"), FIVE_YEARS, list_ended_enquiries, build_erasing(gather_of_enquiries)
    ),
    RetentionKind("comments", _("komentar survei"), FIVE_YEARS, list_old_comments, erase_comments),
)
