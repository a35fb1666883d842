"""What staff see of messages, and what they can do."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from krs_portal.offices.enums import Role
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Message
from tests.factories import offices, outbox

pytestmark = pytest.mark.django_db
LIST = "/pesan/"


@pytest.fixture
def of():
    return offices.balai()


def page(client, path=LIST):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_sees_the_messages_of_their_own_office(signed_in, of):
    mine, other = outbox.message(of), outbox.message(offices.balai())
    client = signed_in(offices.officer(of))

    shown = page(client)

    assert f"/pesan/{mine.pk}/" in shown
    assert f"/pesan/{other.pk}/" not in shown
    assert client.get(f"/pesan/{other.pk}/").status_code == 404
    assert client.post(f"/pesan/{other.pk}/batalkan/").status_code == 404


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.AUDITOR, Role.OPERATOR])
def test_who_does_not_serve_people_reads_no_messages(signed_in, of, role):
    answer = signed_in(offices.member(role, of)).get(LIST)

    assert answer.status_code == 403
    assert "nama dan nomor warga" in answer.content.decode()


def test_a_message_of_no_office_is_the_administrators(signed_in, of):
    message = outbox.message()

    assert signed_in(offices.head(of)).get(f"/pesan/{message.pk}/").status_code == 404
    assert signed_in(offices.member(Role.ADMIN, of)).get(f"/pesan/{message.pk}/").status_code == 200


def test_the_list_is_narrowed(signed_in, of):
    mail, whatsapp = outbox.message(of), outbox.message(of, Channel.WHATSAPP)
    Message.objects.filter(pk=mail.pk).update(state="FAILED", last_error="550 User unknown")
    client = signed_in(offices.officer(of))

    assert f"/pesan/{whatsapp.pk}/" not in page(client, f"{LIST}?state=FAILED&channel=EMAIL&kind=trial")
    assert "550 User unknown" in page(client, f"{LIST}?state=FAILED")
    assert "Tidak ada pesan yang cocok" in page(client, f"{LIST}?about=KRS-TIDAKADA")


def test_the_list_asks_as_often_for_thirty_as_for_three(signed_in, of):
    client, counts = signed_in(offices.officer(of)), []
    for number in (3, 27):
        for _ in range(number):
            outbox.message(of)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_failed_message_can_be_sent_again(signed_in, of, asked, django_capture_on_commit_callbacks):
    message, officer = outbox.message(of), offices.officer(of)
    Message.objects.update(state="FAILED", attempts=8, last_error="550 User unknown")
    client = signed_in(officer)
    assert "550 User unknown" in page(client, f"/pesan/{message.pk}/")

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/pesan/{message.pk}/kirim-ulang/", follow=True)

    assert "dikirim ulang" in answer.content.decode()
    assert asked == [message.pk]
    assert Message.objects.get().attempts == 0
    assert message.receipts.get().by == officer


def test_a_waiting_message_can_be_cancelled_and_then_nothing_else(signed_in, of):
    message = outbox.message(of, send_after=timezone.now() + timedelta(days=1))
    client = signed_in(offices.officer(of))

    assert client.post(f"/pesan/{message.pk}/batalkan/").status_code == 302

    assert Message.objects.get().state == "CANCELLED"
    for action in ("kirim-ulang", "batalkan", "tandai-terkirim"):
        assert client.post(f"/pesan/{message.pk}/{action}/").status_code == 403


def test_without_a_gateway_staff_open_whatsapp_and_say_so(signed_in, of, by_hand):
    message = outbox.message(of, Channel.WHATSAPP)
    client = signed_in(offices.officer(of))
    assert "Kirim manual" in page(client)
    assert "https://wa.me/6281234567890?text=" in page(client, f"/pesan/{message.pk}/")

    client.post(f"/pesan/{message.pk}/tandai-terkirim/")

    assert Message.objects.get().state == "SENT"
    assert message.receipts.get().detail == "Dikirim dengan tangan."


def test_nobody_sends_by_hand_what_the_gateway_is_sending(signed_in, of, gateway):
    message = outbox.message(of, Channel.WHATSAPP)
    client = signed_in(offices.officer(of))

    assert "wa.me/6281234567890" not in page(client, f"/pesan/{message.pk}/")
    assert client.post(f"/pesan/{message.pk}/tandai-terkirim/").status_code == 403


def test_a_trial_message_tries_the_way_out(capsys):
    call_command("send_trial", "siti@uji.krs.test", language="en")

    assert Message.objects.get().subject.startswith("Trial message")
