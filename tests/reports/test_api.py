"""POST /api/v1/reports/ → 202; GET → state, progress, revision, code, files."""

import pytest
from rest_framework.test import APIClient

from krs_portal.reports import tasks
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db
URL = "/api/v1/reports/"


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def api(evaluator):
    client = APIClient()
    client.force_authenticate(evaluator)
    return client


def test_a_report_is_asked_for_and_fetched(api):
    reports.year_2022()
    asked = api.post(URL, {"kind": "krs-evaluation", "params": {"year": 2022, "as_at": "2022-12-05"}})
    assert asked.status_code == 202
    assert (asked.data["state"], asked.data["progress"]) == ("QUEUED", 0)

    tasks.render_revision(reports.Revision.objects.get().pk)

    found = api.get(f"{URL}{asked.data['id']}/").data
    assert (found["state"], found["progress"], found["revision"]) == ("READY", 100, 1)
    assert {file["format"] for file in found["files"]} == {"PDF", "XLSX", "CSV"}
    paper = next(file for file in found["files"] if file["format"] == "PDF")
    assert api.get(paper["url"]).content.startswith(b"%PDF")


def test_what_is_wrong_is_told_by_field(api):
    reports.year_2022()

    unknown = api.post(URL, {"kind": "apa-saja"})
    wrong = api.post(URL, {"kind": "krs-evaluation", "params": {"year": 1999}})

    assert (unknown.status_code, list(unknown.data["fields"])) == (400, ["kind"])
    assert (wrong.status_code, list(wrong.data["fields"])) == (400, ["year"])


def test_who_may_not_ask_is_told_why():
    client = APIClient()
    client.force_authenticate(offices.head(reports.year_2022()["JAW3"]))

    answer = client.post(URL, {"kind": "krs-evaluation", "params": reports.PARAMS})

    assert answer.status_code == 403
    assert "evaluator kementerian" in answer.data["title"]


def test_a_draft_is_not_found_by_those_who_may_not_see_it(evaluator):
    made = reports.year_2022()
    draft = reports.drafted(evaluator)
    client = APIClient()
    client.force_authenticate(offices.head(made["JAW3"]))

    assert client.get(f"{URL}{draft.report_id}/").status_code == 404
    assert client.get(f"{URL}{draft.report_id}/files/pdf/").status_code == 404
    assert client.get(URL).data["results"] == []


def test_the_list_asks_as_many_queries_for_many_as_for_few(api, evaluator, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as asked:
            api.get(URL)
        return len(asked)

    reports.asked(evaluator)
    queries()  # what is remembered of the reader is asked once
    few = queries()
    for day in range(10, 20):
        reports.asked(evaluator, {"year": 2022, "as_at": f"2022-11-{day}"})

    assert queries() == few
