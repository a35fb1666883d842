"""Asking who was served, taking answers without a name, closing links, sorting and answering comments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from clinics.models import Place
from consultations.booking.channels import list_message_channels
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter.models import Consultation
from consultations.satisfaction import policies
from consultations.satisfaction.enums import AnswerWay, CommentKind, LinkState, SurveyElement
from consultations.satisfaction.messages import build_survey_letters
from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.words import has_letters
from krs_portal.offices.models import Office
from krs_portal.outbox import services as outbox

ASKED_WITHIN = timedelta(days=7)  # after the closing, and after the visit itself: later nobody remembers
LASTS = timedelta(days=14)
RESTS = timedelta(days=90)  # in which nobody is asked twice

Marks = Mapping[str, int | None]


@transaction.atomic
def ask_visitors(*, at: datetime) -> int:
    """Send a link to whoever was served lately, left an address, and was not asked in the last 90 days.

    Asked again it asks nobody twice: each visit has one link. Return how many were asked.
    """
    made = []
    known = collect_asked(since=day_of(at) - RESTS)
    for visitor in list_unasked_visitors(at):
        signs = collect_signs(visitor)
        if signs & known or not list_message_channels(visitor):
            continue
        known |= signs
        office = visitor.slot.place.office
        day = day_of(at, office.time_zone)
        made.append(SurveyLink(office=office, attendance=visitor, asked_on=day, ends_on=day + LASTS))
    SurveyLink.objects.bulk_create(made)
    outbox.enqueue_messages([letter for link in made for letter in build_survey_letters(link, at=at)], at=at)
    return len(made)


def list_unasked_visitors(at: datetime) -> list[Attendance]:
    """Whose consultation, or whose session, was closed lately; locked, so that two runs do not ask one person."""
    closed = Consultation.objects.closed().filter(
        closed_at__gt=at - ASKED_WITHIN, happened_on__gt=day_of(at) - ASKED_WITHIN
    )
    # Asked by their keys: as a subquery either half would read every attendance there ever was.
    visits = list(closed.values_list("attendance", "session"))
    came = Q(pk__in=[alone for alone, _session in visits if alone]) | Q(
        slot__in=[session for _alone, session in visits if session]
    )
    unasked = Attendance.objects.filter(came, state=AttendanceState.DONE, survey_link__isnull=True)
    reachable = unasked.exclude(phone="", email="").select_related("slot__place__office")
    return list(reachable.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True))


def collect_asked(*, since: date) -> set[tuple[str, Any]]:
    """By what those are known who were asked since that day."""
    asked = SurveyLink.objects.filter(asked_on__gt=since).select_related("attendance")
    return {sign for link in asked for sign in collect_signs(link.attendance)}


def collect_signs(visitor: Attendance) -> set[tuple[str, Any]]:
    """By what one and the same person is known: as a person, a telephone number or an e-mail address."""
    signs = (("person", visitor.person_id), ("phone", visitor.phone), ("email", visitor.email.lower()))
    return {sign for sign in signs if sign[1]}


@transaction.atomic
def end_survey_links(*, at: datetime) -> int:
    """Close the links whose last day is over where their office is; return how many."""
    return sum(
        SurveyLink.objects.open()
        .filter(office__time_zone=zone, ends_on__lt=day_of(at, zone))
        .update(state=LinkState.ENDED)
        for zone in TimeZone.values
    )


@transaction.atomic
def answer_by_link(*, link: SurveyLink, marks: Marks, comment: str, at: datetime, by: Any = None) -> None:
    """Take the answer and mark the link used. What is stored of the one says nothing about the other."""
    link = lock_row(link, "office")
    day = day_of(at, link.office.time_zone)
    reject_if(policies.why_not_use_link(link, day))
    save_answer(link.office, AnswerWay.LINK, marks, comment, day)
    link.state = LinkState.USED
    link.save(update_fields=["state"])


@transaction.atomic
def answer_on_tablet(*, place: Place, marks: Marks, comment: str, at: datetime, by: Any = None) -> None:
    """Take the answer of whoever stands at the counter; it is marked so."""
    save_answer(place.office, AnswerWay.TABLET, marks, comment, day_of(at, place.office.time_zone))


def save_answer(office: Office, way: AnswerWay, marks: Marks, comment: str, day: date) -> None:
    if not any(marks.values()):
        raise ValidationError(_("Pilih paling sedikit satu nilai."))
    answer = SurveyAnswer(office=office, way=way, answered_on=day, **marks)
    answer.full_clean(exclude=["office"])
    answer.save(force_insert=True)
    if has_letters(comment, 1):
        SurveyComment.objects.create(office=office, answered_on=day, text=comment.strip())


@transaction.atomic
def sort_comment(
    *,
    comment: SurveyComment,
    kind: CommentKind,
    element: SurveyElement | str,
    reply: str | None = None,
    by: Any,
    at: datetime,
) -> SurveyComment:
    """Say what kind of comment it is and which element it is about; with `reply`, what the public reads below it.

    An empty reply takes comment and reply off the public page.
    """
    comment = lock_row(comment, "office__parent")
    refuse_if(policies.why_not_sort(by, comment))
    reject_if(_("Pilih jenisnya.") if kind == CommentKind.UNSORTED else None, "kind")
    comment.kind, comment.element = kind, element
    if reply is not None and reply.strip() != comment.reply:
        refuse_if(policies.why_not_reply(by, comment))
        comment.reply = reply.strip()
        comment.replied_at, comment.replied_by = (at, by) if comment.reply else (None, None)
    comment.save(update_fields=["kind", "element", "reply", "replied_at", "replied_by"])
    return comment
