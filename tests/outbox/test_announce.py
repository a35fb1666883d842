"""What happened is one row at first; workers put it into words, once, whatever becomes of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from krs_portal.kit.about import About
from krs_portal.outbox import jobs, kinds, services, tasks
from krs_portal.outbox.enums import PAUSES, Channel
from krs_portal.outbox.models import Announcement, Message
from krs_portal.outbox.writing import OutgoingLetter, Recipient
from tests.factories import offices

pytestmark = pytest.mark.django_db
BOOKING = About("janji", "KRS-ABC2345")


def letters_told(announced, at):
    return [
        OutgoingLetter(
            kind="trial",
            event_key=f"trial:{announced.about_key}:{announced.sequence}",
            to=Recipient("siti@uji.krs.test"),
            channel=Channel.EMAIL,
            context={"at": at},
        )
    ]


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    known = kinds.MessageKind("trial", "Percobaan", frozenset(Channel), letters=letters_told)
    monkeypatch.setitem(kinds.MESSAGE_KINDS._items, "trial", known)


def announce(sequence=0, **fields):
    services.announce_change(**{"kind": "trial", "about": BOOKING, "sequence": sequence, "at": timezone.now()} | fields)


def test_what_is_announced_is_written_once_and_leaves(asked, django_capture_on_commit_callbacks):
    announce()

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            tasks.write_due_announcements()

    (message,) = Message.objects.all()
    assert asked == [message.pk]
    assert not Announcement.objects.exists()


def test_a_change_is_announced_once_however_often_it_is_said():
    for _ in range(2):
        announce()

    assert Announcement.objects.count() == 1
    with pytest.raises(IntegrityError, match="outbox_announced_once"), transaction.atomic():
        Announcement.objects.create(
            kind="trial", about_kind=BOOKING.kind, about_key=BOOKING.key, announced_at=timezone.now()
        )


def test_many_announcements_ask_the_workers_once_in_a_while(looks, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for sequence in range(20):
            announce(sequence)

    assert looks == [services.SOON]
    monkeypatch.setattr(services, "_asked_at", services.monotonic() - services.SOON)
    with django_capture_on_commit_callbacks(execute=True):
        announce(20)
    assert len(looks) == 2


def test_what_nobody_was_asked_to_write_the_next_look_finds(looks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        jobs.queue_due_messages()
    assert looks == []

    announce()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.queue_due_messages()

    assert looks == [services.SOON]


def test_what_cannot_be_written_waits_and_says_why(signed_in, monkeypatch):
    office = offices.balai()
    announce(office=office)

    def broken(announced, at):
        raise LookupError("no words")

    kind = kinds.MessageKind("trial", "x", frozenset(Channel), letters=broken)
    monkeypatch.setitem(kinds.MESSAGE_KINDS._items, "trial", kind)
    tasks.write_due_announcements()

    (announced,) = Announcement.objects.all()
    assert (announced.attempts, announced.last_error) == (1, "LookupError: no words")
    assert not Announcement.objects.due(timezone.now()).exists()
    assert Announcement.objects.due(timezone.now() + PAUSES[0]).exists()
    shown = signed_in(offices.officer(office)).get("/pesan/").content.decode()
    assert "Menunggu ditulis" in shown
    assert "no words" in shown


def test_one_that_cannot_be_written_stands_in_nobodys_way(monkeypatch):
    announce(0, about=About("janji", "KRS-RUSAK22"))
    announce(1)

    def picky(announced, at):
        return letters_told(announced, at) if announced.sequence else 1 / 0

    kind = kinds.MessageKind("trial", "x", frozenset(Channel), letters=picky)
    monkeypatch.setitem(kinds.MESSAGE_KINDS._items, "trial", kind)
    tasks.write_due_announcements()

    assert [announced.sequence for announced in Announcement.objects.all()] == [0]


def test_a_worker_that_dies_has_written_nothing(monkeypatch):
    announce()

    def dies(letters, *, at):
        tasks_write(letters, at=at)
        raise KeyboardInterrupt

    tasks_write = tasks.write_messages
    monkeypatch.setattr(tasks, "write_messages", dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        tasks.write_due_announcements()
    assert not Message.objects.exists()
    monkeypatch.setattr(tasks, "write_messages", tasks_write)
    tasks.write_due_announcements()

    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_writes_is_left_to_it():
    announce()
    (announced,) = Announcement.objects.all()

    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM outbox_announcement FOR UPDATE")
        assert tasks.write_announcement(announced.pk, timezone.now()) == []
        other.rollback()
    finally:
        other.close()

    assert len(tasks.write_announcement(announced.pk, timezone.now())) == 1


def test_what_is_taken_back_is_never_written():
    announce()
    announce(about=About("janji", "KRS-LAIN222"))

    services.cancel_messages_about(BOOKING, at=timezone.now())
    tasks.write_due_announcements()

    assert [message.event_key for message in Message.objects.all()] == ["trial:KRS-LAIN222:0"]


@pytest.mark.parametrize(
    ("narrowed", "seen"),
    [
        ("", True),
        ("?state=QUEUED&kind=trial&about=KRS-ABC2345", True),
        ("?state=FAILED", False),
        ("?channel=SMS", False),
        ("?about=KRS-LAIN222", False),
    ],
)
def test_staff_of_the_office_see_what_is_still_to_be_written(signed_in, narrowed, seen):
    office = offices.balai()
    announce(office=office)

    shown = signed_in(offices.officer(office)).get(f"/pesan/{narrowed}").content.decode()

    assert ("Menunggu ditulis" in shown) is seen
    assert "Menunggu ditulis" not in signed_in(offices.officer(offices.balai())).get("/pesan/").content.decode()


def test_a_kind_that_gives_no_letters_is_not_announced(monkeypatch):
    monkeypatch.setitem(kinds.MESSAGE_KINDS._items, "trial", kinds.MessageKind("trial", "x", frozenset(Channel)))
    announce(at=timezone.now() - timedelta(days=1))

    tasks.write_due_announcements()

    assert "written at once" in Announcement.objects.get().last_error
