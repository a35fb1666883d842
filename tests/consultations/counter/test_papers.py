"""What the counter puts on paper: the number that somebody takes along, and the people of a day."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from consultations.booking.enums import AttendanceState
from consultations.counter import services
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def counter(signed_in, place):
    return signed_in(offices.officer(place.office))


def walk_in(place, name, **told):
    by = offices.officer(place.office)
    return services.register_walk_in(
        place=place, topic=consultations.topic(), name=name, by=by, at=timezone.now(), **told
    )


def read_pdf(answer):
    assert answer.status_code == 200, answer.content.decode()
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_whoever_is_registered_takes_their_number_along_on_paper(counter, place):
    desk = reverse("consultations:desk")
    told = {"name": "Ayu Lestari", "topic": consultations.topic().pk, "party_size": 1, "phone": "0812 3456 7890"}
    page = counter.post(f"{desk}?place={place.pk}", told, follow=True)
    made = place.slots.get().attendances.get()
    url = reverse("consultations:number", args=[made.pk])
    assert f'<a href="{url}">Cetak nomor</a>' in page.content.decode()

    slip = counter.get(url)

    text = read_pdf(slip)
    assert f"Nomor antrean {made.queue_number}" in text
    assert made.reference in text
    assert "Ayu" not in text
    with pikepdf.open(io.BytesIO(slip.content)) as document:
        width = float(document.pages[0].mediabox[2]) / 72 * 25.4
        assert (len(document.pages), round(width)) == (1, 80)


def test_without_a_telephone_number_the_slip_has_no_code_to_scan(counter, place):
    text = read_pdf(counter.get(reverse("consultations:number", args=[walk_in(place, "Budi").pk])))

    assert "Pindai" not in text


def test_the_day_is_printed_with_everybody_and_room_to_write(counter, place):
    walk_in(place, "Ayu Menunggu")
    served = walk_in(place, "Budi Dilayani")
    services.serve_person(attendance=served, by=offices.officer(place.office), at=timezone.now())
    left = walk_in(place, "Citra Pergi")
    services.mark_left(attendance=left, by=offices.officer(place.office), at=timezone.now())
    slot = consultations.slot(place, starts_at=timezone.now())
    booked = consultations.attendance(slot, name="Dewi Berjanji", booked_on=slot.day)
    missed = consultations.slot(place, starts_at=timezone.now())
    consultations.attendance(missed, AttendanceState.NO_SHOW, name="Eka Alpa", phone="+628120000001")

    page = counter.get(reverse("consultations:desk"))
    url = f"{reverse('consultations:day_list', args=[place.pk])}?day={slot.day}"
    text = read_pdf(counter.get(url))

    assert url in page.content.decode()
    for said in ("Ayu Menunggu", "Budi Dilayani", "Citra Pergi", "Dewi Berjanji", "Eka Alpa", booked.reference):
        assert said in text, said
    assert counter.get(f"{url[:-10]}9999-12-31").status_code == 400
