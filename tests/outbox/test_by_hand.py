"""What only a person can send is a work list by day, and nothing says that it was sent before somebody says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from krs_portal.outbox import services
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.outbox.outlook import format_outlook
from tests.factories import clinics, consultations, offices, outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]
LIST = "/pesan/manual/"
DAY = timedelta(days=1)


@pytest.fixture
def of():
    return offices.balai("JAW3")


@pytest.fixture
def officer(of):
    return offices.officer(of)


@pytest.fixture
def browser(signed_in, officer):
    return signed_in(officer)


def page(browser, path=LIST):
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def late(of, days, **fields):
    message = outbox.message(of, Channel.WHATSAPP, **fields)
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - days * DAY)
    return message


def test_what_is_due_stands_there_by_day_with_its_text_and_its_link(browser, of):
    late(of, 2)
    outbox.message(of, Channel.SMS)
    mail = outbox.message(of, Channel.EMAIL)

    shown = page(browser)

    assert shown.index("Terlambat, seharusnya") < shown.index("Hari ini")
    assert "https://wa.me/6281234567890?text=" in shown
    assert "sms:+6281234567890?body=" in shown
    assert shown.count("Sudah dikirim") == 2
    assert f"/pesan/{mail.pk}/" not in shown
    assert "Ini pesan percobaan" in shown


def test_what_comes_later_is_counted_and_not_offered(browser, of, officer):
    early = outbox.message(of, Channel.WHATSAPP, send_after=timezone.now() + 4 * DAY)

    shown, own = page(browser), page(browser, f"/pesan/{early.pk}/")

    assert "Tidak ada yang perlu dikirim sekarang" in shown
    assert "1 pesan" in shown
    assert "wa.me/6281234567890" not in shown + own
    assert "Belum waktunya" in own
    assert browser.post(f"/pesan/{early.pk}/tandai-terkirim/").status_code == 403
    assert Message.objects.get().state == MessageState.QUEUED


def test_what_was_sent_is_said_by_hand_and_leaves_the_list(browser, of, officer):
    message = outbox.message(of, Channel.WHATSAPP)

    answer = browser.post(f"/pesan/{message.pk}/tandai-terkirim/", {"list": "JAW3"})

    assert answer.url == f"{LIST}?office=JAW3"
    receipt = message.receipts.get()
    assert (receipt.state, receipt.by) == (MessageState.SENT, officer)
    assert "Sudah dikirim" not in page(browser)


def test_what_nobody_sent_in_time_is_not_left_out_in_silence(browser, of):
    late(of, 1, expires_at=timezone.now() - DAY / 24)
    assert "Sudah dikirim" not in page(browser)

    services.fail_expired_messages(at=timezone.now())

    assert "1 pesan dari tujuh hari terakhir tidak sempat dikirim" in page(browser)


def test_the_gateways_messages_are_not_on_it(browser, of, settings):
    outbox.message(of, Channel.WHATSAPP)
    settings.GATEWAY_URL = "http://127.0.0.1:1/"

    assert "Tidak ada yang perlu dikirim sekarang" in page(browser)


def test_counter_and_agenda_lead_there_with_its_number(browser, of):
    place = clinics.place(of)
    late(of, 1)
    outbox.message(of, Channel.WHATSAPP, send_after=timezone.now() + DAY)
    outbox.message(offices.balai("JAW4"), Channel.WHATSAPP)

    for name in ("consultations:desk", "consultations:agenda"):
        shown = " ".join(page(browser, f"{reverse(name)}?place={place.pk}").split())
        assert f'href="{LIST}?office=JAW3">Kirim manual <span class="tab-count">1</span>' in shown


def test_whoever_reads_messages_finds_them_from_any_page(browser, signed_in, of):
    assert 'href="/pesan/"' in page(browser, reverse("consultations:desk"))
    assert 'href="/pesan/"' not in page(signed_in(offices.evaluator()), reverse("clinics:dashboard"))


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        ([[Channel.EMAIL]], "Portal mengirim pesan kepada 1 orang."),
        ([[Channel.WHATSAPP]], "Pesan untuk 1 orang belum terkirim: kirim dengan tangan di daftar Kirim manual."),
        ([[]], "1 orang tidak punya nomor atau surel; kabari sendiri."),
        (
            [[Channel.WHATSAPP, Channel.EMAIL], [Channel.SMS]],
            "Portal mengirim pesan kepada 1 orang. Pesan untuk 2 orang belum terkirim: kirim dengan tangan di daftar "
            "Kirim manual.",
        ),
        ([], ""),
    ],
)
def test_a_sentence_says_what_was_really_done(reached, said):
    assert format_outlook(reached) == said


@pytest.mark.parametrize(
    ("gateway", "said"), [("", "belum terkirim: kirim dengan tangan"), ("http://127.0.0.1:1/", "Portal mengirim pesan")]
)
def test_staff_who_change_bookings_read_what_becomes_of_the_messages(browser, of, settings, gateway, said):
    settings.GATEWAY_URL = gateway
    slot = consultations.slot(clinics.place(of))
    made = consultations.attendance(slot)

    answer = browser.post(
        reverse("consultations:agenda_change"),
        {"sure": "1", "what": "cancel", "reason": "Petugas sakit.", "attendance": made.pk},
        follow=True,
    )

    shown = answer.content.decode()
    assert said in shown
    assert "pesannya dikirim" not in shown
