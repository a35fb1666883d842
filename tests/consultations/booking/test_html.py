"""Every page of booking, in every state, is well-formed HTML: all go through html-validate in one run of node."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.triage import TriageChoice, TriageQuestion
from tests.factories import clinics, consultations, offices
from tests.factories.booking import PHONE, fill, hold, send, typed

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)
CHECKER = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"


@pytest.fixture
def place():
    return clinics.place(offices.balai("JAW3"))


@pytest.fixture
def pages(tmp_path):
    """Keeps the pages of a test under their names."""

    def keep(name, answer, status=200):
        assert answer.status_code == status, name
        (tmp_path / f"{name}.html").write_bytes(answer.content)
        return answer

    keep.folder = tmp_path
    return keep


def way(client, **chosen):
    return client.get(reverse("consultations:book"), {"topic": "desain", **chosen})


def walk_to_a_time(client, place, pages):
    """Topic, question, clinic, manner, time."""
    question = TriageQuestion.objects.create(topic=consultations.topic(), text="Rumah baru?", position=1)
    yes = TriageChoice.objects.create(question=question, text="Ya", advice="Bawa denah tanah.")
    pages("topic", client.get(reverse("consultations:book")))
    pages("question", way(client))
    answered = {"answers": f"{yes.pk}"}
    pages("office", way(client, **answered))
    pages("office-not-found", way(client, **answered, region="atlantis"))
    pages("nothing-free", way(client, **answered, place=place.pk, channel="OFFICE"))
    pages("manner-nothing", way(client, **answered, office=place.office.code))
    consultations.attendance(consultations.slot(place))
    consultations.slot(place)
    session = consultations.slot(place, seats=20, kind=SlotKind.GROUP)
    Slot.objects.filter(pk=session.pk).update(title="Membaca RAB", channel="OUTREACH")
    pages("manner", way(client, **answered, office=place.office.code))
    for channel in ("OFFICE", "OUTREACH"):
        pages(f"time-{channel}", way(client, **answered, place=place.pk, channel=channel))
    return session


def look_at_the_times(client, session, pages):
    """One time by its own address: free, full, closed; and the waiting list."""
    full, free = Slot.objects.filter(kind=SlotKind.INDIVIDUAL).order_by("pk")
    for name, slot in (("full", full), ("free", free), ("session", session)):
        address = reverse("consultations:book_slot", args=[slot.pk])
        pages(f"slot-{name}", client.get(address, {"topic": "desain"}))
        pages(f"slot-{name}-without-topic", client.get(address))
    pages("slot-taken", hold(client, full), 422)
    Slot.objects.filter(pk=free.pk).update(registration_ends_at=clinics.now() - timedelta(minutes=1))
    pages("slot-closed", client.get(reverse("consultations:book_slot", args=[free.pk])))
    wait = f"{reverse('consultations:wait', args=[full.pk])}?topic=desain"
    pages("wait", client.get(wait))
    pages("wait-wrong", client.post(wait, typed(name="", consents="")), 422)


def book(client, place, pages):
    """Who comes, everything once more, and a seat that was held too long."""
    slot, session = consultations.slot(place), consultations.slot(place, seats=20, kind=SlotKind.GROUP)
    consultations.topic()
    for name, of in (("one", slot), ("group", session)):
        token = hold(client, of, token=name[0].encode().hex() * 16).url.split("/")[-2]
        person, check = (reverse(f"consultations:{page}", args=[token]) for page in ("person", "check"))
        pages(f"person-{name}", client.get(person))
        pages(f"person-{name}-wrong", fill(client, token, name="", phone="12", contact_by="EMAIL"), 422)
        fill(client, token)
        pages(f"check-{name}", client.get(check))
        pages(f"check-{name}-without-consent", client.post(check, {"consents": ""}), 422)
    consultations.slot(place)
    Attendance.objects.filter(slot=slot).update(hold_ends_at=clinics.now() - timedelta(minutes=1))
    pages("person-too-late", client.get(reverse("consultations:person", args=["6f" * 16])))
    pages("check-too-late", client.get(reverse("consultations:check", args=["6f" * 16])))


def look_after_the_booking(client, place, pages):
    """The ticket, and what can be done with it."""
    slot = consultations.slot(place)
    pages("ticket", client.get(send(client, slot).url))
    mine = Attendance.objects.get(slot=slot)
    look_up = reverse("consultations:look_up")
    pages("move-nothing", client.get(reverse("consultations:move", args=[mine.reference])))
    consultations.slot(place)
    for name in ("manage", "move", "cancel"):
        pages(name, client.get(reverse(f"consultations:{name}", args=[mine.reference])))
    soon = clinics.now() + timedelta(minutes=30)
    for state in (AttendanceState.DONE, AttendanceState.CANCELLED, AttendanceState.WAITLISTED, AttendanceState.OFFERED):
        ends_at = soon if state == AttendanceState.OFFERED else None
        Attendance.objects.filter(pk=mine.pk).update(state=state, hold_ends_at=ends_at)
        for name in ("manage", "move", "cancel"):
            pages(f"{name}-{state}", client.get(reverse(f"consultations:{name}", args=[mine.reference])))
    pages("swap", client.get(reverse("consultations:swap", args=[mine.reference])))
    pages("swap-wrong", client.post(reverse("consultations:swap", args=[mine.reference]), {"reference": ""}), 422)
    Attendance.objects.filter(pk=mine.pk).update(state=AttendanceState.EXPIRED, hold_ends_at=None)
    pages("manage-lapsed", client.get(reverse("consultations:manage", args=[mine.reference])))
    pages("look-up", client.get(look_up))
    pages("look-up-wrong", client.post(look_up, {"reference": "KRS-2222222", "phone": PHONE}), 422)
    pages("look-up-unread", client.post(look_up, {"reference": "", "phone": "12"}), 422)
    pages("home", client.get("/"))
    here = {"topic": "desain", "place": place.pk, "channel": "OFFICE"}
    pages("month", client.get(reverse("consultations:book"), here | {"view": "month"}))
    pages("save-way", client.get(reverse("consultations:save_way"), here))
    pages("how-tos", client.get(reverse("consultations:how_tos")))
    HowTo.objects.create(topic=mine.topic, question="Mulai dari mana?", steps="Ukur lahan.\nFoto lahan.")
    pages("how-tos-written", client.get(reverse("consultations:how_tos")))
    pages("how-to", client.get(reverse("consultations:how_to", args=[mine.topic.code])))
    pages("home-found", client.get("/", {"region": "jawa"}))


def test_every_page_of_booking_is_valid_html(client, place, pages):
    session = walk_to_a_time(client, place, pages)
    look_at_the_times(client, session, pages)
    book(client, place, pages)
    look_after_the_booking(client, place, pages)

    assert faults(pages.folder) == []


def faults(folder):
    """What html-validate says, as page, line, rule and sentence."""
    node = shutil.which("node")
    if node is None or not CHECKER.exists():
        pytest.skip("HTML IS NOT CHECKED: node and node_modules/html-validate are needed (npm ci)")
    told = folder / "told.json"
    command = [
        node,
        CHECKER,
        "--config",
        ROOT / "htmlvalidate.config.mjs",
        "--formatter",
        f"json={told}",
        f"{folder}/*.html",
    ]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert said.returncode in (0, 1), said.stderr
    return [
        f"{Path(page['filePath']).stem}:{fault['line']} {fault['ruleId']}: {fault['message']}"
        for page in json.loads(told.read_text())
        for fault in page["messages"]
    ]
