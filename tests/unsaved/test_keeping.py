"""What is written is kept under a person's name, encrypted, until it is saved, thrown away or too old."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from krs_portal.unsaved import services
from krs_portal.unsaved.jobs import forget_old_texts
from krs_portal.unsaved.models import UnsavedText
from tests.factories import meetings, offices

pytestmark = pytest.mark.django_db

AT = timezone.now()
HERE = "/rapat/1/notulen/"
SECRET = "Bapak Budi belum melunasi"


@pytest.fixture
def office():
    return meetings.province()


@pytest.fixture
def officer(office):
    return offices.head(office)


def keep(by, text=SECRET, key=None, address=HERE, at=AT):
    return services.keep_text(key=key or uuid.uuid4(), address=address, fields=[["text", text]], by=by, at=at)


def offered(by, address=HERE, at=AT):
    return [json.loads(each.sealed)[0][1] for each in services.list_offered_texts(address=address, by=by, at=at)]


def test_what_is_written_is_encrypted(officer):
    keep(officer)

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM unsaved_unsavedtext")
        assert SECRET not in cursor.fetchone()[0]
    assert offered(officer) == [SECRET]


def test_it_is_offered_to_its_writer_at_its_form_alone(officer, office):
    keep(officer)

    assert offered(offices.head(office)) == []
    assert offered(officer, "/rapat/2/notulen/") == []


def test_two_windows_of_one_form_do_not_overwrite_each_other(officer):
    keep(officer, "satu")
    keep(officer, "dua", at=AT + timedelta(seconds=1))

    assert offered(officer) == ["dua", "satu"]


def test_what_was_saved_is_not_brought_back_by_a_late_keeping(officer):
    text = keep(officer)
    services.end_text(key=text.key, by=officer, at=AT)

    with pytest.raises(ValidationError):
        keep(officer, key=text.key)
    assert offered(officer) == []


def test_nobody_keeps_or_ends_what_another_wrote(officer, office):
    text, other = keep(officer), offices.head(office)

    with pytest.raises(ValidationError):
        keep(other, "lain", key=text.key)
    services.end_text(key=text.key, by=other, at=AT)

    assert offered(officer) == [SECRET]


def test_the_oldest_of_many_goes(officer, monkeypatch):
    monkeypatch.setattr(services, "MOST", 2)
    for number in range(3):
        keep(officer, str(number), at=AT + timedelta(seconds=number))

    assert offered(officer) == ["2", "1"]


def test_it_is_forgotten_in_time(officer):
    keep(officer, at=AT - services.KEPT_FOR)
    ended = keep(officer, at=AT)
    services.end_text(key=ended.key, by=officer, at=AT - services.REMEMBERED_FOR)
    kept = keep(officer, at=AT)

    forget_old_texts()

    assert list(UnsavedText.objects.values_list("pk", flat=True)) == [kept.key]


def send(client, **values):
    fields = json.dumps([["text", SECRET]])
    return client.post(reverse("unsaved:keep"), {"key": uuid.uuid4(), "address": HERE, "fields_": fields} | values)


def test_the_script_keeps_offers_and_discards(client, officer):
    client.force_login(officer)
    key = uuid.uuid4()

    assert send(client, key=key).json()["said"].startswith("Disimpan sementara pukul")
    assert SECRET in client.get(reverse("unsaved:offer"), {"address": HERE}).content.decode()
    assert client.post(reverse("unsaved:discard"), {"key": key}).status_code == 204
    assert client.get(reverse("unsaved:offer"), {"address": HERE}).content.decode().strip() == ""
    assert send(client, key=key).status_code == 409


@pytest.mark.parametrize("fields", ["", "{", "[" * 20_000, "{}", "[1]", '[["a", 1]]', '[["a"]]', '[["a", "x", "y"]]'])
def test_what_the_script_does_not_send_is_refused(client, officer, fields):
    client.force_login(officer)

    assert send(client, fields_=fields).status_code == 422


def test_too_much_is_refused_with_a_sentence(client, officer):
    client.force_login(officer)

    answer = send(client, fields_=json.dumps([["text", "x" * services.LONGEST]]))

    assert (answer.status_code, bool(answer.json()["said"])) == (422, True)


def test_a_form_that_was_saved_ends_what_was_kept(client, office, officer):
    meeting = meetings.meeting(office, by=officer)
    client.force_login(officer)
    text = keep(officer, address=reverse("meetings:edit", args=[meeting.pk]))

    answer = client.post(reverse("meetings:edit", args=[meeting.pk]), {"title": "", "writing": text.key})
    assert (answer.status_code, UnsavedText.objects.get().is_ended) == (422, False)
    answer = client.post(reverse("meetings:edit", args=[meeting.pk]), {"title": "Rapat", "writing": text.key})

    assert (answer.status_code, UnsavedText.objects.get().is_ended) == (302, True)
