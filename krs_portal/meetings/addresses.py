"""The addresses of an office, and of those of its people who receive what is for them alone."""

from __future__ import annotations

from krs_portal.meetings.enums import SPEAKERS
from krs_portal.meetings.models import Invitation
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.writing import Recipient

Way = tuple[str, Recipient]  # a channel and whom to reach over it


def list_office_ways(office: Office, name: str) -> list[Way]:
    """The office's own address; if it has none, its people in a speaking role."""
    if office.email:
        return [(Channel.EMAIL.value, Recipient(office.email, name))]
    return list_people_ways(office, *SPEAKERS)


def list_speaker_ways(office: Office, name: str) -> list[Way]:
    """The people who decide for the office (head, operator); if there are none, the office's own address."""
    return list_people_ways(office, Role.HEAD, Role.OPERATOR) or list_office_ways(office, name)


def list_people_ways(office: Office, *roles: Role) -> list[Way]:
    people = Membership.objects.filter(office=office, role__in=roles, ended_on__isnull=True, user__is_active=True)
    users = people.order_by("user_id").values_list("user__email", "user__name").distinct()
    return [(Channel.EMAIL.value, Recipient(email, name)) for email, name in users]


def list_invitation_ways(invitation: Invitation, name: str) -> list[Way]:
    """The addresses given in the invitation; if there are none, those of the office."""
    ways: list[Way] = []
    if invitation.email:
        ways.append((Channel.EMAIL.value, Recipient(invitation.email, name)))
    if invitation.phone:
        ways.append((Channel.WHATSAPP.value, Recipient(invitation.phone, name)))
    if ways or invitation.office is None:
        return ways
    return list_office_ways(invitation.office, name)
