"""Rights from both doors: with a code, and in person with the ID seen."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.booking.enums import AttendanceState
from krs_portal.kit.clock import now
from krs_portal.kit.personal import ERASED
from krs_portal.offices.enums import Role
from krs_portal.outbox.models import Message
from krs_portal.rights import services
from krs_portal.rights.enums import Proof, RequestState, RightKind
from krs_portal.rights.models import DataRequest
from krs_portal.rights.subjects import find_subject
from tests.factories import clinics, consultations, offices
from tests.factories import monitoring as estates

pytestmark = pytest.mark.django_db

ASK, CODE, OWN = (reverse(f"rights:{name}") for name in ("ask", "code", "own"))
PHONE = "+6281234567890"


@pytest.fixture
def office():
    return offices.balai()


@pytest.fixture
def visit(office):
    """Siti Aminah came once, in a booking of her own."""
    person = consultations.person(office, phone=PHONE)
    slot = consultations.slot(clinics.place(office), seats=9)
    return consultations.attendance(slot, AttendanceState.DONE, person=person, wish="denah rumah")


def ask_code(client, visit, phone="0812 3456 7890"):
    answer = client.post(ASK, {"reference": visit.reference, "phone": phone})
    assert (answer.status_code, answer.get("Location")) == (302, CODE)
    letter = Message.objects.filter(kind="data-code").order_by("pk").last()
    return letter and re.search(r"sekali pakai Anda: (\w+)", letter.body)[1]


def prove(client, visit):
    code = ask_code(client, visit)
    assert client.post(CODE, {"code": code.lower()}).get("Location") == OWN


def test_a_code_opens_the_own_file_and_nothing_else_does(client, visit):
    assert client.get(OWN).get("Location") == ASK
    assert client.get(reverse("rights:own_json")).get("Location") == ASK

    prove(client, visit)
    told = json.loads(client.get(reverse("rights:own_json")).content)

    assert told["name"] == "Siti Aminah"
    assert told["data"]["Janji dan kedatangan"][0]["yang ingin disampaikan"] == "denah rumah"
    assert client.get(reverse("rights:own_pdf")).content.startswith(b"%PDF")
    assert "no-store" in client.get(OWN)["Cache-Control"]
    client.post(reverse("rights:leave"))
    assert client.get(OWN).get("Location") == ASK


def test_a_wrong_telephone_number_is_answered_alike_and_gets_no_code(client, visit):
    assert ask_code(client, visit, "0812 0000 0000") is None
    assert client.post(CODE, {"code": "ABCDEF"}).status_code == 422


def test_five_wrong_codes_close_it_and_a_code_opens_once(client, visit):
    code = ask_code(client, visit)
    for _try in range(5):
        assert client.post(CODE, {"code": "222222"}).status_code == 422
    assert client.post(CODE, {"code": code}).status_code == 422

    code = ask_code(client, visit)
    client.post(CODE, {"code": code})
    assert client.post(CODE, {"code": code}).status_code == 422


def test_codes_for_one_record_are_limited_however_often_browsers_change(client, visit, settings):
    settings.THROTTLE = True
    answers = [client.post(ASK, {"reference": visit.reference, "phone": PHONE}).status_code for _try in range(4)]

    assert answers == [302, 302, 302, 422]


def test_who_booked_for_somebody_else_does_not_open_that_persons_file(client, visit):
    visit.on_behalf_of = "Ibu Tuti"
    visit.save()

    prove(client, visit)

    assert "Data diri" not in json.loads(client.get(reverse("rights:own_json")).content)["data"]


def test_an_erasure_asked_by_code_is_carried_out_by_the_clinic_and_told(client, signed_in, office, visit):
    prove(client, visit)
    client.post(OWN, {"kind": RightKind.ERASURE, "words": "Tolong hapus"})
    asked = DataRequest.objects.get()
    assert (asked.proof, asked.due_at - asked.received_at) == (Proof.CODE, timedelta(hours=72))
    head = offices.head(office)
    signed_in(head)
    assert asked.number in client.get(reverse("rights:requests")).content.decode()

    client.post(reverse("rights:request", args=[asked.pk]), {"state": "DONE", "answer": "Sudah dihapus."})

    asked.refresh_from_db()
    visit.person.refresh_from_db()
    assert (asked.state, asked.answered_by, asked.words) == (RequestState.DONE, head, None)
    assert visit.person.name == ERASED
    last = Message.objects.filter(kind="data-request").order_by("pk").last()
    assert "sudah dipenuhi" in last.body
    assert last.recipient == PHONE  # still to be sent
    assert "sudah dihapus" in client.get(reverse("rights:request", args=[asked.pk])).content.decode()


def test_nobody_is_erased_while_something_still_runs(office, visit):
    visit.state = AttendanceState.WAITING
    visit.save()
    head, subject = offices.head(office), find_subject("person", str(visit.person_id))
    asked = services.ask_right(subject=subject, kind=RightKind.ERASURE, words="", by=head, at=now())

    with pytest.raises(ValidationError, match="Masih berjalan: janji"):
        services.answer_request(asked=asked, state="DONE", answer="", by=head, at=now())


def test_an_occupant_comes_in_person_and_the_officer_has_seen_the_id(client, signed_in):
    agency = estates.local(estates.province())
    home, operator = estates.household(estates.estate(agency)), estates.operator(agency)
    url = reverse("rights:record", args=["household", home.pk])
    signed_in(operator)
    assert client.post(url, {"kind": RightKind.ACCESS}).status_code == 422  # the ID was not seen

    client.post(url, {"kind": RightKind.ACCESS, "is_seen": "on"})

    asked = DataRequest.objects.get()
    assert (asked.proof, asked.received_by) == (Proof.ID_SEEN, operator)
    told = json.loads(client.get(reverse("rights:file_json", args=[asked.pk])).content)
    assert told["data"]["Rumah tangga"][0]["nama kepala keluarga"] == home.name
    signed_in(estates.operator(estates.local(agency.parent, "33.75", "Salatiga")))
    assert client.get(reverse("rights:request", args=[asked.pk])).status_code == 404
    assert client.get(url).status_code == 404


def test_a_refusal_needs_its_reason_and_is_said_once(client, signed_in, office, visit):
    head, subject = offices.head(office), find_subject("attendance", str(visit.pk))
    asked = services.ask_right(subject=subject, kind=RightKind.OBJECTION, words="", by=head, at=now())
    url = reverse("rights:request", args=[asked.pk])
    signed_in(head)

    assert client.post(url, {"state": "REFUSED"}).status_code == 422
    client.post(url, {"state": "REFUSED", "answer": "Tidak ada penilaian."})

    with pytest.raises(ValidationError, match="sudah dijawab"):
        services.answer_request(asked=asked, state="DONE", answer="", by=head, at=now())


def test_a_breach_runs_against_its_clock_until_both_are_told(client, signed_in):
    admin = offices.member(Role.ADMIN, offices.directorate())
    told = {
        "title": "Laptop hilang", "found_at": (now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"), "people": "3",
        "story": "Tertinggal di kereta.", "exposed": "Nama dan telepon.", "handling": "Kata sandi diganti.",
    }  # fmt: skip
    signed_in(admin)
    url = client.post(reverse("rights:breach_new"), told)["Location"]
    assert "Sisa " in client.get(url).content.decode()

    for whom in ("authority", "people"):
        client.post(f"{url}{whom}/")

    assert "Sudah diberitahukan" in client.get(reverse("rights:breaches")).content.decode()
