"""Whoever comes is known: found while typing, one person however often they come, merged and parted again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter import services as counter_services
from consultations.counter.models import Consultation
from consultations.people import services
from consultations.people.errands import list_errands
from consultations.people.lookalikes import Sought, answers_to, find_doubles, find_lookalikes
from consultations.people.models.person import Person
from consultations.people.names import build_name_key, normalise_name, sketch_word
from tests.factories import clinics, consultations, offices

COUNTER = "/meja/"
NIK = "3374014501800001"  # of a woman born on 5 January 1980
MOBILE, LANDLINE = "+6281234567890", "+62243541234"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Bpk. Agus  Setiawan", "agus setiawan"), ("Hj. SITI Ma'rufah", "siti marufah"), ("José", "jose"),
        ("Ibu", "ibu"), ("", ""), ("H. M. Yusuf, S.T.", "m yusuf s t"),
    ],
)  # fmt: skip
def test_the_normal_form_of_a_name(written, normal):
    assert normalise_name(written) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("susanto", "soesanta"), ("muhammad", "mohamad"), ("achmad", "ahmad"), ("setiawan", "setyawan"),
        ("nurjanah", "nurdjannah"), ("yusuf", "jusup"), ("fitri", "pitri"),
    ],
)  # fmt: skip
def test_what_is_misspelled_is_sketched_alike(one, other):
    same = sketch_word(one) == sketch_word(other)

    assert same == ((one, other) != ("yusuf", "jusup"))  # j for y at the beginning is another name as often


@given(st.text(max_size=150))
def test_a_name_of_any_signs_has_a_key_that_is_its_own_again(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text) or len(normalise_name(text).split()) > 1
    assert len(build_name_key(text)) <= 280


@pytest.fixture
def balai(db):
    return offices.balai("JAW3")


@pytest.fixture
def place(balai):
    return clinics.place(balai)


@pytest.fixture
def officer(balai, place):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


person = consultations.person


def typed(**changes):
    return {"name": "Siti Aminah", "topic": consultations.topic().pk, "party_size": "1"} | changes


def found(office, **words):
    return [
        (alike.person.name, alike.reasons)
        for alike in find_lookalikes(Person.objects.known_to([office]), Sought.read(**words))
    ]


def receive(office, name="Siti Aminah", phone="", nik="", **options):
    return services.receive_person(office=office, told=services.Told(name, phone, nik), at=clinics.now(), **options)


@pytest.mark.parametrize(
    "words", [{"name": "sit"}, {"name": "aminah"}, {"name": "aminah siti"}, {"name": "Sity Amina"},
              {"phone": "0812 3456 7890"}, {"phone": "081234"}, {"nik": NIK}],
)  # fmt: skip
def test_a_person_is_found_by_what_is_typed(balai, words):
    person(balai, nik=NIK, phone=MOBILE)
    person(balai, "Budi Santoso", phone="+6281999999999")

    assert [name for name, _reasons in found(balai, **words)] == ["Siti Aminah"]


@pytest.mark.parametrize(
    "words", [{"name": "s"}, {"name": "\0siti"}, {"name": "%%"}, {"phone": "0812"}, {"nik": "33"}, {}]
)
def test_what_says_too_little_finds_nobody(balai, words):
    person(balai, nik=NIK, phone=MOBILE)

    assert found(balai, **words) == []


def test_a_familys_landline_is_no_duplicate_and_a_shared_mobile_is_said(balai):
    person(balai, "Budi Santoso", phone=LANDLINE)
    person(balai, "Slamet", phone=MOBILE)

    assert found(balai, name="Dewi Lestari", phone=LANDLINE) == []
    assert found(balai, name="Dewi Lestari", phone=MOBILE) == [("Slamet", ["telepon sama, nama lain"])]
    assert found(balai, phone=LANDLINE) == [("Budi Santoso", ["telepon sama"])]


def test_people_of_other_offices_are_nobody_here(balai, counter, signed_in):
    known = person(balai, nik=NIK)
    other = offices.balai("JAW4")

    assert "Siti Aminah" in counter.post(reverse("consultations:people"), {"q": NIK}).text
    stranger = signed_in(offices.officer(other))
    assert stranger.get(reverse("consultations:person_page", args=[known.pk])).status_code == 404
    assert "Siti Aminah" not in stranger.post(reverse("consultations:people"), {"q": "Siti"}).text
    assert receive(other, nik=NIK) != known


def test_no_nik_stands_in_an_address(counter, place, balai):
    person(balai, nik=NIK)

    assert counter.get(reverse("consultations:people"), {"q": NIK}).status_code == 400
    assert counter.get(reverse("consultations:visitors", args=[place.pk]), {"nik": NIK}).status_code == 405


def test_who_came_before_is_shown_while_typing_with_what_is_open(counter, place, balai, officer):
    known = person(balai, phone=MOBILE)
    consultations.consultation(balai, officer, person=known)

    part = counter.post(reverse("consultations:visitors", args=[place.pk]), {"name": "siti"}).text

    assert f'value="{known.pk}"' in part
    assert "Berjalan" in part
    assert 'data-shortcut="Digit1"' in part
    assert "visitors" not in counter.post(reverse("consultations:visitors", args=[place.pk]), {"name": ""}).text


def test_without_a_script_one_looks_first_and_what_was_typed_stays(counter, balai):
    known = person(balai, phone=MOBILE)

    page = counter.post(COUNTER, typed(name="sity aminah", look="1"))

    assert page.status_code == 200
    assert f'value="{known.pk}"' in page.text
    assert 'value="sity aminah"' in page.text
    assert not Attendance.objects.exists()


def test_who_is_chosen_is_registered_under_their_own_name_and_number(counter, balai):
    known = person(balai, nik=NIK, phone=MOBILE)

    counter.post(COUNTER, typed(name="sit", person_choice=known.pk))

    made = Attendance.objects.get()
    assert (made.person, made.name, made.phone, made.nik_ciphertext) == (known, "Siti Aminah", MOBILE, NIK)


def test_the_same_nik_or_the_same_telephone_and_name_is_the_same_person(balai):
    first = receive(balai, "Ibu Siti Aminah", MOBILE)

    assert receive(balai, "SITI AMINAH", MOBILE, NIK) == first  # who had no NIK has one now
    assert receive(balai, "S. Aminah", "", NIK) == first
    assert receive(balai, "Siti Aminah", "+6281999999999") != first
    assert receive(balai, "Siti Aminah", MOBILE, is_new=True) != first
    assert receive(balai, "Siti Aminah") != receive(balai, "Siti Aminah")


def test_another_nik_is_another_person_though_name_and_telephone_are_the_same(balai):
    assert receive(balai, phone=MOBILE, nik=NIK) != receive(balai, phone=MOBILE, nik="3374014501800002")


def test_a_nik_under_another_name_is_asked_about(counter, balai):
    known = person(balai, "Budi Santoso", nik="3374010501800001")

    answer = counter.post(COUNTER, typed(nik="3374010501800001"))
    anew = counter.post(COUNTER, typed(nik="3374010501800001", person_choice="new"))
    chosen = counter.post(COUNTER, typed(nik="3374010501800001", person_choice=known.pk))

    assert "NIK ini tercatat atas nama Budi Santoso" in answer.text
    assert f'value="{known.pk}"' in answer.text
    assert (answer.status_code, anew.status_code, chosen.status_code) == (422, 422, 302)


def test_a_chosen_person_keeps_the_nik_that_is_known(counter, balai):
    known = person(balai, nik=NIK)

    answer = counter.post(COUNTER, typed(nik="3374014501800002", person_choice=known.pk))

    assert answer.status_code == 422
    assert "tercatat dengan NIK 3374********0001" in answer.text


@pytest.mark.parametrize("choice", ["0", "x", "9" * 40, "-1", "999999"])
def test_a_choice_of_nobody_is_no_choice(counter, choice):
    assert counter.post(COUNTER, typed(person_choice=choice)).status_code == 302
    assert Attendance.objects.get().person.name == "Siti Aminah"


def test_who_is_expected_today_is_offered_to_be_checked_in(counter, place, balai):
    booked = consultations.attendance(consultations.slot(place, starts_at=clinics.now()))

    part = counter.post(reverse("consultations:visitors", args=[place.pk]), {"name": "siti am"}).text

    assert "Punya janji hari ini" in part
    assert reverse("consultations:check_in", args=[booked.pk]) in part


def test_whoever_is_checked_in_becomes_a_person_and_their_record_is_theirs(place, officer, balai):
    known = person(balai, phone=MOBILE)
    booked = consultations.attendance(consultations.slot(place, starts_at=clinics.now()), on_behalf_of="Budi Santoso")

    coming = counter_services.check_in_person(attendance=booked, by=officer, at=clinics.now())
    record = counter_services.serve_person(attendance=coming, by=officer, at=clinics.now())

    assert coming.person == record.person != known  # it was booked for somebody else
    assert coming.person.name == "Budi Santoso"


def merged(kept, other, by):
    return services.merge_people(kept=kept, other=other, by=by, at=clinics.now())


def test_a_merge_shows_both_moves_nothing_and_is_undone(balai, officer):
    kept, other = person(balai, phone=MOBILE), person(balai, "Sity Amina", nik=NIK)
    visit = consultations.consultation(balai, officer, person=other)

    merged(kept, other, officer)
    together = list_errands([kept])[kept.pk]
    by_old_nik = receive(balai, nik=NIK)
    services.separate_person(person=other, by=officer, at=clinics.now())

    assert [errand.title for errand in together] == ["Desain"]
    assert by_old_nik == kept
    assert Consultation.objects.get(pk=visit.pk).person == other
    assert list_errands([kept]) == {}
    trail = list(other.events.order_by("pgh_id").values_list("merged_into", flat=True))
    assert trail == [None, kept.pk, None]


@pytest.mark.parametrize("case", ["self", "office", "twice", "chain", "stranger"])
def test_a_merge_that_makes_no_sense_is_refused_with_a_sentence(balai, officer, case):
    kept, other, third = (person(balai) for _ in range(3))
    by, said = officer, {"self": "dirinya sendiri", "office": "dua unit", "twice": "sudah", "chain": "Tukar"}.get(case)
    if case == "self":
        other = kept
    elif case == "office":
        other = person(offices.balai("JAW4"))
    elif case == "twice":
        merged(third, other, officer)
    elif case == "chain":
        merged(other, third, officer)
    else:
        by = offices.officer(offices.balai("JAW4"))

    with pytest.raises(PermissionDenied if case == "stranger" else ValidationError, match=said):
        merged(kept, other, by)


def test_the_pages_compare_merge_and_part(counter, balai):
    kept, other = person(balai, phone=MOBILE), person(balai, phone=MOBILE, born_on=date(1980, 1, 5))
    page = reverse("consultations:person_page", args=[kept.pk])
    address = reverse("consultations:person_merge", args=[kept.pk, other.pk])

    suggested = counter.get(page).text
    preview = counter.get(address).text
    counter.post(address)
    moved = counter.get(reverse("consultations:person_page", args=[other.pk]))
    after = counter.get(page).text
    counter.post(reverse("consultations:person_separate", args=[other.pk]))
    other.refresh_from_db()

    assert address in suggested
    assert "nama sama, telepon sama" in suggested
    assert "5 Januari 1980" in preview
    assert moved.url == page
    assert "Sudah digabungkan ke sini" in after
    assert other.merged_into is None


def test_a_merge_with_oneself_shows_its_sentence_and_no_button(counter, balai):
    one = person(balai)
    address = reverse("consultations:person_merge", args=[one.pk, one.pk])

    assert "tidak digabungkan dengan dirinya sendiri" in counter.get(address).text
    assert counter.post(address).status_code == 422


def test_two_rows_may_be_one_person_or_plainly_are_not(balai):
    one = person(balai, born_on=date(1980, 1, 5), nik=NIK)
    same_day = person(balai, "Sity Amina", born_on=date(1980, 1, 5))
    person(balai, nik="3374014501800002")  # the same name under another NIK
    person(balai, "Budi Santoso", phone=MOBILE)

    doubles = find_doubles(one, Person.objects.known_to([balai]))

    assert [(alike.person, alike.reasons) for alike in doubles] == [(same_day, ["nama mirip", "tanggal lahir sama"])]


def test_a_nik_is_held_against_birth_day_sex_and_region_as_a_hint(counter, balai):
    one = person(balai, nik="9999014501800001", sex="MALE", born_on=date(1981, 1, 5))
    region = offices.region("93")
    offices.region("93.01", "KABUPATEN", region, "Merauke")
    former = person(balai, "Yohana", nik="9101014501800001", sex="FEMALE", born_on=date(1980, 1, 5))

    page = counter.get(reverse("consultations:person_page", args=[one.pk])).text
    clean = counter.get(reverse("consultations:person_page", args=[former.pk])).text

    assert page.count("cocokkan dengan KTP") == 3
    assert "cocokkan dengan KTP" not in clean  # Merauke before its province was divided


def test_a_person_is_corrected_and_anothers_nik_is_refused(counter, balai):
    one = person(balai)
    person(balai, "Budi Santoso", nik=NIK)
    address = reverse("consultations:person_edit", args=[one.pk])
    words = {"name": "Siti Aminah", "phone": "0812 3456 7890", "needs": ["WHEELCHAIR"], "born_on": "1980-01-05"}

    refused = counter.post(address, words | {"nik": NIK})
    done = counter.post(address, words | {"nik": "3374014501800002"})
    one.refresh_from_db()

    assert "NIK ini sudah tercatat atas orang lain" in refused.text
    assert (refused.status_code, done.status_code) == (422, 302)
    assert (one.phone, one.needs, one.born_on) == (MOBILE, ["WHEELCHAIR"], date(1980, 1, 5))
    assert "Kursi roda" in counter.get(reverse("consultations:person_page", args=[one.pk])).text


def test_only_who_serves_people_looks_for_them(db, signed_in):
    evaluator = signed_in(offices.evaluator(offices.directorate()))

    assert evaluator.get(reverse("consultations:people")).status_code == 403


def test_who_did_not_come_is_an_errand_that_is_not_open(place, balai):
    known = person(balai)
    for state in (AttendanceState.NO_SHOW, AttendanceState.WAITING, AttendanceState.CANCELLED):
        slot = consultations.slot(place, starts_at=clinics.now())
        consultations.attendance(slot, state, person=known, phone="")

    errands = list_errands([known])[known.pk]

    assert [(errand.badge.text, errand.is_open) for errand in errands] == [("Menunggu", True), ("Tidak hadir", False)]


def test_a_typed_name_fits_whom_it_begins_or_sounds_like():
    assert answers_to("Siti Aminah", "am si")
    assert answers_to("Muhammad Yusuf", "mohamad")
    assert not answers_to("Siti Aminah", "siti rahayu")


def test_who_is_registered_twice_is_said_to_wait_already(counter, balai):
    person(balai, phone=MOBILE)

    first = counter.post(COUNTER, typed(phone="0812 3456 7890"), follow=True)
    second = counter.post(COUNTER, typed(phone="0812 3456 7890"), follow=True)

    assert "sudah ada di antrean" not in first.text
    assert "Siti Aminah sudah ada di antrean dengan nomor 1" in second.text


def test_what_was_read_out_and_agreed_to_is_kept_with_visit_and_person(counter, balai):
    counter.post(COUNTER, typed(consents="on"))

    visit = Attendance.objects.select_related("person").get()
    assert visit.consent_version == visit.person.consent_version == "2026-1-meja"
    assert visit.consented_at == visit.person.consented_at
