"""One house, however its address is spelled: found, offered, counted once."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.enums import Measure
from clinics.models import LedgerEntry
from consultations.counter import services
from consultations.counter.models import Consultation
from consultations.counter.services import record as record_services
from consultations.people.addresses import has_house_number, have_compatible_numbers, normalise_address
from consultations.people.models.house import House
from krs_portal.offices.enums import RegionKind
from tests.factories import clinics, consultations, offices

numbers = count(1)

SAME = [
    "Jl. Melati No. 3 RT 02/RW 05", "Jalan Melati 3 RT.2 RW.5", "jln melati no.03, rt02 rw05",
    "JL MELATI NOMOR 3, RT/RW 02/05", "Jl.Melati No:3 RT/RW: 002/005", "Jl. Melati nmr 3 RT 2, RW 5, Kota Semarang",
    "Jl. Melati 3 Rt.02/Rw.05 Semarang 50123", "Jl. Melati 3 RT 2 RW 5 Kotamadya Semarang kode pos 50123",
]  # fmt: skip


@pytest.mark.parametrize("written", SAME)
def test_all_spellings_of_an_address_have_one_normal_form(written):
    assert normalise_address(written, "Semarang") == "jalan melati 3 rt 2 rw 5"


@pytest.mark.parametrize(
    ("written", "region", "key"),
    [
        ("Perum. Griya Asri Blk. C-12A", "", "perumahan griya asri blok c 12 a"),
        ("Gg. Mawar II, Kp. Baru, Kec. Depok", "", "gang mawar 2 kampung baru kecamatan depok"),
        ("Dsn. Krajan, Kab. Sleman", "Sleman", "dusun krajan"),
        ("Semarang", "Semarang", "semarang"),
        ("Jl. Nomor Satu", "", "jalan nomor satu"),
        ("Griya Asri No. A-3", "", "griya asri a 3"),
        ("Jl. Café №\u00a07", "", "jalan cafe 7"),
        ("", "Semarang", ""),
        ("?!", "", ""),
    ],
)  # fmt: skip
def test_the_normal_form_of_an_address(written, region, key):
    assert normalise_address(written, region) == key


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("jalan melati 3", "jalan melati 3 rt 2 rw 5", True), ("jalan melati 3", "jalan melati 5", False),
        ("jalan melati 3 rt 2", "jalan melati 3 rt 4", False), ("dusun krajan", "dusun krajan kulon", True),
        ("jalan melati", "jalan melati 3", False),
    ],
)  # fmt: skip
def test_houses_with_other_numbers_are_other_houses(one, other, may_be):
    assert have_compatible_numbers(one, other) == have_compatible_numbers(other, one) == may_be


@pytest.fixture
def balai(db):
    consultations.account()
    return offices.balai()


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def counter(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def semarang(balai):
    province = offices.region("33", name="Jawa Tengah")
    found = offices.region("33.74", RegionKind.KOTA, province, "Semarang")
    balai.coverage.create(region=province)
    return found


def typed(**changes):
    topic = consultations.topic()
    return {
        "client_name": "Ibu Uji", "kind": "INDIVIDUAL", "head_count": "1", "channel": "OFFICE",
        "happened_on": clinics.now().date().isoformat(), "topics": [topic.pk], "summary": "Retak dinding",
        "is_technical_assistance": "on", "outcome": "ASSISTED", "close": "1", **changes,
    }  # fmt: skip


def record(counter, **changes):
    return counter.post(reverse("consultations:new"), typed(**changes))


def count_houses():
    return LedgerEntry.objects.filter(rule__measure=Measure.ASSISTED_HOUSE).total()


def test_one_house_counts_once_in_whichever_spelling(counter, semarang):
    for written in SAME:
        assert record(counter, house_address=written, house_region=semarang.pk).status_code == 302

    assert (House.objects.count(), count_houses()) == (1, 1)


def test_a_house_that_looks_the_same_is_asked_about_and_the_answer_is_kept(counter, semarang):
    record(counter, house_address="Jl. Melati No. 3", house_region=semarang.pk)
    house = House.objects.get()

    asked = record(counter, house_address="Jl. Melatti No. 3", house_region=semarang.pk)
    again = record(
        counter, house_address="Jl. Melatti No. 3", house_region=semarang.pk, house_choice=house.pk, summary=""
    )
    that = record(counter, house_address="Jl. Melatti No. 3", house_region=semarang.pk, house_choice=house.pk)

    assert asked.status_code == again.status_code == 422
    assert "Rumah ini mirip “Jl. Melati No. 3, Kota Semarang”" in asked.text
    assert f'value="{house.pk}"' in asked.text
    assert re.search(rf'name="house_choice"[^>]*value="{house.pk}"[^>]*checked', again.text)
    assert that.status_code == 302
    assert (House.objects.count(), count_houses()) == (1, 1)


def test_another_house_is_made_when_it_is_said_to_be_another(counter, semarang):
    record(counter, house_address="Jl. Melati No. 3", house_region=semarang.pk)

    answer = record(counter, house_address="Jl. Melatti No. 3", house_region=semarang.pk, house_choice="new")

    assert answer.status_code == 302
    assert (House.objects.count(), count_houses()) == (2, 2)


def test_a_region_left_out_is_asked_about_too(counter, semarang):
    record(counter, house_address="Jl. Melati No. 3", house_region=semarang.pk)

    assert record(counter, house_address="jalan melati 3").status_code == 422
    assert House.objects.count() == 1


@pytest.mark.parametrize("other", ["Jl. Melati No. 5", "Jl. Kenanga 3", "Dusun Krajan"])
def test_nobody_is_asked_about_a_house_that_is_another(counter, semarang, other):
    record(counter, house_address="Jl. Melati No. 3", house_region=semarang.pk)

    assert record(counter, house_address=other, house_region=semarang.pk).status_code == 302
    assert House.objects.count() == 2


def test_houses_are_looked_up_while_typing(counter, semarang):
    record(counter, house_address="Jl. Melati No. 3", house_region=semarang.pk)
    house = House.objects.get()
    address = reverse("consultations:houses")

    found = counter.get(address, {"house_address": "jln melati 3", "house_region": semarang.pk})
    nothing = [counter.get(address, {"house_address": text}) for text in ("", "Jl. Anggrek 9", "a\0b", "x" * 5_000)]

    assert 'name="house_choice"' in found.text
    assert f'value="{house.pk}"' in found.text
    assert all("house_choice" not in answer.text for answer in nothing)


def test_houses_of_other_offices_are_never_offered(counter, semarang, signed_in):
    record(counter, house_address="Jl. Melati No. 3", house_region=semarang.pk)
    stranger = signed_in(offices.officer(offices.balai()))

    found = stranger.get(reverse("consultations:houses"), {"house_address": "Jl. Melati 3"})
    made = record(stranger, house_address="Jl. Melatti No. 3")

    assert "Melati" not in found.text
    assert made.status_code == 302


def test_saving_again_makes_no_second_house_though_the_form_cannot_show_its_region(counter, officer, balai, semarang):
    kecamatan = offices.region("33.74.01", RegionKind.KECAMATAN, semarang, "Gunungpati")
    open_one = consultations.consultation(balai, officer)
    open_one.house = House.objects.create(address="Jl. Melati No. 3", region=kecamatan)
    open_one.save()

    answer = counter.post(
        reverse("consultations:consultation", args=[open_one.pk]), typed(house_address="jalan Melati 3")
    )

    assert answer.status_code == 302
    assert House.objects.count() == 1


def test_the_api_names_similar_houses_and_takes_one(counter, balai, semarang):
    body = {
        "office": balai.code, "topics": [consultations.topic().code], "client_name": "Ibu Uji", "summary": "x",
        "happened_on": clinics.now().date().isoformat(), "house_region": semarang.code,
    }  # fmt: skip
    send = {"content_type": "application/json"}
    first = counter.post("/api/v1/consultations/", body | {"house_address": "Jl. Melati No. 3"}, **send)
    house = House.objects.get()

    second = counter.post("/api/v1/consultations/", body | {"house_address": "Jl. Melatti No. 3"}, **send)
    third = counter.post("/api/v1/consultations/", body | {"house": house.pk}, **send)
    wrong = counter.post("/api/v1/consultations/", body | {"house": 10**30}, **send)

    assert (first.status_code, first.json()["similar_houses"]) == (201, [])
    told = [{"id": house.pk, "address": "Jl. Melati No. 3", "region": "33.74"}]
    assert second.json()["similar_houses"] == told
    assert third.status_code == 201
    assert house.consultations.count() == 2
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["house"])


def test_addresses_without_a_letter_and_the_longest_ones_are_no_trap(balai, semarang):
    told = {"region": semarang, "owner_name": "", "at": clinics.now()}
    written = ["?!", "…", "?!", "1a" * 150, "1A" * 150]

    houses = [record_services.get_or_create_house(address=text, **told) for text in written]

    assert houses[0] == houses[2] != houses[1]
    assert houses[3] == houses[4]


def test_the_normal_form_is_written_in_bulk_and_anew(balai, semarang):
    House.objects.bulk_create([House(address="Jl. Melati No. 3, Semarang", region=semarang)])
    house = House.objects.get()
    first = house.address_key

    house.address = "Gg. Kenanga 9"
    house.save()

    assert (first, house.address_key) == ("jalan melati 3", "gang kenanga 9")


def test_a_house_given_by_itself_is_taken(balai, officer, semarang):
    house = House.objects.create(address="Jl. Melati 3", region=semarang)

    made = services.record_consultation(
        office=balai, by=officer, at=clinics.now(), topics=[consultations.topic()], client_name="Uji", house=house,
        happened_on=clinics.now().date(), summary="x",
    )  # fmt: skip

    assert made.house == house


def merge(kept, other, by):
    return services.merge_houses(kept=kept, other=other, by=by, at=clinics.now())


def assisted(balai, by, house):
    made = consultations.consultation(balai, by, house=house, is_technical_assistance=True)
    return services.close_consultation(consultation=made, outcome="ASSISTED", by=by, at=clinics.now())


def test_merged_houses_count_once_and_parted_ones_twice_again(balai):
    head = offices.head(balai)
    kept, other = consultations.house("Jl. Melati 3"), consultations.house("Gg. Melati 3")
    first, second = assisted(balai, head, kept), assisted(balai, head, other)

    merge(kept, other, head)
    together, entries = count_houses(), LedgerEntry.objects.count()
    call_command("verify_ledger")
    services.separate_house(house=other, by=head, at=clinics.now())

    assert (together, count_houses()) == (1, 2)
    assert LedgerEntry.objects.count() == entries + 1
    call_command("verify_ledger")
    assert [Consultation.objects.get(pk=each.pk).house for each in (first, second)] == [kept, other]


def test_what_is_typed_under_a_merged_address_is_about_the_house_that_is_kept(balai, semarang):
    head = offices.head(balai)
    kept, other = (House.objects.create(address=text, region=semarang) for text in ("Jl. Melati 3", "Gg. Melati 3"))
    merge(kept, other, head)

    found = record_services.get_or_create_house(
        address="gang melati no 3", region=semarang, owner_name="", at=clinics.now()
    )

    assert found == kept


def test_a_house_that_is_merged_after_counting_counts_through_the_first_visit(balai):
    head = offices.head(balai)
    kept, other = consultations.house("Jl. Melati 3"), consultations.house("Gg. Melati 3")
    later, earlier = assisted(balai, head, kept), assisted(balai, head, other)
    day = earlier.happened_on - timedelta(days=1)
    services.correct_consultation(
        consultation=earlier, values={"happened_on": day}, topics=None, reason="Salah", by=head, at=clinics.now()
    )

    merge(kept, other, head)

    counting = LedgerEntry.objects.live().get(rule__measure=Measure.ASSISTED_HOUSE)
    assert (counting.source_key, counting.happened_on) == (earlier.pk, day)
    assert later.happened_on != day


def test_only_the_head_of_every_office_that_served_a_house_merges_it(balai, officer):
    other_balai = offices.balai("JAW4")
    kept, other = consultations.house("Jl. Melati 3"), consultations.house("Gg. Melati 3")
    assisted(balai, officer, kept)

    with pytest.raises(PermissionDenied, match="hanya kepala setiap unit"):
        merge(kept, other, officer)
    consultations.consultation(other_balai, offices.officer(other_balai), house=other)
    with pytest.raises(PermissionDenied, match="hanya kepala setiap unit"):
        merge(kept, other, offices.head(balai))


@pytest.mark.parametrize("case", ["self", "twice", "chain"])
def test_houses_that_cannot_be_merged_are_refused_with_a_sentence(balai, case):
    head = offices.head(balai)
    kept, other, third = (consultations.house(f"Jl. Melati {number}") for number in (3, 5, 7))
    said = {"self": "dirinya sendiri", "twice": "sudah", "chain": "Tukar"}[case]
    if case == "self":
        other = kept
    else:
        merge(*((third, other) if case == "twice" else (other, third)), head)

    with pytest.raises(ValidationError, match=said):
        merge(kept, other, head)


def test_the_pages_of_a_house_correct_compare_merge_and_part(balai, signed_in, semarang):
    head = offices.head(balai)
    browser = signed_in(head)
    kept, other = (House.objects.create(address=text, region=semarang) for text in ("Jl. Melati 3", "Jl. Melatti 3"))
    for house in (kept, other):
        assisted(balai, head, house)
    page = reverse("consultations:house", args=[kept.pk])
    address = reverse("consultations:house_merge", args=[kept.pk, other.pk])

    assert address in browser.get(page).text
    assert browser.get(address).text.count("dihitung sebagai rumah dibantu") == 2
    browser.post(address)
    assert browser.get(page).text.count("dihitung sebagai rumah dibantu") == 1
    assert browser.get(reverse("consultations:house", args=[other.pk]))["Location"] == page
    browser.post(reverse("consultations:house_separate", args=[other.pk]))
    assert count_houses() == 2
    words = {"address": "Jl. Melati 3", "region": semarang.pk, "tenure": "OWN", "ROOF": "STRUCTURE"}
    browser.post(reverse("consultations:house_edit", args=[kept.pk]), words)
    shown = browser.get(page).text
    assert "Milik sendiri" in shown
    assert "Rusak berat" in shown
    half = browser.post(reverse("consultations:house_edit", args=[kept.pk]), words | {"latitude": "-7,1"})
    taken = browser.post(reverse("consultations:house_edit", args=[kept.pk]), words | {"address": "Jl Melatti no. 3"})
    assert "Lintang dan bujur diisi keduanya" in half.text
    assert "Rumah di alamat ini sudah tercatat" in taken.text


def test_a_house_is_there_once_for_each_address_and_mark(balai, semarang):
    House.objects.create(address="Jl. Melati 3", region=semarang)

    with pytest.raises(IntegrityError), transaction.atomic():
        House.objects.create(address="jalan melati no. 03", region=semarang)
    assert House.objects.create(address="Jl. Melati 3", region=semarang, mark="paviliun").pk


@pytest.mark.parametrize(
    ("address", "numbered"),
    [("Jl. Melati 3 RT 2 RW 5", True), ("Blok C 12A", True), ("Dusun Krajan RT 02/RW 05", False), ("Dsn. 2", False),
     ("Gg. Mawar II", True), ("Km 12", False), ("", False)],
)  # fmt: skip
def test_whether_an_address_names_one_house(address, numbered):
    assert has_house_number(address) == numbered


def test_a_hamlets_address_is_asked_about_when_somebody_else_comes(counter, semarang):
    there = {"house_address": "Dusun Krajan RT 2 RW 5", "house_region": semarang.pk}
    record(counter, client_name="Slamet", **there)

    same = record(counter, client_name="Bpk. Slamet", **there)
    asked = record(counter, client_name="Tarno", **there)
    anew = record(counter, client_name="Tarno", house_choice="new", **there)
    again = record(counter, client_name="Tarno", **there)

    assert (same.status_code, asked.status_code, anew.status_code, again.status_code) == (302, 422, 302, 302)
    assert "Dusun Krajan RT 2 RW 5, Kota Semarang (Slamet)" in asked.text
    assert list(House.objects.order_by("pk").values_list("mark", flat=True)) == ["", "Tarno"]
    assert count_houses() == 2


STEPS = st.sampled_from(["close", "void", "reopen", "merge", "part"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STEPS, st.integers(0, 3), st.integers(0, 2)), max_size=14))
def test_whatever_is_merged_and_parted_each_house_counts_once_a_year(balai, steps):
    head = offices.head(balai)
    houses = [House.objects.create(address="Jl. Uji 1", mark=str(next(numbers))) for _ in range(3)]
    mine = [
        consultations.consultation(balai, head, house=houses[number % 3], is_technical_assistance=True)
        for number in range(4)
    ]
    at = clinics.now()
    for step, number, place in steps:
        consultation, house = Consultation.objects.get(pk=mine[number].pk), House.objects.get(pk=houses[place].pk)
        try:
            match step:
                case "close":
                    services.close_consultation(consultation=consultation, outcome="ASSISTED", by=head, at=at)
                case "void":
                    services.void_consultation(consultation=consultation, reason="x", by=head, at=at)
                case "reopen":
                    services.reopen_consultation(consultation=consultation, reason="x", by=head, at=at)
                case "merge":
                    merge(House.objects.get(pk=houses[number % 3].pk), house, head)
                case "part":
                    services.separate_house(house=house, by=head, at=at)
        except (PermissionDenied, ValidationError):
            continue

    standing = (
        Consultation.objects.closed().filter(pk__in=[each.pk for each in mine]).select_related("house__merged_into")
    )
    live = LedgerEntry.objects.live().filter(rule__measure=Measure.ASSISTED_HOUSE, source_key__in=[m.pk for m in mine])
    assert live.total() == len({each.house.kept for each in standing})
    call_command("verify_ledger")
