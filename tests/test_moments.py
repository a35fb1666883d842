"""Every moment (`_at`) says who made it (`_by`), or stands here with the reason why nobody is named."""

import pytest
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from krs_portal.kit.constraints import all_or_none
from tests.test_house import OURS, OWN_MODELS

# When something is to be, as agreed or as a rule says. Who agreed is said by the record of the agreement.
PLANNED = {
    "access.Attempt.free_at",
    "accounts.ApiToken.ends_at",
    "consultations.Attendance.hold_ends_at",
    "consultations.Slot.ends_at",
    "consultations.Slot.registration_ends_at",
    "consultations.Slot.starts_at",
    "meetings.Meeting.ends_at",
    "meetings.Meeting.starts_at",
    "monitoring.DeskSession.ends_at",
    "monitoring.DisclosureRelease.ends_at",
    "monitoring.DeskSession.starts_at",
    "outbox.Announcement.due_at",
    "outbox.Message.due_at",
    "outbox.Message.expires_at",
    "rights.DataRequest.due_at",
}
# The portal's own work: workers write these, and no person does.
OF_THE_PORTAL = {
    "access.Attempt.last_at",
    "access.KnownDevice.first_seen_at",
    "access.KnownDevice.last_seen_at",
    "accounts.ApiToken.last_used_at",
    "imports.Batch.moved_at",
    "kit.Submission.taken_at",
    "monitoring.Assessment.computed_at",
    "consultations.RuleTrial.finished_at",
    "consultations.RuleTrial.moved_at",
    "monitoring.Recomputation.finished_at",
    "monitoring.Recomputation.moved_at",
    "outbox.Announcement.announced_at",
    "outbox.Message.created_at",
    "reports.Revision.heartbeat_at",
    "reports.Revision.known_at",
    "reports.Revision.rendered_at",
}
# Citizens have no account: they make these with their reference and their telephone number.
OF_CITIZENS = {
    "consultations.Attendance.consented_at",
    "consultations.Attendance.on_my_way_at",
    "consultations.Enquiry.consented_at",
    "consultations.Enquiry.created_at",
    "consultations.Promise.citizen_said_at",
}
# Signed, in a field of another name: here or on the record that it belongs to.
SIGNED_ELSEWHERE = {
    "clinics.LedgerEntry.recorded_at": "posted_by",
    "meetings.Agreement.asked_at": "minutes__proposed_by",
    "meetings.Attendance.present_at": "recorded_by",
    "outbox.Receipt.noted_at": "by",
    "referrals.ReferralStep.noted_at": "by",
    "rights.Breach.found_at": "recorded_by",
}
# A person makes these, or a citizen at one door and an officer at the other. Only the audit trail says who.
IN_THE_TRAIL = {
    "accounts.ApiToken.created_at",  # a command on the server, which knows no account
    "accounts.User.joined_at",
    "clinics.CountingRule.recorded_at",
    "consultations.Attendance.arrived_at",
    "consultations.Attendance.called_at",
    "consultations.Attendance.created_at",
    "consultations.Attendance.finished_at",
    "consultations.Attendance.served_at",
    "consultations.Attendance.set_aside_at",
    "consultations.House.created_at",
    "consultations.Person.consented_at",
    "consultations.Person.created_at",
    "monitoring.Estate.created_at",
    "monitoring.Household.created_at",
}
# A moment that always is, and somebody who need not be.
NOBODY_NEEDS_TO = {
    "consultations.Consultation.recorded_at": "every service names somebody; the column does not ask yet",
    "monitoring.HandOverStep.noted_at": "the demo's past has no author",
    "monitoring.Problem.created_at": "the demo's past has no author",
    "monitoring.ProblemNote.noted_at": "every service names somebody; the column does not ask yet",
    "monitoring.Recomputation.requested_at": "the portal asks for it by itself every night",
    "rights.DataRequest.received_at": "who proves themselves by a code is received by nobody",
    "monitoring.Tariff.set_at": "the demo's past has no author",
}
# Moment and person go together by a constraint that asks for more than the two; each is broken in tests/constraints by
# a moment without its person.
TOGETHER_WITH_MORE = {
    "clinics.PeriodException.granted_at",
    "consultations.House.merged_at",
    "consultations.Person.merged_at",
    "consultations.Promise.extended_at",
    "meetings.Agreement.agreed_at",
    "meetings.Agreement.returned_at",
    "monitoring.Objection.answered_at",
}
# A guest answers without an account, by the address in the invitation.
ANSWERED_BY_GUESTS = "meetings.Invitation.answered_at"

MOMENTS = {
    f"{model._meta.label}.{field.name}": (model, field)
    for model in OWN_MODELS
    for field in model._meta.concrete_fields
    if isinstance(field, models.DateTimeField) and field.name.endswith("_at")
}


def find_person(model: type[models.Model], name: str) -> models.Field | None:
    """The field of that name where it points at a user; `a__b` goes over to another model."""
    first, _, rest = name.partition("__")
    try:
        field = model._meta.get_field(first)
    except FieldDoesNotExist:
        return None
    if rest:
        return find_person(field.related_model, rest)
    return field if field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL else None


SIGNED = {
    name: (model, moment, person)
    for name, (model, moment) in MOMENTS.items()
    if (person := find_person(model, moment.name.removesuffix("_at") + "_by"))
}


def test_every_moment_has_its_person_or_a_reason():
    unsigned = [*PLANNED, *OF_THE_PORTAL, *OF_CITIZENS, *SIGNED_ELSEWHERE, *IN_THE_TRAIL]

    assert sorted(unsigned) == sorted(MOMENTS.keys() - SIGNED.keys())


@pytest.mark.parametrize("name", SIGNED_ELSEWHERE)
def test_a_moment_signed_elsewhere_is_signed_by_a_user(name):
    model, _ = MOMENTS[name]

    assert find_person(model, SIGNED_ELSEWHERE[name])


@pytest.mark.parametrize("name", sorted(IN_THE_TRAIL))
def test_a_moment_left_to_the_trail_is_in_it(name):
    model, moment = MOMENTS[name]
    events = [event for event in OURS if getattr(event, "pgh_tracked_model", None) is model]

    assert [event._meta.get_field(moment.name).name for event in events] == [moment.name]


def test_a_moment_that_always_is_has_somebody_who_always_is():
    loose = [name for name, (_, moment, person) in SIGNED.items() if person.null and not moment.null]

    assert sorted(loose) == sorted(NOBODY_NEEDS_TO)


def test_a_moment_that_may_be_comes_together_with_its_person():
    apart = []
    for name, (model, moment, person) in SIGNED.items():
        together = all_or_none(moment.name, person.name, name="together", message="").condition
        if moment.null and together not in [
            constraint.condition
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        ]:
            apart.append(name)

    assert sorted(apart) == sorted([*TOGETHER_WITH_MORE, ANSWERED_BY_GUESTS])
