"""Every page that writes: sent twice it is done once, and nobody overwrites what they have not seen."""

import re

import pytest
from django.db import connection, transaction

from krs_portal.kit.models import Submission
from krs_portal.kit.submissions import FIELD
from tests.house.doors import DOORS, describe_error, undone
from tests.house.expected import walk_doors
from tests.house.pages import fill_form, find_form, read_page
from tests.house.writing import WRITINGS, build_address, prepare_writing, read_form, send_values
from tests.test_house import OURS, OWN_MODELS

pytestmark = pytest.mark.django_db

# What takes a POST and writes nothing: a search, a list, a page that shows the same whatever it is sent.
READING = {
    "api_docs", "clinics:dashboard", "clinics:periods", "clinics:public", "clinics:rows", "clinics:rows_csv",
    "clinics:targets", "consultations:counter_find", "consultations:enquiry",
    "consultations:home", "consultations:look_up", "consultations:manage", "consultations:people",
    "consultations:visitors", "healthz", "kit:gallery",
    "monitoring:desk", "monitoring:estate", "monitoring:estates", "monitoring:hand_overs", "monitoring:picture",
    "monitoring:problem", "monitoring:problems", "monitoring:round", "monitoring:round_participant",
    "monitoring:round_rows", "monitoring:rounds", "monitoring:units", "outbox:message",
    "outbox:messages", "readyz", "readyz_broker", "reports:verify",
}  # fmt: skip
# What is kept in the session or in a cookie of the browser alone.
KEPT_BY_THE_BROWSER = {"consultations:person", "rights:code", "rights:leave", "set_language"}
# Asked by a machine with a key of its own in each receipt; tests/outbox/test_receipts.py sends it twice.
BY_MACHINES = {"outbox:receive"}
# Sessions and factors stand in tables of allauth; tests/access/test_sessions.py ends them.
KEPT_BY_OTHERS = {"access:session_end", "access:sessions_end"}
# Each opening of a person's data is a line of its own in the trail; a token is shown by an answer that is kept nowhere.
SAID_EACH_TIME = {"access:token_new", "households-disclose", "monitoring:disclose", "monitoring:referral_file"}
# What makes something new each time it is meant: from two windows, two.
TWICE_IS_TWO = {
    "consultations-list", "consultations:desk", "consultations:hours", "consultations:new",
    "consultations:promise_new", "consultations:survey_tablet", "consultations:trials", "imports-list",
    "imports:upload", "meetings:decide", "meetings:plan", "monitoring:desk_decide", "monitoring:desk_problem",
    "monitoring:desk_remark", "monitoring:estate_new", "monitoring:member_new", "monitoring:objection",
    "monitoring:openings", "monitoring:problem_new", "monitoring:problem_note", "monitoring:referral_new",
    "problems-list", "rights:ask", "rights:breach_new",
}  # fmt: skip
COUNTED = [model for model in OWN_MODELS if model is not Submission]
# Of what makes something new: a field, and another word in it.
OTHER_WORDS = {
    "consultations-list": ("client_name", "Siti Lain"),
    "consultations:desk": ("name", "Siti Lain"),
    "consultations:new": ("client_name", "Siti Lain"),
    "consultations:promise_new": ("text", "Menelepon"),
    "consultations:trials": ("once_per", "PERSON"),
    "meetings:decide": ("text", "Diputuskan lain"),
    "meetings:plan": ("title", "Rapat lain"),
    "monitoring:desk_problem": ("title", "Masalah lain"),
    "monitoring:estate_new": ("name", "Rusunawa Lain"),
    "monitoring:member_new": ("name", "Siti Lain"),
    "monitoring:openings": ("reason", "Surat tugas 8"),
    "monitoring:problem_new": ("title", "Masalah lain"),
    "monitoring:problem_note": ("text", "Catatan lain"),
    "problems-list": ("title", "Masalah lain"),
    "targets-list": ("quantity", 10),
    "bookings-list": ("name", "Siti Lain"),
}
# Of what a form shows and two people change: the field, what one writes and what the other.
EDITED = {
    "consultations:assistance_correct": ("result", "Gambar satu", "Gambar dua"),
    "consultations:assistance_edit": ("plan", "Gambar denah", "Gambar tampak"),
    "consultations:assistance_improve": ("note", "Genteng baru", "Seng baru"),
    "consultations:assistance_visit_edit": ("finding", "Atap lepas", "Atap bocor"),
    "consultations:consultation": ("summary", "Bertanya", "Mengadu"),
    "consultations:correct": ("summary", "Bertanya", "Mengadu"),
    "consultations:evaluation_note": ("obstacles", "Banjir", "Gempa"),
    "consultations:house_edit": ("owner_name", "Slamet", "Tarno"),
    "consultations:priority": ("priority", "ELDERLY", "PREGNANT"),
    "consultations:person_edit": ("address", "Jl. Kenanga 1", "Jl. Mawar 2"),
    "consultations:promise_answer": ("answer", "Besok", "Lusa"),
    "consultations:session": ("note", "Bawa KTP", "Bawa KK"),
    "consultations:survey_comment": ("reply", "Kami pasang kipas.", "Kami pasang AC."),
    "meetings:answer": ("note", "Diwakili", "Terlambat"),
    "meetings:edit": ("title", "Rapat satu", "Rapat dua"),
    "meetings:move": ("place", "Pendopo", "Balai kota"),
    "meetings:write": ("text", "Disepakati", "Ditunda"),
    "monitoring:block_edit": ("floors", "2", "3"),
    "monitoring:desk_agree_problem": ("plan", "Pompa diganti", "Pompa dicuci"),
    "monitoring:desk_hours": ("minutes", "45", "30"),
    "monitoring:desk_minutes": ("text", "Disepakati", "Ditunda"),
    "monitoring:desk_room": ("name", "Ruang satu", "Ruang dua"),
    "monitoring:estate_edit": ("notes", "Dicat", "Dipagar"),
    "monitoring:facilities": ("water-note", "Keruh", "Jernih"),
    "monitoring:hand_over_edit": ("recipient", "Pemkot", "Pemkab"),
    "monitoring:household_edit": ("occupation", "Buruh", "Guru"),
    "monitoring:member_edit": ("name", "Siti", "Sita"),
    "monitoring:problem_edit": ("title", "Atap lepas", "Atap hilang"),
    "monitoring:profile": ("occupied", "70", "60"),
    "referrals:partner_edit": ("contact", "Bagian kredit", "Kepala cabang"),
    "referrals:programme_edit": ("offer", "Kredit", "Hibah"),
    "monitoring:referral_answer": ("note", "Menyusul", "Lengkap"),
    "monitoring:round_edit": ("name", "Putaran satu", "Putaran dua"),
    "monitoring:unit_edit": ("unit_type", "36", "45"),
    "reports:explain": ("r{reconciliation}-1-reference", "Salah jumlah dalam sumber", "Terbit dengan salah jumlah"),
}
# A stale saving is kept and settled on a page of its own.
SETTLED_LATER = {"monitoring:profile"}
# Whoever takes the other's words has nothing left to correct, and is told so.
NOTHING_LEFT = {"consultations:assistance_correct", "consultations:correct"}


def count_rows(models):
    """How many rows each table has, in one query."""
    named = [(model._meta.label, model._meta.db_table) for model in models]
    asked = [f"SELECT '{label}', count(*) FROM {table}" for label, table in named]  # noqa: S608 - our own tables
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return dict(cursor.fetchall())


def count_writes():
    """Rows of our tables that were inserted, changed or deleted in this transaction so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
            [[model._meta.db_table for model in OURS if model is not Submission]],
        )
        return cursor.fetchone()[0]


def describe_answer(answer):
    return answer.status_code, answer.headers.get("Location"), answer.content


def send(house, door, client, values, key=""):
    with transaction.atomic():
        return send_values(house, door, client, values, key)


def test_every_door_that_takes_a_post_is_walked_or_said_to_write_nothing():
    walked = WRITINGS.keys() | READING | KEPT_BY_THE_BROWSER | KEPT_BY_OTHERS | BY_MACHINES

    assert {door.name for door in DOORS.values() if door.takes_posts} == walked


@walk_doors("double post", [DOORS[name] for name in WRITINGS])
def test_what_is_sent_twice_is_done_once(house, door):
    """A double press, a slow answer, Enter twice, a program that tries again: the second gets the first's answer."""
    with undone():
        world, client, values = prepare_writing(house, door)
        values = {**read_form(world, door, client), **values}
        key = "" if FIELD in values else "satu"  # a program makes one up, and so do we for a button we did not look at
        before = count_writes()
        first = send(world, door, client, values, key)
        rows = count_rows(OWN_MODELS)

        second = send(world, door, client, values, key)

        assert first.status_code < 400, describe_error(first)
        assert count_writes() > before
        assert second.status_code < 500, describe_error(second)
        if door.name not in SAID_EACH_TIME:
            assert count_rows(OWN_MODELS) == rows
            assert describe_answer(second) == describe_answer(first)


@walk_doors("two windows", [DOORS[name] for name in WRITINGS if name not in TWICE_IS_TWO | SAID_EACH_TIME])
def test_what_is_sent_from_two_windows_changes_nothing_more(house, door):
    """Each window has a key of its own; what stands there already keeps the second from being done again."""
    with undone():
        world, client, values = prepare_writing(house, door)
        values = {**read_form(world, door, client), **values}
        assert send(world, door, client, values, "satu").status_code < 400
        rows = count_rows(COUNTED)

        second = send(world, door, client, values, "dua")

        assert second.status_code < 500, describe_error(second)
        assert count_rows(COUNTED) == rows


@walk_doors("other words", [DOORS[name] for name in OTHER_WORDS])
def test_a_key_that_was_used_for_other_words_is_refused_with_a_sentence(house, door):
    name, other = OTHER_WORDS[door.name]
    with undone():
        world, client, values = prepare_writing(house, door)
        values = {**read_form(world, door, client), **values}
        assert send(world, door, client, values, "satu").status_code < 400
        rows = count_rows(OWN_MODELS)

        second = send(world, door, client, values | {name: other}, "satu")

        assert (second.status_code, "sudah pernah dikirim dengan isian lain" in second.text) == (422, True)
        assert count_rows(OWN_MODELS) == rows
        assert "satu" not in re.findall(rf'name="{FIELD}" value="(\w+)"', second.text)


@walk_doors("stale version", [DOORS[name] for name in EDITED])
def test_nobody_overwrites_what_they_have_not_seen(house, door):
    """Two people open the same form; the second is shown both texts, keeps what they typed, and chooses."""
    name, one, other = EDITED[door.name]
    with undone():
        world, client, values = prepare_writing(house, door)
        name = name.format(**world.keys)
        opened = {**read_form(world, door, client), **values}
        assert send(world, door, client, opened | {name: one}).status_code < 400
        assert read_form(world, door, client)[name] == [one]

        answer = send(world, door, client, opened | {name: other}, "lain")

        assert answer.status_code < 500, describe_error(answer)
        assert read_form(world, door, client)[name] == [one]
        if door.name in SETTLED_LATER:
            return
        assert answer.status_code == 409
        again = {**fill_form(find_form(read_page(answer), build_address(world, door), build_address(world, door)))}
        assert again[name] == [other]
        assert send(world, door, client, {**again, **values, name: other}).status_code == 409
        for choice, kept in {"theirs": one, "mine": other}.items():
            with undone():
                chosen = send(world, door, client, {**again, **values, name: other, f"{name}-choice": choice})
                if kept == one and door.name in NOTHING_LEFT:
                    assert chosen.status_code == 422
                else:
                    assert chosen.status_code < 400, describe_error(chosen)
                assert read_form(world, door, client)[name] == [kept]


@walk_doors("edits without a version", [DOORS[name] for name in WRITINGS if not WRITINGS[name].is_json])
def test_a_form_that_shows_what_was_saved_carries_its_version(house, door):
    """What a form sent stands in the same form when it is opened again: then it edits, and says what it showed."""
    with undone():
        world, client, values = prepare_writing(house, door)
        before = read_form(world, door, client)
        sent = {**before, **values}
        answer = send(world, door, client, {name: value for name, value in sent.items() if name != "version"})
        after = read_form(world, door, client) if answer.status_code < 400 else {}

        edited = {name for name in after if sent.get(name) in (after[name], after[name][0]) and name in values}

        assert not {name for name in edited if after[name] != before.get(name)} or find_version(before)


def find_version(form):
    return [name for name in form if name.rsplit("-")[-1] in ("version", "base_version")]
