"""What has begun is not cancelled or moved any more: by page, form, API or service."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.booking import services
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Slot
from krs_portal.outbox.models import Announcement
from tests.factories import clinics, consultations, offices
from tests.factories.booking import PHONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture(params=[timedelta(minutes=1), timedelta(hours=26)])
def missed(place, request):
    """Booked, and its time began a while ago."""
    began = clinics.now() - request.param
    return consultations.attendance(consultations.slot(place, starts_at=began))


@pytest.fixture
def known(client, missed):
    client.post(reverse("consultations:look_up"), {"reference": missed.reference, "phone": PHONE})
    return client


@pytest.mark.parametrize("state", [AttendanceState.BOOKED, AttendanceState.WAITLISTED])
def test_the_service_refuses(missed, place, state):
    missed.state = state
    missed.save()

    with pytest.raises(ValidationError, match="sudah lewat"):
        services.cancel_booking(attendance=missed, at=clinics.now())
    missed.state = AttendanceState.BOOKED
    missed.save()
    with pytest.raises(ValidationError, match="sudah lewat"):
        services.move_booking(attendance=missed, to_slot=consultations.slot(place), at=clinics.now())


@pytest.mark.parametrize("name", ["cancel", "move"])
def test_the_page_says_so_and_has_no_form(known, missed, name):
    page = known.get(reverse(f"consultations:{name}", args=[missed.reference])).content.decode()

    assert "sudah lewat" in page
    assert page.count('method="post"') == 1  # the language


@pytest.mark.parametrize("name", ["cancel", "move"])
def test_the_form_changes_nothing_and_nobody_is_told(known, missed, place, name):
    other = consultations.slot(place)

    known.post(reverse(f"consultations:{name}", args=[missed.reference]), {"slot": other.pk})

    missed.refresh_from_db()
    assert (missed.state, missed.slot_id) == (AttendanceState.BOOKED, missed.slot.pk)
    assert Slot.objects.get(pk=other.pk).seats_taken == 0
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("name", ["cancel", "move"])
def test_the_api_refuses(client, missed, place, name):
    answer = client.post(
        f"/api/v1/bookings/{missed.reference}/{name}/",
        {"phone": PHONE, "slot": consultations.slot(place).pk},
        content_type="application/json",
    )

    assert answer.status_code == 400
    assert "sudah lewat" in answer.json()["title"]
    assert not Announcement.objects.exists()
