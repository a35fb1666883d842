"""Writing minutes, proposing them to every side, and agreeing, which freezes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.meetings import codes, kinds, messages, policies
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Agreement, Meeting, Minutes
from krs_portal.meetings.services.planning import lock_meeting
from krs_portal.offices.models import Office


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, by: Any, at: datetime) -> Minutes:
    """Save the text.

    If the minutes were proposed, they become a draft of the next version and earlier agreements no longer count.
    """
    meeting = lock_meeting(meeting)
    refuse_if(policies.why_not_write(by, meeting))
    if not text.strip():
        raise ValidationError({"text": _("Tulis notulennya.")})
    minutes = policies.find_minutes(meeting) or Minutes(meeting=meeting)
    if minutes.pk and minutes.text == text.strip():
        return minutes
    minutes.text, minutes.written_at, minutes.written_by = text.strip(), at, by
    return redraft_minutes(minutes)


@transaction.atomic
def propose_minutes(
    *, minutes: Minutes, by: Any, at: datetime, sides: Iterable[Office] | None = None
) -> list[Agreement]:
    """Ask every side: the host and each office that was there (or `sides`). Each gets its own code."""
    minutes = lock_minutes(minutes)
    refuse_if(policies.why_not_propose(by, minutes))
    minutes.state, minutes.proposed_at, minutes.proposed_by = MinutesState.PROPOSED, at, by
    minutes.save()
    asked = []
    others = list_present_offices(minutes.meeting) if sides is None else sides
    for office in sorted({minutes.meeting.office, *others}, key=attrgetter("pk")):
        agreement = Agreement.objects.create(minutes=minutes, office=office, version=minutes.version, asked_at=at)
        messages.write_agreement_codes(agreement, at=at)
        asked.append(agreement)
    return asked


@transaction.atomic
def agree_minutes(*, minutes: Minutes, office: Office, code: str, by: Any, at: datetime) -> Minutes:
    """Record a side's agreement by its code.

    The last agreement freezes the minutes and calls the kind's `on_agreed`.
    """
    minutes, agreement = lock_minutes_and_side(minutes, office)
    refuse_if(policies.why_not_agree(policies.get_meeting_standing(by, minutes.meeting), agreement))
    if not codes.is_agreement_code(agreement, code):
        raise ValidationError({"code": _("Kode ini bukan kode pihak tersebut untuk notulen versi ini.")})
    agreement.agreed_at, agreement.agreed_by, agreement.code = at, by, codes.compute_agreement_code(agreement)
    agreement.save()
    if not minutes.agreements.current().filter(agreed_at__isnull=True).exists():
        minutes.state = MinutesState.AGREED
        minutes.save()
        kinds.get_meeting_kind(minutes.meeting.kind).on_agreed(minutes, by=by, at=at)
    return minutes


@transaction.atomic
def return_minutes(*, minutes: Minutes, office: Office, remark: str, by: Any, at: datetime) -> Minutes:
    """Record that a side does not agree, and why: the minutes become a draft of the next version."""
    minutes, agreement = lock_minutes_and_side(minutes, office)
    refuse_if(policies.why_not_return(policies.get_meeting_standing(by, minutes.meeting), agreement))
    if not remark.strip():
        raise ValidationError({"remark": _("Tuliskan apa yang perlu diperbaiki.")})
    agreement.returned_at, agreement.returned_by, agreement.remark = at, by, remark.strip()[:500]
    agreement.save()
    return redraft_minutes(minutes)


def redraft_minutes(minutes: Minutes) -> Minutes:
    if minutes.state == MinutesState.PROPOSED:
        minutes.version += 1
    minutes.state, minutes.proposed_at, minutes.proposed_by = MinutesState.DRAFT, None, None
    minutes.save()
    return minutes


def list_present_offices(meeting: Meeting) -> list[Office]:
    """The offices that were present."""
    there = Q(meeting_attendances__meeting=meeting) | Q(invitations__attendances__meeting=meeting)
    return list(Office.objects.filter(there).distinct())


def lock_minutes_and_side(minutes: Minutes, office: Office) -> tuple[Minutes, Agreement]:
    minutes = lock_minutes(minutes)
    agreement = minutes.agreements.current().filter(office=office).select_related("office").first()
    if agreement is None:
        raise ValidationError({"office": _("Unit ini tidak dimintai persetujuan atas notulen versi ini.")})
    agreement.minutes = minutes
    return minutes, agreement


def lock_minutes(minutes: Minutes) -> Minutes:
    return lock_row(minutes, "meeting__office__parent")
