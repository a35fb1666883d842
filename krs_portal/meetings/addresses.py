"""Where an office is written to, and which of its people get what is theirs alone."""

from __future__ import annotations

from krs_portal.meetings.enums import SPEAKERS
from krs_portal.meetings.models import Invitation
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.writing import Recipient

Way = tuple[str, Recipient]  # a channel and whom to reach over it


def of_office(office: Office, name: str) -> list[Way]:
    """Its own address; without one, its people."""
    if office.email:
        return [(Channel.EMAIL.value, Recipient(office.email, name))]
    return of_people(office, *SPEAKERS)


def of_speakers(office: Office, name: str) -> list[Way]:
    """Who decides for it: head and operator; where it has neither, its own address."""
    return of_people(office, Role.HEAD, Role.OPERATOR) or of_office(office, name)


def of_people(office: Office, *roles: Role) -> list[Way]:
    people = Membership.objects.filter(office=office, role__in=roles, ended_on__isnull=True, user__is_active=True)
    users = people.order_by("user_id").values_list("user__email", "user__name").distinct()
    return [(Channel.EMAIL.value, Recipient(email, name)) for email, name in users]


def of_invitation(invitation: Invitation, name: str) -> list[Way]:
    """What was written into the invitation goes before what is known of the office."""
    ways: list[Way] = []
    if invitation.email:
        ways.append((Channel.EMAIL.value, Recipient(invitation.email, name)))
    if invitation.phone:
        ways.append((Channel.WHATSAPP.value, Recipient(invitation.phone, name)))
    if ways or invitation.office is None:
        return ways
    return of_office(invitation.office, name)
