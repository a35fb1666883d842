"""The pages of reports: who sees what, progress with and without JavaScript, files through permission."""

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.reports import tasks
from krs_portal.reports.models import Revision
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def made():
    return reports.year_2022()


@pytest.fixture
def draft(made, evaluator):
    return reports.drafted(evaluator)


def address(name, row):
    return reverse(f"reports:{name}", args=[row.pk])


def test_the_ministry_and_auditors_see_drafts(draft, evaluator, signed_in):
    for user in (evaluator, offices.member(Role.AUDITOR, offices.directorate())):
        assert signed_in(user).get(address("report", draft.report)).status_code == 200


def test_a_head_sees_only_what_is_published(made, draft, evaluator, signed_in):
    head = offices.head(made["JAW3"])
    assert signed_in(head).get(address("report", draft.report)).status_code == 404
    assert signed_in(head).get(address("file", draft.files.first())).status_code == 404
    assert "Belum ada laporan yang terbit" in signed_in(head).get(reverse("reports:list")).content.decode()

    done = reports.published(evaluator)

    assert signed_in(head).get(address("report", done.report)).status_code == 200
    assert signed_in(head).get(address("file", done.files.first())).status_code == 200
    assert draft.report.title in signed_in(head).get(reverse("reports:list")).content.decode()


def test_others_are_told_for_whom_reports_are(made, draft, signed_in):
    client = signed_in(offices.officer(made["JAW3"]))

    assert client.get(reverse("reports:list")).status_code == 403
    assert client.get(address("report", draft.report)).status_code == 404


def test_an_agency_sees_no_report_of_clinics(draft, signed_in):
    client = signed_in(offices.member(Role.OPERATOR, offices.office(kind=OfficeKind.LOCAL_AGENCY)))

    assert draft.report.title not in client.get(reverse("reports:list")).content.decode()
    assert client.get(address("report", draft.report)).status_code == 404


def test_the_form_asks_builds_and_leads_to_the_report(made, evaluator, signed_in):
    answer = signed_in(evaluator).post(reverse("reports:new"), {"year": "2022", "as_at": "2022-12-05"})

    revision = Revision.objects.get()
    assert answer.url == address("report", revision.report)
    assert revision.report.params == reports.PARAMS


@pytest.mark.parametrize("day", ["2021-12-31", "2023-01-01", "bukan tanggal"])
def test_a_day_outside_the_year_is_told_at_its_field(made, evaluator, signed_in, day):
    answer = signed_in(evaluator).post(reverse("reports:new"), {"year": "2022", "as_at": day})

    assert answer.status_code == 422
    assert not Revision.objects.exists()
    assert day in answer.content.decode()


def test_without_a_day_a_year_that_is_over_ends_at_its_end(made, evaluator, signed_in):
    signed_in(evaluator).post(reverse("reports:new"), {"year": "2022"})

    assert Revision.objects.get().as_at.isoformat() == "2022-12-31"


def test_progress_is_asked_for_until_there_is_nothing_to_wait_for(made, evaluator, signed_in):
    revision, client = reports.asked(evaluator), signed_in(evaluator)
    url = address("progress", revision)
    assert url in client.get(address("report", revision.report)).content.decode()
    assert "progress-line" in client.get(url, headers={"HX-Request": "true"}).content.decode()

    tasks.render_revision(revision.pk)

    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.get(url).url == address("report", revision.report)


def test_without_javascript_a_link_asks_again(made, evaluator, signed_in):
    revision = reports.asked(evaluator)

    text = signed_in(evaluator).get(address("report", revision.report)).content.decode()

    assert "Muat ulang untuk melihat kemajuannya" in text.split("<noscript>")[1]


def test_the_button_says_why_it_may_not_be_pressed(draft, evaluator, signed_in):
    text = signed_in(evaluator).get(address("report", draft.report)).content.decode()

    assert "belum diberi alasan; isi alasannya lebih dahulu." in text


def test_from_reason_to_published_through_the_page(draft, evaluator, signed_in):
    client, row = signed_in(evaluator), draft.reconciliations.get(key="said:0")
    line = {f"r{row.pk}-1-amount": "1", f"r{row.pk}-1-category": "SOURCE", f"r{row.pk}-1-reference": "Kompas"}
    half = client.post(address("explain", row), line)
    assert half.status_code == 422
    assert "berjumlah +1, sedangkan selisihnya +2" in half.content.decode()

    client.post(address("explain", row), line | {f"r{row.pk}-2-amount": "1", f"r{row.pk}-2-category": "LATE"})
    client.post(address("publish", draft))
    tasks.render_revision(draft.pk)

    draft.refresh_from_db()
    assert draft.published_by == evaluator
    assert "Susun revisi baru" in client.get(address("report", draft.report)).content.decode()


def test_one_cause_is_one_line_and_the_others_are_folded_until_they_are_needed(draft, evaluator, signed_in):
    client, row = signed_in(evaluator), draft.reconciliations.get(key="said:0")
    refused = client.post(address("explain", row), {f"r{row.pk}-1-amount": "1"})

    for answer, is_open in ((client.get(address("report", draft.report)), False), (refused, True)):
        first, *others = lxml.html.fromstring(answer.content.decode()).xpath("//div[@class='reason-line']")
        folds = {line.getparent() for line in others}
        assert first.getparent().tag == "form"
        assert [(fold.tag, "open" in fold.attrib) for fold in folds] == [("details", is_open)]


def test_publishing_too_early_is_403_with_the_reason(draft, evaluator, signed_in):
    answer = signed_in(evaluator).post(address("publish", draft))

    assert answer.status_code == 403
    assert "belum diberi alasan" in answer.content.decode()


def test_a_failed_revision_shows_its_sentence_and_a_retry(made, evaluator, signed_in, monkeypatch):
    revision = reports.asked(evaluator)
    with monkeypatch.context() as patch:
        patch.setattr(tasks.rendering, "render_revision_html", lambda revision: 1 / 0)
        tasks.render_revision(revision.pk)
    client = signed_in(evaluator)
    assert "Coba lagi" in client.get(address("report", revision.report)).content.decode()

    client.post(address("retry", revision))

    revision.refresh_from_db()
    assert revision.state == "QUEUED"


def test_a_published_revision_says_what_has_changed_since(made, evaluator, signed_in):
    done = reports.published(evaluator)
    reports.late_service(made["JAW3"])

    text = signed_in(evaluator).get(address("report", done.report)).content.decode()

    assert "angka berubah sejak revisi ini dibekukan" in text
    assert "1.809" in text


def test_an_older_revision_can_be_opened(made, evaluator, signed_in):
    reports.published(evaluator)
    reports.late_service(made["JAW3"])
    second = reports.published(evaluator)

    text = signed_in(evaluator).get(address("report", second.report), {"revisi": "1"}).content.decode()

    assert "Revisi ini sudah digantikan." in text


def test_a_file_comes_as_an_attachment_and_a_pdf_may_be_looked_at(draft, evaluator, signed_in):
    client = signed_in(evaluator)
    paper, table = draft.files.get(format="PDF"), draft.files.get(format="CSV")

    assert client.get(address("file", paper))["Content-Disposition"].startswith("attachment")
    assert client.get(address("file", paper), {"lihat": ""})["Content-Disposition"].startswith("inline")
    assert client.get(address("file", table), {"lihat": ""})["Content-Disposition"].startswith("attachment")


def test_the_list_asks_as_many_queries_for_many_as_for_few(made, evaluator, signed_in, django_assert_max_num_queries):
    client = signed_in(evaluator)

    def queries():
        with django_assert_max_num_queries(30) as asked:
            client.get(reverse("reports:list"))
        return len(asked)

    reports.asked(evaluator)
    queries()
    few = queries()
    for day in range(10, 31):
        reports.asked(evaluator, {"year": 2022, "as_at": f"2022-11-{day}"})

    assert queries() == few


def test_a_report_is_known_as_at_the_moment_it_was_asked_for(draft):
    assert draft.known_at <= timezone.now()
    assert draft.known_at == draft.requested_at
