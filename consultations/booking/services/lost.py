"""A lost number, sent again to where the booking's own messages go, and to nowhere else."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from consultations.booking import messages
from consultations.booking.enums import COMING, IN_LINE
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from krs_portal.accounts.phones import parse_phone

MOST = 5  # of each, the newest: whoever booked more knows how to find them


@transaction.atomic
def send_lost_numbers(*, address: str, at: datetime) -> None:
    """Announce the numbers of the bookings still ahead, and of the questions, under a telephone number or an e-mail.

    Nothing is returned: whoever asks must not learn whether there are any.
    """
    try:
        mine = Q(phone=parse_phone(address))
    except ValidationError:
        mine = Q(email__iexact=address)
    ahead = Attendance.objects.filter(mine, state__in=(*COMING, *IN_LINE), slot__ends_at__gt=at)
    for attendance in ahead.select_related("slot__place__office").order_by("-created_at", "-pk")[:MOST]:
        messages.announce_lost_number(attendance, at=at)
    for enquiry in Enquiry.objects.filter(mine).select_related("office").order_by("-created_at", "-pk")[:MOST]:
        messages.announce_lost_enquiry(enquiry, at=at)
