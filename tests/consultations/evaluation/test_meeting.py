"""The meeting of an evaluation: proposed from the figures, told beforehand, decided, and carried into the next year."""

import io
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pikepdf
import pytest
from django.utils import timezone

from consultations.evaluation.meetings.models import EvaluationMeeting
from consultations.evaluation.models import EvaluationNote
from krs_portal.kit import clock, pdf
from krs_portal.meetings import services as meetings
from krs_portal.reports import services, tasks
from krs_portal.reports.models import File, Report
from krs_portal.reports.rendering import render_revision_html, thaw_document
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db
NEW = "/evaluasi/rapat/baru/?year=2022&as_at=2022-12-05"


@pytest.fixture
def quick_paper(monkeypatch):
    monkeypatch.setattr(pdf, "write_pdf", lambda html, *, attachments=(): b"%PDF-" + html.encode())


@pytest.fixture
def year():
    return reports.year_2022()


@pytest.fixture
def evaluator():
    return offices.evaluator()


def fill_in(page, **changed):
    """What the page proposes, with a day, hours and a place."""
    form = page.context["form"]
    day = timezone.localdate() + timedelta(days=9)
    proposed = {name: form.initial[name] for name in ("title", "agenda", "introduction")}
    guests = [office.pk for office in form.initial["guests"]]
    office = form.fields["office"].queryset.get()
    return proposed | {
        "guests": guests, "office": office.pk, "day": f"{day:%d-%m-%Y}", "starts": "09.00", "ends": "12.00",
        "place": "Tangerang",
    } | changed  # fmt: skip


def plan(client, **changed):
    answer = client.post(NEW, fill_in(client.get(NEW), **changed))
    assert answer.status_code == 302, answer.context["form"].errors
    return EvaluationMeeting.objects.get()


def decide(held, by, office, text="Membuka loket di tiap kabupaten.", due_on=date(2023, 3, 31)):
    at = datetime(2022, 12, 7, 4, tzinfo=UTC)
    return meetings.record_decision(meeting=held.meeting, text=text, owner_office=office, due_on=due_on, by=by, at=at)


def test_a_meeting_is_planned_from_who_missed_and_all_are_invited(signed_in, year, evaluator):
    client = signed_in(evaluator)

    held = plan(client)

    items = held.meeting.agenda_items
    assert "1.808 layanan dari target 1.250" in items[1]
    assert [item for item in items if "kurang" in item] == [
        f"{year['SATKER-BALI'].name_on(date(2022, 12, 5))}: 173 dari 250 (69,20\xa0%), kurang 77;"
        " kendala dan langkah perbaikan"
    ]
    assert (held.period.starts_on.year, held.as_at) == (2022, date(2022, 12, 5))
    assert {each.office for each in held.meeting.invitations.all()} == set(year.values())
    assert "/evaluasi/?year=2022" in held.meeting.introduction
    page = client.get("/evaluasi/?year=2022&as_at=2022-12-05").content.decode()
    assert f"/evaluasi/rapat/{held.meeting_id}/" in page


def test_a_head_plans_no_evaluation_and_a_year_without_figures_has_none(signed_in, year, evaluator):
    assert signed_in(offices.head(year["JAW3"])).get(NEW).status_code == 403
    assert signed_in(evaluator).get("/evaluasi/rapat/baru/?year=1999").status_code == 404


def test_a_head_tells_beforehand_and_the_meeting_reads_it(signed_in, year, evaluator):
    held = plan(signed_in(evaluator))
    head = signed_in(offices.head(year["SATKER-BALI"]))
    page = f"/evaluasi/rapat/{held.meeting_id}/"

    assert "0 dari 1 unit sudah menulis" in head.get(page).content.decode()
    head.post(
        "/evaluasi/SATKER-BALI/?year=2022",
        {"obstacles": "Sepi.", "follow_up": "Sosialisasi.", "proposal": "Tambah tenaga ahli."},
    )

    assert EvaluationNote.objects.get().proposal == "Tambah tenaga ahli."
    seen = signed_in(evaluator).get(page).content.decode()
    assert "Tambah tenaga ahli." in seen
    assert "1 dari 5 unit sudah menulis" in seen
    assert signed_in(offices.head(offices.balai("LAIN"))).get(page).status_code == 404


def test_what_stays_open_stands_in_the_next_years_report_and_meeting(quick_paper, signed_in, year, evaluator):
    held = plan(signed_in(evaluator))
    mine = decide(held, evaluator, year["SATKER-BALI"])
    done = decide(held, evaluator, year["JAW3"], text="Menambah dua petugas.")
    meetings.finish_decision(decision=done, proof="SK 12/2023.", by=evaluator, at=datetime(2023, 2, 1, tzinfo=UTC))
    clinics.target(year["JAW3"], period=clinics.year(2023), by=evaluator)
    clinics.entry(year["JAW3"], date(2023, 5, 2))

    now = thaw_document(reports.drafted(evaluator, {"year": 2022, "as_at": "2022-12-05"}))
    later = reports.drafted(evaluator, {"year": 2023, "as_at": "2023-12-05"})

    assert now.follow_ups == ()
    lines = thaw_document(later).follow_ups
    assert {(line.text, line.is_open, line.proof) for line in lines} == {
        (mine.text, True, ""), (done.text, False, "SK 12/2023.")
    }  # fmt: skip
    text = " ".join(render_revision_html(later).split())
    assert "1 dari 2 tindak lanjut yang diputuskan rapat evaluasi sebelumnya masih terbuka" in text
    next_page = signed_in(evaluator).get("/evaluasi/rapat/baru/?year=2023&as_at=2023-12-05")
    assert "Tindak lanjut evaluasi sebelumnya yang masih terbuka: 1" in next_page.context["form"].initial["agenda"]


def test_last_year_stands_beside_up_to_the_same_day(quick_paper, year, evaluator):
    clinics.target(year["JAW3"], period=clinics.year(2023), by=evaluator)
    clinics.entry(year["JAW3"], date(2023, 5, 2))

    report = thaw_document(reports.drafted(evaluator, {"year": 2023, "as_at": "2023-05-31"}))

    (line,) = [line for line in report.offices if line.code == "JAW3"]
    assert (report.last_as_at, line.realised, line.last_year) == (date(2022, 5, 31), 1, 660)


def test_one_press_makes_report_sheets_and_minutes_as_one_paper_and_twice_is_once(signed_in, year, evaluator):
    held = plan(signed_in(evaluator))
    decide(held, evaluator, year["SATKER-BALI"], text="Membuka loket 🏠 ꦏꦭꦶ " + "sangat" * 40)
    press = f"/evaluasi/rapat/{held.meeting_id}/berkas/"

    first = signed_in(evaluator).post(press)
    again = signed_in(evaluator).post(press)

    assert first.url == again.url
    revision = Report.objects.get(kind="krs-evaluation-pack").revisions.get()
    tasks.render_revision(revision.pk)
    paper = File.objects.get(revision=revision, format="PDF")
    with pikepdf.open(io.BytesIO(bytes(paper.content))) as document:
        assert len(document.pages) >= 9
        assert {name.rsplit(".", 1)[1] for name in document.attachments} == {"csv", "xlsx"}
    revision.refresh_from_db()
    pack = thaw_document(revision)
    assert [sheet.line.code for sheet in pack.sheets][-1] == "SATKER-BALI"
    assert pack.meetings[0].decisions[0].owner == year["SATKER-BALI"].name_on(held.meeting.day)
    assert "Buka berkas rapat" in signed_in(evaluator).get(f"/evaluasi/rapat/{held.meeting_id}/").content.decode()


def test_one_offices_sheet_is_a_report_with_its_own_figures(quick_paper, signed_in, year, evaluator):
    client = signed_in(evaluator)
    asked = {"office": "SATKER-BALI", "year": 2022, "as_at": "05-12-2022"}

    answer = client.post("/laporan/buat/?kind=krs-office", asked)

    revision = Report.objects.get(kind="krs-office").revisions.get()
    assert answer.url == f"/laporan/{revision.report_id}/"
    tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    values = dict(revision.figures.values_list("key", "value"))
    assert (values["layanan:SATKER-BALI"], values["target:SATKER-BALI"]) == (173, 250)
    assert {figure.office_code for figure in revision.figures.all()} == {"SATKER-BALI"}
    sheet = thaw_document(revision).sheet
    assert sheet.months[-1].cumulative == sheet.line.realised == 173
    offices.balai("TANPA")
    refused = client.post("/laporan/buat/?kind=krs-office", asked | {"office": "TANPA"})
    assert refused.status_code == 422


def test_a_pack_that_its_worker_left_is_taken_up_again_from_the_same_snapshot(quick_paper, year, evaluator):
    revision = services.request_report(
        kind="krs-evaluation-pack", params=reports.PARAMS, by=evaluator, at=timezone.now()
    )
    with patch("krs_portal.reports.rendering.build_files", side_effect=SystemExit), pytest.raises(SystemExit):
        tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    frozen = revision.snapshot

    services.requeue_stalled_revisions(at=clock.now() + timedelta(hours=1))
    tasks.render_revision(revision.pk)

    revision.refresh_from_db()
    assert (revision.state, revision.attempts, revision.snapshot) == ("READY", 2, frozen)
