"""The facts per topic: asked by version, checked by kind and bounds, shown, corrected, taken out."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from consultations.booking.models.topics import Topic
from consultations.booking.reference.topics import load_topics
from consultations.counter import services
from consultations.counter.enums import Outcome
from consultations.counter.facts.answers import ToldFacts
from consultations.counter.facts.definitions import FactDefinition, list_json
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.facts.reference import load_facts
from consultations.counter.facts.services import add_fact_form
from krs_portal.kit.clock import now, today
from krs_portal.kit.reference import Loading
from tests.factories import consultations, facts, offices
from tests.house.pages import fill_form, find_form, read_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def balai():
    consultations.account()
    return offices.balai()


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def consultation(balai, officer):
    facts.fact_form()
    return consultations.consultation(balai, officer)


@pytest.fixture
def counter(client, officer):
    client.force_login(officer)
    return client


def address(consultation, name="consultation"):
    return reverse(f"consultations:{name}", args=[consultation.pk])


def fill_in(counter, url, **values):
    """The form of the page with these answers, as a browser sends it."""
    return fill_form(find_form(read_page(counter.get(url)), url, url)) | values


def test_facts_are_kept_shown_and_told_from_old_to_new(counter, consultation):
    url = address(consultation)
    typed = {"facts.desain.luas": "36.5", "facts.desain.dana": "35000000", "facts.desain.kondisi": "Rusak berat"}
    assert counter.post(url, fill_in(counter, url, **typed, **{"facts.desain.gambar": "tidak"})).status_code == 302
    kept = consultation.facts.get()
    assert kept.values == {"luas": 36.5, "dana": 35_000_000, "kondisi": "Rusak berat", "gambar": False}

    sent = fill_in(counter, url, **{"facts.desain.luas": "45", "facts.desain.kondisi": ""})
    counter.post(url, sent | {"outcome": Outcome.ADVISED, "close": "1"})

    page = " ".join(counter.get(url).content.decode().split())
    assert "45 m²" in page
    assert "Rp35.000.000" in page
    assert "Desain: Luas bangunan: 36,50 m² → 45 m²" in page
    assert "Desain: Kondisi: Rusak berat → –" in page


def test_a_wrong_answer_is_refused_by_name_and_nothing_is_saved(counter, consultation):
    url = address(consultation)

    answer = counter.post(url, fill_in(counter, url, **{"facts.desain.luas": "5001", "summary": "Lain"}))

    assert answer.status_code == 422
    assert "Luas bangunan (m²) – " in answer.content.decode()
    consultation.refresh_from_db()
    assert (consultation.summary, consultation.facts.count()) == ("Menanyakan desain rumah tipe 36.", 0)


def test_what_was_typed_about_a_topic_that_is_not_chosen_is_left_out(counter, consultation):
    other, url = consultations.topic("rab"), address(consultation)
    facts.fact_form(other)

    sent = fill_in(counter, url, **{"facts.rab.luas": "-1", "facts.desain.luas": "40"})

    assert counter.post(url, sent).status_code == 302
    assert [each.topic.code for each in consultation.facts.all()] == ["desain"]


def test_an_old_record_and_an_open_page_keep_their_version(counter, consultation, balai, officer):
    url = address(consultation)
    page_of_before = fill_in(counter, url, **{"facts.desain.luas": "40"})
    asked = (FactDefinition("kamar", FactKind.NUMBER, "Kamar", low=1, high=20),)
    add_fact_form(topic=consultations.topic(), definitions=asked, by=evaluator(), at=now())

    assert counter.post(url, page_of_before).status_code == 302

    assert consultation.facts.get().form.version == 1
    assert "facts.desain.luas" in counter.get(url).content.decode()
    fresh = counter.get(address(consultations.consultation(balai, officer))).content.decode()
    assert "facts.desain.kamar" in fresh
    assert "facts.desain.luas" not in fresh


def test_a_topic_that_is_taken_off_takes_its_facts_along(consultation, officer):
    facts.topic_facts(consultation)
    services.edit_consultation(
        consultation=consultation, values={}, topics=[consultations.topic("rab")], by=officer, at=now()
    )

    assert not TopicFacts.objects.exists()


def test_a_correction_of_facts_alone_is_one_and_moves_no_figure(counter, consultation, officer):
    services.close_consultation(consultation=consultation, outcome=Outcome.ADVISED, by=officer, at=now())
    url = address(consultation, "correct")
    sent = fill_in(counter, url, **{"facts.desain.bahan": "Bata ringan", "reason": "Terlewat"})

    assert counter.post(url, sent).status_code == 302

    assert consultation.facts.get().values == {"bahan": "Bata ringan"}
    page = counter.get(address(consultation)).content.decode()
    assert "Bata ringan" in page
    assert "pembalikan" not in page


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("luas", "5", "lebih besar"),
        ("luas", "enam", "bilangan"),
        ("dana", "1.5", "desimal"),
        ("kondisi", "Sedang", "pilihan"),
        ("mulai", "31-02-2026", "tanggal"),
        ("luas", ["6"], "satu nilai"),
        ("tinggi", "3", "tidak ditanyakan"),
    ],
)
def test_each_kind_refuses_what_it_is_not(consultation, officer, key, value, said):
    told = {"desain": ToldFacts({key: value})}
    with pytest.raises(ValidationError) as refused:
        services.edit_consultation(consultation=consultation, values={}, topics=None, facts=told, by=officer, at=now())

    assert list(refused.value.message_dict) == [f"facts.desain.{key}"]
    assert said in str(refused.value).casefold()


def test_the_api_writes_and_reads_facts_and_names_the_wrong_one(counter, balai, consultation):
    body = {
        "office": balai.code, "client_name": "Budi", "topics": ["desain"], "happened_on": str(today(balai.time_zone)),
        "facts": {"desain": {"values": {"luas": 54, "gambar": True}}},
    }  # fmt: skip
    url = "/api/v1/consultations/"
    made = counter.post(url, body, "application/json", headers={"Idempotency-Key": "isian-1"})
    assert made.json()["facts"] == {"desain": {"version": 1, "values": {"luas": 54, "gambar": True}}}

    body["facts"] = {"desain": {"values": {"luas": 1}}}
    refused = counter.post(url, body, "application/json", headers={"Idempotency-Key": "isian-2"})

    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["facts.desain.luas"])
    body["facts"] = {"rab": {"values": {"luas": 54}}}
    refused = counter.post(url, body, "application/json", headers={"Idempotency-Key": "isian-3"})
    assert list(refused.json()["fields"]) == ["facts.rab"]


def test_files_have_the_facts_in_a_column_and_as_numbers_in_a_sheet(counter, consultation):
    facts.topic_facts(consultation, {"luas": 36.5, "dana": 1_000_000, "bahan": "=1+1"})

    csv = counter.get(reverse("consultations:list_csv")).getvalue().decode()
    assert "Luas bangunan: 36,50 m²; Dana yang tersedia: Rp1.000.000; Bahan: =1+1" in csv
    book = io.BytesIO(counter.get(reverse("consultations:list_xlsx")).getvalue())
    sheet = CalamineWorkbook.from_filelike(book).get_sheet_by_name("Isian topik").to_python()
    assert [row[2:] for row in sheet[1:]] == [
        ["Luas bangunan", 36.5, "m²"],
        ["Dana yang tersedia", 1_000_000, "Rp"],
        ["Bahan", "=1+1", ""],
    ]


def evaluator():
    return offices.evaluator(offices.directorate())


def test_the_ministry_writes_the_next_version_on_a_page(client, consultation):
    form = consultation.topics.get().fact_forms.get()
    facts.topic_facts(consultation)
    client.force_login(evaluator())
    url = reverse("consultations:facts_new", args=["desain"])
    sent = fill_in(client, url)
    assert "sama dengan" in client.post(url, sent).content.decode()

    sent |= {"label_7": "Kamar mandi", "kind_7": "NUMBER", "low_7": "0", "high_7": "9", "label_2": ""}
    assert client.post(url, sent).status_code == 302

    made = FactForm.objects.get(version=2)
    keys = [fact.key for fact in made.definitions]
    assert keys == ["luas", "kondisi", "gambar", "mulai", "bahan", "kamar-mandi"]
    assert made.definitions[0] == form.definitions[0]
    page = client.get(reverse("consultations:topic_facts", args=["desain"])).content.decode()
    assert "Versi 2" in page
    assert "tidak berubah lagi" in page


def test_two_who_write_a_version_at_once_do_not_overwrite_each_other(client, consultation):
    client.force_login(evaluator())
    url = reverse("consultations:facts_new", args=["desain"])
    sent = fill_in(client, url)
    asked = (FactDefinition("lain", FactKind.TEXT, "Lain"),)
    add_fact_form(topic=consultations.topic(), definitions=asked, by=evaluator(), at=now())

    assert client.post(url, sent | {"label_7": "Kamar", "kind_7": "TEXT"}).status_code == 409
    assert FactForm.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind_1": "CHOICE", "low_1": "", "high_1": ""}, "dua pilihan"),
        ({"low_1": "9000"}, "lebih besar daripada"),
        ({"label_2": "Luas bangunan", "key_2": "luas"}, "bernama sama"),
        ({"low_6": "1"}, "Batas hanya untuk"),
        ({f"label_{number}": "" for number in range(1, 9)}, "paling sedikit satu"),
    ],
)
def test_a_version_that_cannot_be_asked_is_refused(client, consultation, changed, said):
    client.force_login(evaluator())
    url = reverse("consultations:facts_new", args=["desain"])
    sent = fill_in(client, url)

    answer = client.post(url, sent | changed)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_a_version_in_use_stands_in_the_database_and_clinics_change_none(consultation, officer):
    form = facts.topic_facts(consultation).form
    for change in (lambda: FactForm.objects.update(asked=[]), lambda: FactForm.objects.filter(pk=form.pk).delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    with pytest.raises(PermissionDenied, match="kementerian"):
        add_fact_form(topic=form.topic, definitions=facts.ASKED, by=officer, at=now())


def test_a_new_portal_asks_three_to_six_facts_of_each_topic_in_both_languages():
    for load in (load_topics, load_facts, load_facts):
        load(Loading(set()), today("Asia/Jakarta"))

    forms = list(FactForm.objects.select_related("topic"))
    assert {form.topic for form in forms} == set(Topic.objects.all())
    assert len(forms) == 14
    for form in forms:
        form.full_clean()
        assert 3 <= len(form.definitions) <= 6
        with override("en"):
            assert all(str(fact) == fact.label_en != "" for fact in form.definitions)
        assert form.asked == list_json(form.definitions)
