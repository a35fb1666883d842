"""Page, public page, API and CSV say the same; nothing of few people; comments are sorted, and the head answers."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from consultations.satisfaction.enums import CommentKind, SurveyElement
from consultations.satisfaction.models import SurveyComment
from krs_portal.kit.clock import today
from tests.factories import consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    made = offices.balai("JAW3")
    consultations.survey_answers(made, 8, 4)
    consultations.survey_answers(made, 4, 3, way="TABLET")
    return made


@pytest.fixture
def head(office):
    return offices.head(office)


def read_csv(answer):
    return list(csv.reader(io.StringIO(answer.getvalue().decode().removeprefix("\ufeff"))))


def ask_api(client, query=""):
    return client.get(f"{reverse('satisfaction-list')}{query}").json()


def test_page_public_page_api_and_csv_have_one_figure(signed_in, head, office):
    """8 × 4 and 4 × 3 are 44 of 12: 3,667, times 25."""
    browser = signed_in(head)

    page, table = (
        browser.get(reverse("consultations:satisfaction")),
        read_csv(browser.get(reverse("consultations:satisfaction_csv"))),
    )
    own = browser.get(reverse("consultations:satisfaction_office", args=["JAW3"]))
    public = browser.get(reverse("consultations:satisfaction_public"))
    told = ask_api(browser)["offices"][0]

    assert all("91,67" in shown.text for shown in (page, own, public))
    assert (told["index"], told["answers"], told["by_tablet"], told["needed"]) == (91.67, 12, 4, 10)
    line = dict(zip(table[0], table[1], strict=True))
    assert (line["Kode unit"], line["IKM"], line["Jawaban"], line["Di tablet"]) == ("JAW3", "91.67", "12", "4")
    assert (line["Mutu"], told["grade"]) == ("A", "A")
    assert float(line["Galat"]) == told["margin"]


def test_the_rows_behind_a_figure_give_it_again(signed_in, head, office):
    browser = signed_in(head)
    told = ask_api(browser)["offices"][0]

    rows = read_csv(browser.get(told["rows"].replace("http://testserver", "")))

    marks = [[int(mark) for mark in row[2:]] for row in rows[1:]]
    assert len(marks) == told["answers"]
    means = [sum(column) / len(column) for column in zip(*marks, strict=True)]
    assert round(sum(means) / 9 * 25, 2) == told["index"]


def test_of_few_people_only_their_number_is_told_anywhere(signed_in):
    few = offices.balai("JAW4")
    consultations.survey_answers(few, 9, 1)
    comment = consultations.survey_comment(few, "Loketnya kecil.")
    browser = signed_in(offices.head(few))

    own = browser.get(reverse("consultations:satisfaction_office", args=["JAW4"]))
    told = ask_api(browser)["offices"][0]

    assert "Baru 9 jawaban" in own.text
    assert "Loketnya kecil." not in own.text
    assert "25,00 </strong>" not in own.text
    assert (told["answers"], told["index"], told["elements"], told["rows"]) == (9, None, [], None)
    assert browser.get(reverse("consultations:satisfaction_answers", args=["JAW4"])).status_code == 403
    assert browser.get(reverse("consultations:survey_comment", args=[comment.pk])).status_code == 403


def test_rows_and_comments_open_with_the_tenth_answer(signed_in):
    few = offices.balai("JAW4")
    consultations.survey_answers(few, 10, 2)
    comment = consultations.survey_comment(few, "Loketnya kecil.")
    browser = signed_in(offices.head(few))

    assert "Loketnya kecil." in browser.get(reverse("consultations:satisfaction_office", args=["JAW4"])).text
    assert len(read_csv(browser.get(reverse("consultations:satisfaction_answers", args=["JAW4"])))) == 11
    assert browser.get(reverse("consultations:survey_comment", args=[comment.pk])).status_code == 200


def test_a_quarter_without_enough_answers_opens_no_comment_of_it(signed_in, office, head):
    consultations.survey_answers(office, 20, answered_on=date(2022, 2, 1))
    consultations.survey_answers(office, 2, answered_on=date(2022, 5, 1))
    consultations.survey_comment(office, "Di bulan Mei.", answered_on=date(2022, 5, 1))
    address = reverse("consultations:satisfaction_office", args=["JAW3"])
    browser = signed_in(head)

    assert "Di bulan Mei." not in browser.get(f"{address}?year=2022&period=q2").text
    assert "Di bulan Mei." in browser.get(f"{address}?year=2022").text


def test_an_office_sees_itself_and_a_directorate_all(signed_in, office, head):
    other = offices.balai("JAW4")
    consultations.survey_answers(other, 10)

    own = [row["office"] for row in ask_api(signed_in(head))["offices"]]
    every = [row["office"] for row in ask_api(signed_in(offices.evaluator()))["offices"]]

    assert own == ["JAW3"]
    assert set(every) == {"JAW3", "JAW4"}
    assert signed_in(head).get(reverse("satisfaction-list") + "?office=JAW4").status_code == 404
    assert signed_in(head).get(reverse("consultations:satisfaction_office", args=["JAW4"])).status_code == 404


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999", "?period=q5", "?oops=1"])
def test_what_is_not_understood_is_said_on_page_csv_and_api(signed_in, head, query):
    browser = signed_in(head)
    names = ("consultations:satisfaction", "consultations:satisfaction_csv", "satisfaction-list")

    assert [browser.get(reverse(name) + query).status_code for name in names] == [400] * 3


def test_without_a_year_the_newest_that_is_shown_comes_and_this_one_can_be_chosen(signed_in):
    old = offices.balai("JAW4")
    consultations.survey_answers(old, 10, answered_on=date(2022, 5, 1))
    consultations.survey_answers(old, 9)

    page = signed_in(offices.head(old)).get(reverse("consultations:satisfaction"))

    assert "Tahun 2022" in page.text
    assert f'<option value="{today().year}"' in page.text
    assert ask_api(signed_in(offices.head(old)))["year"] == 2022


def test_an_officer_sorts_and_the_head_answers_in_public(signed_in, client, office, head):
    comment = consultations.survey_comment(office)
    address = reverse("consultations:survey_comment", args=[comment.pk])
    officer = signed_in(offices.officer(office))

    assert 'name="reply"' not in officer.get(address).text
    officer.post(address, {"kind": "COMPLAINT", "element": "facilities", "reply": "Diam-diam"})
    comment.refresh_from_db()
    assert (comment.kind, comment.element, comment.reply) == (CommentKind.COMPLAINT, SurveyElement.FACILITIES, "")
    assert "Ruang tunggunya panas." not in client.get(reverse("consultations:satisfaction_public")).text

    signed_in(head).post(address, {"kind": "COMPLAINT", "element": "facilities", "reply": "Kami pasang kipas."})

    comment.refresh_from_db()
    client.logout()
    public = client.get(reverse("consultations:satisfaction_public")).text
    assert comment.replied_by == head
    assert "Ruang tunggunya panas." in public
    assert "Kami pasang kipas." in public


def test_a_reply_that_is_taken_back_leaves_the_public_page(signed_in, client, office, head):
    comment = consultations.survey_comment(
        office, kind=CommentKind.COMPLAINT, reply="Keliru.", replied_at="2026-01-01T00:00Z", replied_by=head
    )

    signed_in(head).post(reverse("consultations:survey_comment", args=[comment.pk]), {"kind": "COMPLAINT", "reply": ""})

    assert SurveyComment.objects.get().replied_by is None
    assert "Keliru." not in client.get(reverse("consultations:satisfaction_public")).text


def test_a_comment_without_a_kind_is_refused(signed_in, office, head):
    comment = consultations.survey_comment(office)

    answer = signed_in(head).post(reverse("consultations:survey_comment", args=[comment.pk]), {"reply": "Ya."})

    assert (answer.status_code, "Pilih jenisnya." in answer.text) == (422, True)


def test_the_method_stands_beside_every_index(signed_in, head, office):
    browser = signed_in(head)
    pages = [
        browser.get(reverse("consultations:satisfaction")),
        browser.get(reverse("consultations:satisfaction_public")),
        browser.get(reverse("consultations:satisfaction_office", args=["JAW3"])),
    ]

    assert all("Nomor 14 Tahun 2017" in page.text and "× 1/9" in page.text for page in pages)


def test_comments_are_found_by_their_kind(signed_in, office, head):
    consultations.survey_comment(office, "Cepat sekali.", kind=CommentKind.PRAISE)
    consultations.survey_comment(office, "Parkirnya sempit.", kind=CommentKind.COMPLAINT)
    address = reverse("consultations:satisfaction_office", args=["JAW3"])

    page = signed_in(head).get(f"{address}?kind=PRAISE").text

    assert "Cepat sekali." in page
    assert "Parkirnya sempit." not in page
