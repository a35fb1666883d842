"""How somebody is served, for whom, and what they answered: kept with the booking and said wherever it is said."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from consultations.agenda import services as agenda
from consultations.agenda.models import WeeklyHours
from consultations.booking import letters, offers, services
from consultations.booking.enums import ServiceChannel
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from consultations.counter.services import check_in_person, register_walk_in, serve_person
from tests.factories import clinics, consultations, offices, outbox
from tests.factories.booking import PHONE, fill, hold, send, typed

pytestmark = pytest.mark.django_db
LINK = "https://rapat.example.go.id/klinik"
HOME = "Jl. Kenanga 3 RT 02/05"
TO_THE_COUNTER = ("Tiket ini, tercetak", "Yang perlu dibawa")
NEEDS = {
    ServiceChannel.PHONE: "+6281234567890",
    ServiceChannel.WHATSAPP: "+6281234567890",
    ServiceChannel.ONLINE: LINK,
    ServiceChannel.SITE_VISIT: HOME,
    ServiceChannel.POP_UP: "Pojok KRS",
    ServiceChannel.OFFICE: "Pojok KRS",
}
elsewhere = pytest.mark.parametrize("channel", [ServiceChannel.PHONE, ServiceChannel.ONLINE, ServiceChannel.SITE_VISIT])


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


def served(place, channel, starts_at=None, **fields):
    slot = consultations.slot(place, seats=2, starts_at=starts_at)
    fields = {"channel": channel, "link": LINK if channel == ServiceChannel.ONLINE else ""} | fields
    Slot.objects.filter(pk=slot.pk).update(**fields)
    return Slot.objects.with_place().get(pk=slot.pk)


def book(slot, **changes):
    values = {"name": "Siti Aminah", "phone": PHONE, "email": "siti@uji.krs.test", "consents": True} | changes
    if slot.channel == ServiceChannel.SITE_VISIT:
        values["address"] = HOME
    return services.book_seat(slot=slot, topic=consultations.topic(), at=clinics.now(), **values)


def open_page(client, name, made):
    client.post(reverse("consultations:look_up"), {"reference": made.reference, "phone": PHONE})
    return client.get(reverse(f"consultations:{name}", args=[made.reference])).content.decode()


def read_entry(content):
    entry = Calendar.from_ical(content).walk("VEVENT")[0]
    return f"{entry['LOCATION']} {entry['DESCRIPTION']}"


# Where it is said


@pytest.mark.parametrize("channel", NEEDS)
def test_ticket_page_letters_and_calendar_name_the_manner_and_what_it_needs(client, place, channel):
    made = book(served(place, channel))

    ticket = open_page(client, "booked", made)
    _phone, mail = outbox.written(kind="booking-confirmed")
    said = {
        "ticket": ticket,
        "own page": open_page(client, "manage", made),
        "cancelling": open_page(client, "cancel", made),
        "letter": mail.body,
        "invitation": read_entry(bytes(mail.attachments.get().content)),
        "download": read_entry(letters.build_booking_calendar(made, "Balai", clinics.now())),
    }

    for where, text in said.items():
        assert str(channel.label) in text, where
        assert NEEDS[channel] in text, where


@elsewhere
def test_nobody_is_sent_to_the_counter_who_is_served_elsewhere(client, place, channel):
    made = book(served(place, channel))

    ticket = open_page(client, "booked", made)

    for sentence in TO_THE_COUNTER:
        assert sentence not in ticket
    assert all(sentence not in message.body for sentence in TO_THE_COUNTER for message in outbox.written())


@pytest.mark.parametrize("channel", [ServiceChannel.OFFICE, ServiceChannel.SITE_VISIT, ServiceChannel.PHONE])
def test_who_stays_at_home_is_offered_no_seat_and_no_place_to_come_to(client, place, channel):
    stays = channel != ServiceChannel.OFFICE

    page = client.get(reverse("consultations:book_slot", args=[served(place, channel).pk])).content.decode()

    assert ("Jumlah orang yang ikut" in page, "Jumlah orang yang akan datang" in page) == (stays, not stays)
    assert ("<dt>Klinik</dt>" in "".join(page.split()), "Masih ada 2 kursi" in page) == (stays, not stays)


@elsewhere
def test_a_short_message_says_how_too(place, channel):
    book(served(place, channel), contact_by="SMS", email="")

    assert NEEDS[channel] in outbox.written(kind="booking-confirmed")[0].body


def test_for_whom_it_is_is_said_wherever_the_applicant_is_named(client, signed_in, place):
    slot = served(place, ServiceChannel.OFFICE, clinics.now() + timedelta(minutes=5))
    made = book(slot, on_behalf_of="Ibu Kartini")
    officer = offices.officer(place.office)
    browser = signed_in(officer)
    day = {"place": place.pk, "day": slot.day.isoformat()}

    pages = [open_page(client, name, made) for name in ("booked", "manage", "cancel")]
    pages.append(browser.get(reverse("consultations:agenda"), day).content.decode())
    if slot.day == clinics.now().astimezone().date():
        pages.append(browser.get(reverse("consultations:desk"), {"place": place.pk}).content.decode())
    pages += [message.body for message in outbox.written()]

    assert all("Ibu Kartini" in page for page in pages)


# A visit needs an address


def test_a_visit_asks_where(client, place):
    visited = served(place, ServiceChannel.SITE_VISIT)
    token = hold(client, visited).url.split("/")[-2]

    asked = fill(client, token)
    fill(client, token, address=HOME)
    check = client.get(reverse("consultations:check", args=[token])).content.decode()
    client.post(reverse("consultations:check", args=[token]), {"consents": "on"})

    assert asked.status_code == 422
    assert "Alamat yang dikunjungi" in asked.content.decode()
    assert HOME in check
    assert Attendance.objects.get().address == HOME


@pytest.mark.parametrize("channel", [ServiceChannel.OFFICE, ServiceChannel.PHONE])
def test_nobody_else_is_asked_for_an_address(client, place, channel):
    assert send(client, served(place, channel)).status_code == 302
    assert Attendance.objects.get().address == ""


# Answers


@pytest.fixture
def cracked(topic):
    question = TriageQuestion.objects.create(topic=topic, text="Ada retak besar?", text_en="Are there large cracks?")
    return TriageChoice.objects.create(
        question=question, text="Ya", text_en="Yes", advice="Jangan tempati dahulu.", advice_en="Do not live there."
    )


def answer_and_book(client, slot, choice):
    address = f"{reverse('consultations:book_slot', args=[slot.pk])}?topic=desain&answers={choice.pk}"
    token = client.post(address, {"token": "a" * 32}).url.split("/")[-2]
    fill(client, token, email="siti@uji.krs.test", language="en")
    client.post(reverse("consultations:check", args=[token]), {"consents": "on"})
    return Attendance.objects.get(state="BOOKED")


def test_answers_and_first_advice_reach_ticket_letter_counter_and_record(client, signed_in, place, cracked):
    made = answer_and_book(client, served(place, ServiceChannel.OFFICE, clinics.now() + timedelta(minutes=9)), cracked)
    TriageChoice.objects.update(text="Tidak", advice="Lain")  # what was said stays as it was said
    TriageQuestion.objects.update(text="Lain")
    officer = offices.officer(place.office)

    ticket = open_page(client, "booked", made)
    mail = outbox.written(kind="booking-confirmed")[-1]
    services_at = made.slot.starts_at
    check_in_person(attendance=made, by=officer, at=services_at)
    record = serve_person(attendance=made, by=officer, at=services_at)
    shown = signed_in(officer).get(reverse("consultations:consultation", args=[record.pk])).content.decode()

    for page in (ticket, shown):
        assert "Ada retak besar?" in page
        assert "Jangan tempati dahulu." in page
    assert "Are there large cracks? Yes" in mail.body
    assert "Do not live there." in mail.body


@pytest.mark.parametrize("door", ["one page", "waiting list"])
def test_answers_are_kept_through_the_other_forms_too(client, place, cracked, door):
    slot = served(place, ServiceChannel.OFFICE)
    name = "book_slot" if door == "one page" else "wait"

    sent = typed(consents="on", topic="desain", idempotency_key="satu")
    client.post(f"{reverse(f'consultations:{name}', args=[slot.pk])}?topic=desain&answers={cracked.pk}", sent)

    (kept,) = Attendance.objects.get().triage
    assert (kept["question"], kept["answer"], kept["advice"]) == ("Ada retak besar?", "Ya", "Jangan tempati dahulu.")


def test_the_summary_says_the_question_with_its_answer(client, place, cracked):
    slot = served(place, ServiceChannel.OFFICE)
    page = client.get(f"{reverse('consultations:book_slot', args=[slot.pk])}?topic=desain&answers={cracked.pk}")

    assert "Ada retak besar?" in page.content.decode()


# Moving


def test_a_booking_does_not_change_its_manner_unsaid(client, place):
    made = book(served(place, ServiceChannel.PHONE))
    visit = served(place, ServiceChannel.SITE_VISIT)

    with pytest.raises(ValidationError, match="Kunjungan lapangan"):
        services.move_booking(attendance=made, to_slot=visit, at=clinics.now())
    answer = client.post(
        f"/api/v1/bookings/{made.reference}/move/", {"phone": PHONE, "slot": visit.pk}, content_type="application/json"
    )

    assert answer.status_code == 400
    assert "Setujui perubahan caranya" in answer.json()["fields"]["channel"][0]
    made.refresh_from_db()
    assert made.slot.channel == ServiceChannel.PHONE


def test_it_changes_once_that_was_agreed_to(client, place):
    made, visit = book(served(place, ServiceChannel.PHONE)), served(place, ServiceChannel.SITE_VISIT)

    answer = client.post(
        f"/api/v1/bookings/{made.reference}/move/",
        {"phone": PHONE, "slot": visit.pk, "channel": "SITE_VISIT"},
        content_type="application/json",
    )

    assert answer.json()["slot"] == visit.pk


def test_the_page_shows_times_of_the_same_manner_and_names_another_one(client, place):
    starts_at = clinics.now() + timedelta(days=2)
    made = book(served(place, ServiceChannel.PHONE, starts_at))
    same, other = served(place, ServiceChannel.PHONE, starts_at), served(place, ServiceChannel.ONLINE, starts_at)
    shown = open_page(client, "move", made)
    asked = client.get(reverse("consultations:move", args=[made.reference]), {"channel": "ONLINE"}).content.decode()

    refused = client.post(reverse("consultations:move", args=[made.reference]), {"slot": other.pk})
    agreed = client.post(reverse("consultations:move", args=[made.reference]), {"slot": other.pk, "channel": "ONLINE"})

    assert f"slot={same.pk}" in shown
    assert f"slot={other.pk}" not in shown
    assert f"slot={other.pk}" in asked
    assert "Caranya berubah: sekarang “Telepon”" in asked
    assert refused.status_code == 422
    assert agreed.status_code == 302


def test_the_nearest_other_times_are_of_the_same_manner(place, topic):
    starts_at = clinics.now() + timedelta(days=2)
    slot, near, far = (
        served(place, channel, starts_at + timedelta(hours=hours))
        for channel, hours in ((ServiceChannel.PHONE, 0), (ServiceChannel.ONLINE, 1), (ServiceChannel.PHONE, 9))
    )

    assert offers.list_alternative_slots(slot, topic, clinics.now()) == [far]
    assert near.channel == ServiceChannel.ONLINE


# Where slots come from


def test_weekly_hours_give_their_link_to_each_slot(place):
    WeeklyHours.objects.create(
        place=place, weekday=1, opens_at="09:00", closes_at="10:00", channel=ServiceChannel.ONLINE, link=LINK,
        valid_from="2022-01-03", opens_days_before=14,
    )  # fmt: skip

    opened = agenda.open_slots(place=place, at=clinics.now())

    assert {(slot.channel, slot.link) for slot in opened} == {(ServiceChannel.ONLINE, LINK)}


@pytest.mark.parametrize("kind", ["OFFICE", "MPP", "POP_UP", "ONLINE"])
def test_whoever_walks_in_is_served_in_the_manner_of_the_place(place, topic, kind):
    place.kind, officer = kind, offices.officer(place.office)
    place.save()

    made = register_walk_in(place=place, topic=topic, name="Budi", by=officer, at=clinics.now())

    assert serve_person(attendance=made, by=officer, at=clinics.now()).channel == kind
