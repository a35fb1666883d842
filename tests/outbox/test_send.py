"""Messages leave: over a real mail server and a real gateway, once, whatever breaks."""

import email
import os
import re
import subprocess
import sys
from datetime import timedelta
from email import policy
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from krs_portal.outbox import channels, jobs, services, tasks
from krs_portal.outbox.enums import ATTEMPTS, LEASE, PAUSES, Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.outbox.writing import OutgoingAttachment
from tests.factories import offices, outbox

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone: nothing after it runs."""


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=policy.default)


def fresh(message):
    return Message.objects.get(pk=message.pk)


def test_a_mail_arrives_with_its_words_and_its_calendar(mailbox):
    of = offices.balai()
    ics = OutgoingAttachment(
        "janji.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nSUMMARY:Rumah é\r\n".encode()
    )
    message = outbox.message(of, attachments=[ics])

    tasks.send_message(message.pk)

    mail = read(mailbox.envelopes[0])
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert mail["To"] == "Siti Aminah <siti@uji.krs.test>"
    assert mail["Subject"] == "Pesan percobaan dari Klinik Rumah Swadaya"
    assert calendar.get_param("method") == "REQUEST"
    assert "SUMMARY:Rumah é" in calendar.get_content()
    assert fresh(message).state == "SENT"
    assert fresh(message).provider_id == mail["Message-ID"]
    assert [each.state for each in message.receipts.all()] == ["SENT"]


def test_a_message_that_was_sent_is_not_sent_again(mailbox):
    message = outbox.message()

    tasks.send_message(message.pk)
    tasks.send_message(message.pk)

    assert len(mailbox.envelopes) == 1


def test_killed_between_sending_and_record_it_is_one_mail_to_whoever_counts_message_ids(mailbox, monkeypatch, asked):
    message = outbox.message()
    with monkeypatch.context() as killing:
        killing.setattr(tasks, "mark_message_accepted", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            tasks.send_message(message.pk)

    tasks.send_message(message.pk)  # still held: the lease runs
    assert len(mailbox.envelopes) == 1
    assert fresh(message).state == "SENDING"
    Message.objects.update(due_at=timezone.now())
    tasks.send_message(message.pk)

    assert len({read(each)["Message-ID"] for each in mailbox.envelopes}) == 1
    assert fresh(message).state == "SENT"


def test_killed_between_sending_and_record_the_gateway_sends_once(gateway, monkeypatch):
    message = outbox.message(channel=Channel.WHATSAPP)
    with monkeypatch.context() as killing:
        killing.setattr(tasks, "mark_message_accepted", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            tasks.send_message(message.pk)

    Message.objects.update(due_at=timezone.now())
    tasks.send_message(message.pk)

    assert len(gateway.asked) == 2
    assert gateway.accepted == {str(message.key): "wa-1"}
    assert fresh(message).provider_id == "wa-1"


def test_what_the_gateway_is_asked(gateway):
    message = outbox.message(channel=Channel.SMS)

    tasks.send_message(message.pk)

    (headers, body) = gateway.asked[0]
    assert headers["Authorization"] == "Bearer rahasia-gerbang"
    assert headers["Idempotency-Key"] == str(message.key)
    assert body == {"to": "+6281234567890", "text": message.body, "channel": "sms", "idempotency_key": str(message.key)}
    assert "\n" not in message.body


@pytest.mark.parametrize("answer", [(503, {"error": "saldo habis"}), (429, "pelan-pelan"), (401, {"error": "token"})])
def test_a_gateway_that_cannot_now_is_asked_later(gateway, answer):
    gateway.answer = answer
    message = outbox.message(channel=Channel.WHATSAPP)

    tasks.send_message(message.pk)

    waiting = fresh(message)
    assert waiting.state == "QUEUED"
    assert waiting.last_error.startswith(str(answer[0]))
    assert timedelta(seconds=28) < waiting.due_at - timezone.now() <= PAUSES[0]


def test_a_gateway_that_is_down_lets_the_message_wait_and_says_why(gateway, settings):
    settings.GATEWAY_URL = "http://127.0.0.1:9/"
    message = outbox.message(channel=Channel.WHATSAPP)

    tasks.send_message(message.pk)

    assert fresh(message).state == "QUEUED"
    assert fresh(message).last_error == "Penyedia tidak menjawab: Connection refused"
    assert message.receipts.get().detail == fresh(message).last_error


def test_a_refusal_is_final_and_keeps_the_providers_words(gateway):
    gateway.answer = (422, {"error": "Nomor tidak terdaftar di WhatsApp"})
    message = outbox.message(channel=Channel.WHATSAPP)

    tasks.send_message(message.pk)

    assert (fresh(message).state, fresh(message).last_error) == ("FAILED", "422 Nomor tidak terdaftar di WhatsApp")


@pytest.mark.parametrize(
    ("answer", "state"), [("550 5.1.1 User unknown", "FAILED"), ("554 Spam", "FAILED"), ("451 Try later", "QUEUED")]
)
def test_a_mail_server_says_never_or_later(mailbox, answer, state):
    mailbox.answer = answer
    message = outbox.message()

    tasks.send_message(message.pk)

    assert (fresh(message).state, fresh(message).last_error) == (state, answer)


def test_the_last_attempt_ends_the_waiting(gateway):
    gateway.answer = (503, {"error": "rusak"})
    message = outbox.message(channel=Channel.WHATSAPP)

    for _attempt in range(ATTEMPTS + 1):
        tasks.send_message(message.pk)
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now())

    assert fresh(message).state == "FAILED"
    assert len(gateway.asked) == ATTEMPTS
    assert message.receipts.count() == ATTEMPTS


def test_a_reminder_that_comes_too_late_is_not_sent(mailbox):
    at = timezone.now()
    message = outbox.message(expires_at=at - timedelta(minutes=1))

    tasks.send_message(message.pk)
    services.fail_expired_messages(at=timezone.now())

    assert mailbox.envelopes == []
    assert (fresh(message).state, fresh(message).last_error) == ("FAILED", "Batas waktunya lewat sebelum terkirim.")


def test_no_next_attempt_after_it_is_useless(gateway):
    gateway.answer = (503, "")
    message = outbox.message(channel=Channel.SMS, expires_at=timezone.now() + timedelta(seconds=20))

    tasks.send_message(message.pk)

    assert fresh(message).state == "FAILED"


def test_the_job_finds_what_was_lost(asked, django_capture_on_commit_callbacks):
    at = timezone.now()
    forgotten, held, dead, sent, later = (outbox.message() for _ in range(5))
    Message.objects.filter(pk=held.pk).update(state="SENDING", due_at=at + LEASE, attempts=1)
    Message.objects.filter(pk=dead.pk).update(state="SENDING", due_at=at - timedelta(seconds=1), attempts=1)
    Message.objects.filter(pk=sent.pk).update(state="SENT")
    Message.objects.filter(pk=later.pk).update(due_at=at + timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        jobs.queue_due_messages()

    assert set(asked) == {forgotten.pk, dead.pk}


def test_a_message_that_kills_its_worker_every_time_is_given_up(asked):
    message = outbox.message()
    Message.objects.update(state="SENDING", due_at=timezone.now(), attempts=ATTEMPTS)

    jobs.queue_due_messages()

    assert fresh(message).state == "FAILED"
    assert asked == []


def test_without_a_gateway_messages_wait_for_a_hand(by_hand, asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = outbox.message(channel=Channel.WHATSAPP)
        jobs.queue_due_messages()

    tasks.send_message(message.pk)

    assert asked == []
    assert fresh(message).state == "QUEUED"
    assert message.is_by_hand
    assert message.hand_url.startswith("https://wa.me/6281234567890?text=Ini%20pesan%20percobaan")


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_one_message_once(gateway):
    message = outbox.message(channel=Channel.WHATSAPP)
    workers, together = [], Barrier(8)

    def work():
        together.wait()
        tasks.send_message(message.pk)
        connection.close()

    for _ in range(8):
        workers.append(Thread(target=work))
        workers[-1].start()
    for worker in workers:
        worker.join()

    assert len(gateway.asked) == 1
    assert fresh(message).attempts == 1


def test_a_worker_that_lost_its_claim_does_not_undo_what_the_other_did(gateway):
    message = outbox.message(channel=Channel.WHATSAPP)
    first = tasks.claim_message(message.pk, timezone.now())
    Message.objects.update(due_at=timezone.now())
    second = tasks.claim_message(message.pk, timezone.now())

    tasks.schedule_next_attempt(first, "lambat", timezone.now())
    assert fresh(message).state == "SENDING"
    tasks.mark_message_accepted(second, channels.send_over_channel(second), timezone.now())
    tasks.fail_message(first, "lambat", timezone.now())

    assert fresh(message).state == MessageState.SENT


SEND = """
import django, sys
django.setup()
from krs_portal.outbox.tasks import send_message
send_message(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_the_gateway_answers_loses_and_doubles_nothing(gateway, settings):
    message = outbox.message(channel=Channel.WHATSAPP)
    gateway.speaks.clear()  # it accepts, and says nothing
    environment = os.environ | {
        "DATABASE_URL": re.sub(r"/[^/?]+(?=\?|$)", f"/{connection.settings_dict['NAME']}", settings.DATABASE_URL),
        "DJANGO_SETTINGS_MODULE": "krs_portal.settings",
        "KRS_GATEWAY_URL": settings.GATEWAY_URL,
        "KRS_GATEWAY_TOKEN": settings.GATEWAY_TOKEN,
    }
    worker = subprocess.Popen([sys.executable, "-c", SEND, str(message.pk)], env=environment, cwd=settings.BASE_DIR)
    assert gateway.heard.wait(30)
    worker.kill()
    worker.wait()
    gateway.speaks.set()

    assert fresh(message).state == "SENDING"
    Message.objects.update(due_at=timezone.now())
    tasks.send_message(message.pk)

    assert len(gateway.asked) == 2
    assert gateway.accepted == {str(message.key): "wa-1"}
    assert fresh(message).state == "SENT"
