"""Writing messages, and taking them back before they leave."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.template.loader import get_template
from django.utils import timezone

from krs_portal.kit.about import About
from krs_portal.outbox import kinds, services
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.outbox.writing import OutgoingAttachment, Recipient, build_event_key
from tests.factories import outbox

pytestmark = pytest.mark.django_db
BOOKING = About("janji", "KRS-ABC2345")


def test_an_event_has_one_message_however_often_it_is_told(asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = outbox.message(event_key="janji-dibuat:KRS-ABC2345:1")
        again = outbox.message(event_key="janji-dibuat:KRS-ABC2345:1", to=Recipient("lain@uji.krs.test"))

    assert again == first
    assert again.recipient == "siti@uji.krs.test"
    assert asked == [first.pk]


def test_it_is_sent_only_if_the_transaction_stands(asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        outbox.message()
        transaction.set_rollback(True)

    assert asked == []
    assert not Message.objects.exists()


def test_a_broker_that_is_down_costs_nothing(monkeypatch, django_capture_on_commit_callbacks):
    def down(*arguments, **options):
        raise ConnectionRefusedError("broker")

    monkeypatch.setattr(services.tasks.send_message, "apply_async", down)

    with django_capture_on_commit_callbacks(execute=True):
        message = outbox.message()

    assert list(Message.objects.sendable(timezone.now())) == [message]


def test_words_are_written_in_the_recipients_language_and_frozen():
    at = timezone.now().replace(2026, 11, 23, 1, 0)

    indonesian, english = (outbox.message(language=each, context={"at": at}) for each in ("id", "en"))

    assert "23 November 2026, 08.00" in indonesian.body
    assert "Anda tidak perlu" in indonesian.body
    assert english.subject == "Trial message from Klinik Rumah Swadaya"
    assert "08:00" in english.body
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=english.pk).update(body="lain")


def test_a_name_keeps_its_letters_and_cannot_break_a_header():
    message = outbox.message(to=Recipient("siti@uji.krs.test", "Siti O'Nur\r\nBcc: x@y.z"))

    assert message.recipient_name == "Siti O'Nur Bcc: x@y.z"


def test_a_telephone_number_gets_no_mail():
    with pytest.raises(IntegrityError, match="outbox_address_fits_channel"), transaction.atomic():
        outbox.message(to=Recipient("+6281234567890"))


def test_a_reminder_waits_for_its_time(asked, django_capture_on_commit_callbacks):
    at = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        message = outbox.message(send_after=at + timedelta(days=2))

    assert asked == []
    assert not Message.objects.sendable(at).exists()
    assert list(Message.objects.sendable(at + timedelta(days=2))) == [message]


def test_what_has_not_left_about_something_is_taken_back():
    at = timezone.now()
    soon, other = outbox.message(about=BOOKING, send_after=at + timedelta(days=1)), outbox.message()
    gone = outbox.message(about=BOOKING)
    services.move_message(gone, MessageState.SENT, at=at)

    assert services.cancel_messages_about(BOOKING, kinds=["trial"], at=at, reason="Janji dipindahkan.") == 1

    assert [Message.objects.get(pk=each.pk).state for each in (soon, other, gone)] == ["CANCELLED", "QUEUED", "SENT"]
    assert soon.receipts.get().detail == "Janji dipindahkan."


def test_attachments_and_receipts_are_never_changed():
    message = outbox.message(attachments=[OutgoingAttachment("janji.ics", "text/calendar; method=REQUEST", b"BEGIN")])
    services.move_message(message, MessageState.CANCELLED, at=timezone.now())

    for rows in (message.attachments, message.receipts):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


@pytest.mark.parametrize("kind", list(kinds.MESSAGE_KINDS), ids=lambda kind: kind.code)
def test_every_kind_has_its_words_in_both_languages(kind):
    for channel in kind.channels:
        for language in ("id", "en"):
            assert get_template(kind.template_name(channel, language))


def test_a_kind_leaves_only_over_its_channels(monkeypatch):
    by_mail = kinds.MessageKind("trial-mail", "x", frozenset({Channel.EMAIL}))
    monkeypatch.setitem(kinds.MESSAGE_KINDS._items, "trial-mail", by_mail)

    with pytest.raises(ValueError, match="trial-mail"):
        outbox.message(channel=Channel.SMS, kind="trial-mail")


def test_events_of_two_long_addresses_stay_two():
    keys = {build_event_key("meeting-invitation", 1, 0, f"{'x' * 150}{end}@uji.krs.test") for end in "ab"}

    assert len(keys) == 2
    assert {len(key) for key in keys} == {120}
    assert build_event_key("trial", 7, 0, "siti@uji.krs.test") == "trial:7:0:siti@uji.krs.test"
