"""What somebody wants to say and what they need: kept with the attendance, seen on the ticket and at the counter."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.booking import services
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from krs_portal.offices.enums import Role
from tests.factories import clinics, consultations, offices, outbox
from tests.factories.booking import fill, hold, send

pytestmark = pytest.mark.django_db
WISH = "Dinding dapur retak sejak gempa."


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def slot(place):
    consultations.topic()
    return consultations.slot(place)


def test_wish_and_needs_are_asked_checked_and_kept(client, slot):
    token = hold(client, slot).url.split("/")[-2]

    check = fill(client, token, follow=True, wish=WISH, needs=["SIGN", "WHEELCHAIR"]).content.decode()
    assert WISH in check
    assert "Juru bahasa isyarat" in check
    again = client.get(reverse("consultations:person", args=[token])).content.decode()
    assert again.count("checked") == 4  # two needs, a channel and a language
    client.post(reverse("consultations:check", args=[token]), {"consents": "on"})

    made = Attendance.objects.get(state=AttendanceState.BOOKED)
    assert (made.wish, made.needs) == (WISH, ["SIGN", "WHEELCHAIR"])
    ticket = client.get(reverse("consultations:booked", args=[made.reference])).content.decode()
    assert WISH in ticket
    assert "Kursi roda" in ticket


def test_an_unknown_need_is_refused(client, slot):
    assert send(client, slot, needs=["PAYUNG"]).status_code == 422


def test_the_counter_and_the_record_see_them(signed_in, place):
    soon = consultations.slot(place, starts_at=clinics.now())
    coming = consultations.attendance(
        soon, AttendanceState.WAITING, wish=WISH, needs=["SIGN"], arrived_at=clinics.now(), queue_number=1
    )
    client = signed_in(offices.officer(place.office))

    desk = client.get(reverse("consultations:desk")).content.decode()
    record = client.post(reverse("consultations:call", args=[coming.pk]), follow=True).content.decode()

    for page in (desk, record):
        assert WISH in page
        assert "Juru bahasa isyarat" in page


def test_whoever_only_looks_on_at_the_counter_sees_neither(signed_in, place):
    soon = consultations.slot(place, starts_at=clinics.now())
    consultations.attendance(soon, AttendanceState.WAITING, wish=WISH, needs=["SIGN"], arrived_at=clinics.now())
    ministry = offices.directorate()
    page = signed_in(offices.member(Role.AUDITOR, ministry)).get(reverse("consultations:desk")).content.decode()

    assert WISH not in page


def test_the_api_takes_them(client, slot):
    asked = {
        "slot": slot.pk, "topic": "desain", "name": "Siti", "phone": "0812 3456 7890", "consent": True, "wish": WISH,
        "needs": ["HEARING"],
    }  # fmt: skip

    made = client.post("/api/v1/bookings/", asked, content_type="application/json")
    wrong = client.post("/api/v1/bookings/", asked | {"needs": ["PAYUNG"]}, content_type="application/json")

    assert (made.status_code, wrong.status_code) == (201, 400)
    assert Attendance.objects.get().needs == ["HEARING"]


def test_a_landline_is_promised_no_whatsapp(client, slot):
    token = hold(client, slot).url.split("/")[-2]

    landline = fill(client, token, follow=True, phone="(0341) 555 1234").content.decode()
    with_mail = fill(client, token, follow=True, phone="(0341) 555 1234", email="siti@uji.krs.test").content.decode()

    assert "bukan nomor seluler Indonesia" in landline
    assert "WhatsApp" not in landline.partition("Pesan dikirim ke")[2].partition("</dd>")[0]
    assert "Surel siti@uji.krs.test" in with_mail


@pytest.mark.parametrize("phone", ["(0341) 555 1234", "+1 415 555 2671"])
def test_no_message_leaves_for_a_number_that_cannot_take_it(slot, phone):
    services.book_seat(
        slot=slot, topic=consultations.topic(), at=clinics.now(), consents=True, name="Siti", phone=phone
    )

    assert list(outbox.written()) == []


def test_a_wish_has_a_length(slot):
    with pytest.raises(ValidationError):
        services.book_seat(
            slot=slot, topic=consultations.topic(), at=clinics.now(), consents=True, name="Siti",
            phone="0812 3456 7890", wish="x" * 501,
        )  # fmt: skip
