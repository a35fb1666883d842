"""Sending the advice slip."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.booking.channels import list_message_channels
from consultations.counter import messages
from consultations.counter.models import Consultation
from consultations.counter.slips import why_not_send_slip
from consultations.people.policies import why_not_serve
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if


@transaction.atomic
def send_slip(*, consultation: Consultation, by: Any, at: datetime) -> Consultation:
    """Tell the person where advice and promises are found, by the channel that they chose."""
    consultation = lock_row(consultation, "office__parent", "attendance", no_key=True)
    refuse_if(why_not_serve(by, consultation.office))
    coming = consultation.attendance
    reject_if(why_not_send_slip(consultation, list_message_channels(coming) if coming else []))
    messages.announce_slip(consultation, at=at)
    return consultation
