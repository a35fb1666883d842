"""Writing minutes, putting them to every side, and their agreement, which freezes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.meetings import codes, kinds, messages, policies
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Agreement, Meeting, Minutes
from krs_portal.meetings.services.planning import held, refuse
from krs_portal.offices.models import Office


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, by: Any, at: datetime) -> Minutes:
    """Changing what was proposed makes it a draft of the next version: what was agreed to it counts no more."""
    meeting = held(meeting)
    refuse(policies.why_not_write(by, meeting))
    if not text.strip():
        raise ValidationError({"text": _("Tulis notulennya.")})
    minutes = policies.minutes_of(meeting) or Minutes(meeting=meeting)
    if minutes.pk and minutes.text == text.strip():
        return minutes
    minutes.text, minutes.written_at, minutes.written_by = text.strip(), at, by
    return redrafted(minutes)


@transaction.atomic
def propose_minutes(
    *, minutes: Minutes, by: Any, at: datetime, sides: Iterable[Office] | None = None
) -> list[Agreement]:
    """Ask every side: the host and each office that was there (or `sides`). Each gets its own code."""
    minutes = locked(minutes)
    refuse(policies.why_not_propose(by, minutes))
    minutes.state, minutes.proposed_at, minutes.proposed_by = MinutesState.PROPOSED, at, by
    minutes.save()
    asked = []
    for office in sorted({minutes.meeting.office, *(present(minutes.meeting) if sides is None else sides)}, key=order):
        agreement = Agreement.objects.create(minutes=minutes, office=office, version=minutes.version, asked_at=at)
        messages.tell_side(agreement, at=at)
        asked.append(agreement)
    return asked


@transaction.atomic
def agree_minutes(*, minutes: Minutes, office: Office, code: str, by: Any, at: datetime) -> Minutes:
    """A side agrees with its code. The last one freezes the minutes, and the kind of meeting does what follows."""
    minutes, agreement = side(minutes, office)
    refuse(policies.why_not_agree(policies.standing(by, minutes.meeting), agreement))
    if not codes.is_code_of(agreement, code):
        raise ValidationError({"code": _("Kode ini bukan kode pihak tersebut untuk notulen versi ini.")})
    agreement.agreed_at, agreement.agreed_by, agreement.code = at, by, codes.code_of(agreement)
    agreement.save()
    if not minutes.agreements.current().filter(agreed_at__isnull=True).exists():
        minutes.state = MinutesState.AGREED
        minutes.save()
        kinds.get(minutes.meeting.kind).on_agreed(minutes, by=by, at=at)
    return minutes


@transaction.atomic
def return_minutes(*, minutes: Minutes, office: Office, remark: str, by: Any, at: datetime) -> Minutes:
    """A side does not agree and says why: the minutes are a draft again, of the next version."""
    minutes, agreement = side(minutes, office)
    refuse(policies.why_not_return(policies.standing(by, minutes.meeting), agreement))
    if not remark.strip():
        raise ValidationError({"remark": _("Tuliskan apa yang perlu diperbaiki.")})
    agreement.returned_at, agreement.returned_by, agreement.remark = at, by, remark.strip()[:500]
    agreement.save()
    return redrafted(minutes)


def redrafted(minutes: Minutes) -> Minutes:
    if minutes.state == MinutesState.PROPOSED:
        minutes.version += 1
    minutes.state, minutes.proposed_at, minutes.proposed_by = MinutesState.DRAFT, None, None
    minutes.save()
    return minutes


def present(meeting: Meeting) -> list[Office]:
    """The offices that were there."""
    there = Q(meeting_attendances__meeting=meeting) | Q(invitations__attendances__meeting=meeting)
    return list(Office.objects.filter(there).distinct())


def side(minutes: Minutes, office: Office) -> tuple[Minutes, Agreement]:
    minutes = locked(minutes)
    agreement = minutes.agreements.current().filter(office=office).select_related("office").first()
    if agreement is None:
        raise ValidationError({"office": _("Unit ini tidak dimintai persetujuan atas notulen versi ini.")})
    agreement.minutes = minutes
    return minutes, agreement


def locked(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__office__parent").get(pk=minutes.pk)


def order(office: Office) -> int:
    return office.pk
