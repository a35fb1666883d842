"""Minutes: proposed to every side, agreed by each with its own code, then frozen by the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from krs_portal.meetings import codes, kinds, messages, services
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Agreement, Minutes
from krs_portal.outbox.models import Message
from tests.factories import meetings
from tests.factories.meetings import STARTS_AT

pytestmark = pytest.mark.django_db
LATER = STARTS_AT + timedelta(hours=2)


@pytest.fixture
def minutes(meeting, guest, host, operator):
    return meetings.proposed(meeting, guest, host)


def code_of(minutes, office):
    return codes.compute_agreement_code(minutes.agreements.current().get(office=office))


def agree(minutes, office, by, code=None):
    return services.agree_minutes(
        minutes=minutes, office=office, code=code or code_of(minutes, office), by=by, at=LATER
    )


def test_every_side_that_was_there_is_asked_and_only_it_is_told_its_code(minutes, guest, province, operator):
    assert {each.office for each in minutes.agreements.all()} == {guest, province}
    letter = Message.objects.get(kind=messages.PROPOSED, recipient=operator.email)
    assert code_of(minutes, guest) in letter.body
    assert code_of(minutes, province) not in letter.body
    assert letter.office == guest


def test_the_last_side_to_agree_freezes_the_minutes(minutes, guest, province, host, operator):
    first = agree(minutes, guest, operator)
    assert first.state == MinutesState.PROPOSED

    last = agree(minutes, province, host)

    assert last.state == MinutesState.AGREED
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Minutes.objects.update(text="Lain")
    with pytest.raises(PermissionDenied, match="tidak berubah lagi"):
        services.write_minutes(meeting=minutes.meeting, text="Lain", by=host, at=LATER)


def test_the_host_types_the_code_a_side_reads_out(minutes, guest, host):
    agree(minutes, guest, host)

    agreement = minutes.agreements.get(office=guest)
    assert (agreement.agreed_by, agreement.code) == (host, codes.compute_agreement_code(agreement))


@pytest.mark.parametrize("typed", ["", "ABCD-2345", "2345ABCD"])
def test_another_code_agrees_to_nothing(minutes, guest, operator, typed):
    with pytest.raises(ValidationError, match="bukan kode pihak"):
        services.agree_minutes(minutes=minutes, office=guest, code=typed, by=operator, at=LATER)


def test_the_code_of_the_other_side_agrees_to_nothing(minutes, guest, province, operator):
    with pytest.raises(ValidationError, match="bukan kode pihak"):
        agree(minutes, guest, operator, code_of(minutes, province))


def test_small_letters_and_a_missing_dash_are_forgiven(minutes, guest, operator):
    agree(minutes, guest, operator, code_of(minutes, guest).lower().replace("-", " "))

    assert minutes.agreements.get(office=guest).agreed_at == LATER


def test_a_guest_does_not_agree_for_the_host(minutes, province, operator):
    with pytest.raises(PermissionDenied, match="petugasnya sendiri"):
        agree(minutes, province, operator)


def test_a_stranger_agrees_for_nobody(minutes, guest, stranger):
    with pytest.raises(PermissionDenied, match="bukan petugas pihak ini"):
        agree(minutes, guest, stranger)


def test_changed_words_need_every_side_again_with_another_code(minutes, guest, host, operator):
    agree(minutes, guest, operator)
    old = code_of(minutes, guest)

    rewritten = services.write_minutes(meeting=minutes.meeting, text="Sampai 31 Agustus.", by=host, at=LATER)
    services.propose_minutes(minutes=rewritten, by=host, at=LATER)

    minutes.refresh_from_db()
    assert (minutes.version, minutes.state) == (2, MinutesState.PROPOSED)
    assert not minutes.agreements.current().filter(agreed_at__isnull=False).exists()
    with pytest.raises(ValidationError, match="bukan kode pihak"):
        agree(minutes, guest, operator, old)


def test_a_side_returns_the_minutes_and_says_why(minutes, guest, operator):
    returned = services.return_minutes(
        minutes=minutes, office=guest, remark="Tanggalnya 31 Agustus.", by=operator, at=LATER
    )

    assert (returned.state, returned.version) == (MinutesState.DRAFT, 2)
    assert minutes.agreements.get(office=guest).remark == "Tanggalnya 31 Agustus."


def test_a_return_without_a_word_is_refused(minutes, guest, operator):
    with pytest.raises(ValidationError, match="perlu diperbaiki"):
        services.return_minutes(minutes=minutes, office=guest, remark="", by=operator, at=LATER)


def test_minutes_of_a_meeting_nobody_came_to_are_not_proposed(meeting, host):
    minutes = services.write_minutes(meeting=meeting, text="Kosong.", by=host, at=LATER)

    with pytest.raises(PermissionDenied, match="daftar hadir"):
        services.propose_minutes(minutes=minutes, by=host, at=LATER)


def test_the_kind_of_meeting_hears_of_the_agreement_and_may_stop_it(
    minutes, guest, province, host, operator, monkeypatch
):
    heard = []

    def on_agreed(agreed, *, by, at):
        heard.append((agreed.pk, by))
        raise ValidationError("Profil belum lengkap.")

    kind = kinds.MeetingKind("meeting", "Rapat", on_agreed=on_agreed)
    monkeypatch.setitem(kinds.MEETING_KINDS._items, "meeting", kind)
    agree(minutes, guest, operator)
    with pytest.raises(ValidationError, match="belum lengkap"):
        agree(minutes, province, host)

    minutes.refresh_from_db()
    assert heard == [(minutes.pk, host)]
    assert minutes.state == MinutesState.PROPOSED


def test_a_word_given_is_not_taken_back(minutes, guest, operator):
    agree(minutes, guest, operator)

    with pytest.raises(DatabaseError), transaction.atomic():
        minutes.agreements.filter(office=guest).update(code="")


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Minutes, {"text": ""}, "meetings_minutes_written"),
        (Minutes, {"proposed_by": None}, "meetings_proposal_signed"),
        (Minutes, {"state": MinutesState.DRAFT}, "meetings_proposed_has_moment"),
        (Agreement, {"agreed_at": LATER}, "meetings_agreed_with_code"),
        (Agreement, {"returned_at": LATER}, "meetings_returned_with_remark"),
    ],
)
def test_a_constraint_bites(minutes, model, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)


def test_a_side_is_asked_once_for_a_version(minutes, guest):
    with pytest.raises(IntegrityError, match="meetings_side_asked_once"), transaction.atomic():
        Agreement.objects.create(minutes=minutes, office=guest, version=minutes.version, asked_at=LATER)
