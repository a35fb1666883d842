"""Reference data: each item is put in once; what people made of it since then stays."""

import io
from datetime import date
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection

from krs_portal.kit import jobs
from krs_portal.kit.loading import load_references, open_loading
from krs_portal.kit.models import ReferenceItem
from krs_portal.kit.reference import Reference

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)


class Shelf:
    """A part of some room: makes each of its things, unless it is there."""

    def __init__(self, *things, is_yearly=False):
        self.things, self.there, self.days = list(things), [], []
        self.reference = Reference("things", self.load, is_yearly=is_yearly)

    def load(self, loading, day):
        self.days.append(day)
        for thing in self.things:
            loading.put_once("things", thing, lambda thing=thing: self.make(thing))

    def make(self, thing):
        is_new = thing not in self.there
        if is_new:
            self.there.append(thing)
        return is_new


def load(shelf):
    return dict(load_references([shelf.reference], DAY))


def test_everything_is_put_in_once():
    shelf = Shelf("a", "b")

    assert load(shelf) == {"things": 2}
    assert load(shelf) == {}
    assert shelf.there == ["a", "b"]
    assert shelf.days == [DAY, DAY]


def test_what_was_deleted_does_not_come_back():
    shelf = Shelf("a", "b")
    load(shelf)
    shelf.there.remove("a")

    load(shelf)

    assert shelf.there == ["b"]


def test_what_a_new_version_brings_is_added():
    shelf = Shelf("a")
    load(shelf)
    shelf.things.append("b")

    assert load(shelf) == {"things": 1}


def test_what_people_had_already_is_not_counted_as_made_and_stays_theirs():
    shelf = Shelf("a")
    shelf.there.append("a")

    assert load(shelf) == {}
    shelf.there.remove("a")
    assert load(shelf) == {}
    assert shelf.there == []


def test_what_its_source_withdrew_may_come_again():
    shelf = Shelf("a")
    load(shelf)
    with open_loading() as loading:
        known = loading.keys_of("things")
        loading.forget("things", "a")
    shelf.there.clear()

    assert known == ["a"]
    assert load(shelf) == {"things": 1}


def test_a_loading_that_fails_is_not_remembered():
    def fail(loading, day):
        loading.put_once("things", "a", lambda: True)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        load_references([Reference("things", fail)], DAY)

    assert not ReferenceItem.objects.exists()


def test_the_job_loads_only_what_years_bring(monkeypatch):
    yearly, other = Shelf("a", is_yearly=True), Shelf("b")
    monkeypatch.setattr(jobs, "references", [other.reference, yearly.reference])

    jobs.renew_references()

    assert (yearly.there, other.there) == (["a"], [])


@pytest.mark.django_db(transaction=True)
def test_two_who_load_at_once_put_in_each_item_once():
    """Two starts at a time: the second waits for the first and finds everything there."""
    made = []

    def load_slowly():
        def part(loading, day):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")
            loading.put_once("things", "a", lambda: made.append("a") is None)

        load_references([Reference("things", part)], DAY)
        connection.close()

    threads = [Thread(target=load_slowly) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == ["a"]


def load_everything():
    said = io.StringIO()
    call_command("load_reference", stdout=said)
    return said.getvalue()


def test_the_command_says_what_it_made_and_a_second_time_makes_nothing():
    said = load_everything()

    assert "12 indicators, 10 counting rules" in said
    assert load_everything() == "Reference data: nothing was missing\n"


def test_a_start_that_has_nothing_to_load_asks_little(django_assert_max_num_queries):
    load_everything()

    with django_assert_max_num_queries(12):
        load_everything()
