"""The list of consultations: narrowed, added up, and as a file that shows what the filter shows."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from consultations.counter import exports
from consultations.counter.views import lists
from krs_portal.offices.enums import RegionKind
from tests.factories import consultations, offices

pytestmark = pytest.mark.django_db
LIST, CSV, XLSX = (reverse(f"consultations:{name}") for name in ("list", "list_csv", "list_xlsx"))


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


@pytest.fixture
def open_one(balai, officer):
    return consultations.consultation(balai, officer)


def list_names(answer):
    return [name for _row, name, *_others in answer.context["rows"]]


def read_csv(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_is_narrowed_by_name_topic_state_and_day(counter, balai, officer):
    consultations.consultation(balai, officer, client_name="Budi Santoso")
    consultations.consultation(balai, officer, client_name="Dewi Lestari", happened_on="2022-12-05")

    def names(**asked):
        return list_names(counter.get(LIST, asked))

    assert names() == ["Budi Santoso", "Dewi Lestari"]
    assert names(q="dewi") == names(until="2022-12-31") == ["Dewi Lestari"]
    assert names(topic="desain", state="OPEN", channel="OFFICE", since="2023-01-01") == ["Budi Santoso"]
    assert names(state="CLOSED") == []


def test_a_name_cannot_be_searched_by_who_may_not_read_it(signed_in, open_one):
    answer = signed_in(offices.evaluator()).get(LIST, {"q": "Siti"})

    assert answer.context["rows"] == []


def test_the_list_goes_on_where_the_page_ended(counter, balai, officer):
    for _ in range(32):
        consultations.consultation(balai, officer)

    first = counter.get(LIST)
    second = counter.get(LIST, {"cursor": first.context["page"].next})

    assert (len(first.context["rows"]), len(second.context["rows"])) == (30, 2)


def test_the_list_asks_as_often_for_thirty_as_for_three(counter, balai, officer, django_assert_max_num_queries):
    def queries(rows):
        for _ in range(rows):
            consultations.consultation(balai, officer)
        with django_assert_max_num_queries(30) as asked:
            counter.get(LIST)
        return len(asked)

    counter.get(LIST)
    assert queries(3) == queries(27)


def test_the_list_is_narrowed_by_outcome_officer_and_house(counter, balai, officer):
    other = offices.officer(balai)
    house = consultations.house("Jl. Kenanga 1")
    house.region = offices.region("33.74", RegionKind.KOTA, offices.region("33"), "Kota Semarang")
    house.save()
    consultations.consultation(balai, officer, client_name="Budi", house=house)
    other.name = "Wayan Arta"
    other.save()
    consultations.consultation(balai, other, client_name="Dewi")

    assert list_names(counter.get(LIST, {"officer": "wayan"})) == ["Dewi"]
    assert list_names(counter.get(LIST, {"house": "jalan kenanga no. 1"})) == ["Budi"]
    assert list_names(counter.get(LIST, {"house": "kenanga 2"})) == []
    assert list_names(counter.get(LIST, {"region": str(house.region)})) == ["Budi"]
    assert "tidak dikenal" in counter.get(LIST, {"region": "atlantis"}).content.decode()
    assert counter.get(CSV, {"region": "atlantis"}).status_code == 400
    assert list_names(counter.get(LIST, {"outcome": "REFERRED"})) == []


def test_another_office_cannot_be_chosen(counter, open_one):
    offices.balai("JAW4")
    answer = counter.get(LIST, {"office": "JAW4"})

    assert answer.context["rows"] == []
    assert answer.context["filter"].form.errors.keys() == {"office"}


def test_the_order_is_chosen(counter, balai, officer):
    late = consultations.consultation(balai, officer, client_name="Lama", happened_on=date(2022, 1, 5))
    consultations.consultation(balai, officer, client_name="Baru")

    assert late.pk
    assert list_names(counter.get(LIST, {"sort": "oldest"})) == ["Lama", "Baru"]
    assert list_names(counter.get(LIST, {"sort": "recorded"})) == ["Baru", "Lama"]
    assert counter.get(LIST, {"sort": "name"}).status_code == 400


def test_what_the_filter_found_is_added_up(counter, balai, officer, monkeypatch):
    for people in (1, 4):
        consultations.consultation(balai, officer, head_count=people)

    asked = {"q": "Siti"}
    assert counter.get(LIST).context["sum"] is None
    assert counter.get(LIST, asked).context["sum"] == lists.ListSum(2, 5, 10_000)

    monkeypatch.setattr(lists, "MOST_ADDED", 1)
    assert "Lebih dari" in counter.get(LIST, asked).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_has_what_the_filter_shows_and_no_formula(counter, balai, officer, kind):
    made = consultations.consultation(balai, officer, client_name="=1+1", happened_on=date(2022, 12, 5))
    made.topics.add(consultations.topic("rab"))
    consultations.consultation(balai, officer, client_name="Dewi")

    answer = counter.get(CSV if kind == "csv" else XLSX, {"until": "2022-12-31"})
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        expected = [str(made.pk), "2022-12-05", "JAW3", "'=1+1", "1", "Desain, Rab"]
    else:
        head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        expected = [made.pk, date(2022, 12, 5), "JAW3", "=1+1", 1, "Desain, Rab"]
        page = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
        assert b'state="frozen"' in page
        assert b'<autoFilter ref="A1:O2"/>' in page
        assert b"<f>" not in page

    assert len(head) == len(exports.WIDTHS)
    assert [[row[place] for place in (0, 1, 2, 3, 6, 7)] for row in rows] == [expected]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_tells_no_more_names_and_addresses_than_the_page(signed_in, balai, officer):
    house = consultations.house("Jl. Kenanga 1")
    consultations.consultation(balai, officer, client_name="Siti Aminah", house=house)

    [row] = read_csv(signed_in(offices.evaluator()).get(CSV))
    assert (row["Pemohon"], row["Alamat rumah"]) == ("S. A.", "")
    [own] = read_csv(signed_in(officer).get(CSV))
    assert (own["Pemohon"], own["Alamat rumah"]) == ("Siti Aminah", "Jl. Kenanga 1")


def test_too_much_for_one_workbook_is_refused_and_comes_as_csv(counter, balai, officer, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    for _ in range(2):
        consultations.consultation(balai, officer)

    answer = counter.get(XLSX)
    assert answer.status_code == 403
    assert "unduh CSV" in answer.content.decode()
    assert len(read_csv(counter.get(CSV))) == 2
