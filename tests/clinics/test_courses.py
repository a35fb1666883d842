"""How the year goes on: a forecast that says how often it was right, years in one line, offices side by side, files."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from clinics import services
from clinics.courses.forecasts import YearCourse, compute_completeness, estimate_end, try_on_past
from clinics.models import Target
from clinics.questions import FigureQuestion
from consultations.evaluation.show import format_evaluation_title
from krs_portal.kit.clock import add_months, add_years, get_month_end, today
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office, Succession
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db


def record(of, day, quantity, late=0):
    """So many on a day, written down so many days after it."""
    moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(days=late)
    return clinics.entry(of, day, quantity, recorded_at=moment)


def test_a_forecast_needs_growth_and_never_falls_below_what_is_there():
    courses = [YearCourse(2022, 100, 200), YearCourse(2023, 100, 210), YearCourse(2024, 100, 190)]

    estimate = estimate_end(courses, 150)

    assert 280 < estimate.middle < 320
    assert 150 <= estimate.low < estimate.middle < estimate.high
    assert estimate_end([YearCourse(2022, 100, 100), YearCourse(2023, 100, 100)], 80) == type(estimate)(80, 80, 80)


def test_the_past_says_how_often_it_was_right_and_whether_the_year_before_was_as_good():
    growing = [YearCourse(2020 + place, 100 * 2**place, 205 * 2**place + place) for place in range(5)]
    flat = [YearCourse(2020 + place, known, 200) for place, known in enumerate((100, 150, 90, 140, 60))]

    trials, hits, error, naive = try_on_past(growing)
    assert (trials, hits <= trials, error < naive) == (3, True, True)
    trials, _hits, error, naive = try_on_past(flat)
    assert (trials, error > naive) == (3, True)


def build_country():
    """Five years that double each time; half of each has come by the like day of today, and all of it was on time."""
    balai, now = offices.balai("JAW3"), today()
    for back in range(5, -1, -1):
        day = add_years(now - timedelta(days=1), -back)
        clinics.year(day.year)
        record(balai, date(day.year, 1, 1) if day.month > 1 else day, 10 * 2 ** (5 - back))
        if back and now < date(now.year, 12, 30):
            record(balai, date(day.year, 12, 31), 10 * 2 ** (5 - back) + back % 2)
    return balai


@pytest.mark.skipif(
    today() >= date(today().year, 12, 30) or today() < date(today().year, 1, 3), reason="nothing is left"
)
def test_the_page_says_the_range_its_method_and_how_often_it_was_right(signed_in):
    for year in range(today().year - 5, today().year + 1):
        clinics.year(year)
    rule = clinics.indicator().rules.get()
    type(rule).objects.filter(pk=rule.pk).update(valid_from=date(today().year - 6, 1, 1))
    build_country()

    page = signed_in(offices.evaluator()).get("/dasbor/perkiraan/")
    forecast = page.context["forecast"]

    assert forecast.reason == ""
    assert (forecast.trials, forecast.hits <= 3, len(forecast.years)) == (3, True, 5)
    assert forecast.estimate.low <= 640 <= forecast.estimate.high
    text = page.content.decode()
    assert f"dari {forecast.trials} kali" in text
    assert "perkiraan akhir, rentang 80 %" in text


def test_without_earlier_years_it_says_why_there_is_none(signed_in):
    balai = offices.balai("JAW3")
    clinics.year(today().year)
    record(balai, today() - timedelta(days=0) if today().day == 1 else today().replace(day=1), 3)

    forecast = signed_in(offices.evaluator()).get("/dasbor/perkiraan/").context["forecast"]

    assert forecast.estimate is None
    assert "dua tahun lengkap" in forecast.reason or "sudah lengkap" in forecast.reason


def test_a_month_is_as_complete_as_months_before_it_were_so_long_after_their_end():
    balai, running = offices.balai("JAW3"), today().replace(day=1)
    rule = clinics.indicator().rules.get()
    type(rule).objects.filter(pk=rule.pk).update(valid_from=date(2015, 1, 1))
    for back in range(5, 15):  # settled months: 9 of 10 within the month, the last one 200 days after it
        first = add_months(running, -back)
        record(balai, first, 9)
        if back >= 12:
            record(balai, get_month_end(first), 1, late=200)
    question = FigureQuestion(clinics.indicator(), clinics.year(today().year), today())

    last = compute_completeness(question, Office.objects.all())[-1]

    assert last.first == add_months(running, -1)
    assert last.share is not None
    assert 95 < last.share < 100


def test_years_stand_in_one_line_through_a_merger_and_the_target_moves_with_its_decrees(signed_in):
    made = reports.year_2022()
    old, new = made["JAW2"], made["JAW3"]
    Succession.objects.create(predecessor=old, successor=new, decree="Keputusan 3")
    Office.objects.filter(pk=old.pk).update(closed_on=date(2022, 12, 31))
    services.revise_target(
        target=Target.objects.get(office=new, indicator__code="layanan"), quantity=300, decree="Keputusan 9/2022",
        decided_on=date(2022, 7, 1), reason="Bertambah", by=offices.evaluator(), at=timezone.now(),
    )  # fmt: skip

    context = signed_in(offices.evaluator()).get("/dasbor/perkiraan/?year=2022&office=JAW3").context

    assert context["year_rows"][-1][:3] == ("2022", 660 + 334, 550)
    assert [(step.day, step.quantity) for step in context["steps"]] == [
        (date(2022, 1, 3), 500), (date(2022, 7, 1), 550)
    ]  # fmt: skip
    assert any("JAW2" in said for _event, said in context["events"])
    assert context["forecast"].estimate is None


def test_the_grid_finds_sorts_and_groups_a_screenful_at_a_time(signed_in, django_assert_max_num_queries):
    for number in range(30):
        balai = offices.balai(f"UJI{number:02}")
        clinics.target(balai, 10)
        record(balai, date(2022, 3, 1), number + 1)
    browser = signed_in(offices.evaluator())

    with django_assert_max_num_queries(40):
        first = browser.get("/dasbor/kisi/?year=2022&sort=realisasi").context
    second = browser.get("/dasbor/kisi/?year=2022&sort=realisasi&page=2").context
    found = browser.get("/dasbor/kisi/?year=2022&q=uji07").context
    grouped = browser.get("/dasbor/kisi/?year=2022&group=status").context

    def names(context):
        return [tile.name for _group, tiles in context["groups"] for tile in tiles]

    assert (len(names(first)), len(names(second)), first["number"]) == (24, 6, 30)
    assert [tile.realised for _group, tiles in first["groups"] for tile in tiles][:2] == [30, 29]
    assert not set(names(first)) & set(names(second))
    assert len(names(found)) == 1
    assert len(grouped["groups"]) == 2


@pytest.mark.parametrize("chart", ["berjalan", "tahun", "minggu", "unit"])
def test_every_drawing_is_handed_out_in_four_forms_that_name_the_figure(chart, signed_in):
    reports.year_2022()
    browser = signed_in(offices.evaluator())
    asked = "year=2022&as_at=2022-12-05&indicator=layanan"

    got = {form: browser.get(f"/dasbor/gambar/{chart}/{form}/?{asked}") for form in ("xlsx", "csv", "svg", "cetak")}

    assert {answer.status_code for answer in got.values()} == {200}
    assert got["svg"].content.startswith(b"<svg")
    assert got["xlsx"].content[:2] == b"PK"
    assert "layanan.2022.1205.semua.realisasi" in got["cetak"].content.decode()
    assert "layanan20221205semuarealisasi" in got["csv"]["Content-Disposition"].replace("-", "").replace(".", "")
    if chart == "unit":
        assert "JAW3" in got["csv"].content.decode()
        assert "1808" in got["csv"].content.decode()


def test_what_is_not_there_is_an_error_and_no_other_year(signed_in):
    reports.year_2022()
    browser = signed_in(offices.evaluator())

    for path in (
        "perkiraan/?year=1999",
        "kisi/?year=1999",
        "perkiraan/?year=2022&office=TIDAK",
        "gambar/tahun/svg/?year=1999",
    ):
        assert browser.get(f"/dasbor/{path}").status_code == 404, path
    assert browser.get("/dasbor/gambar/lain/svg/?year=2022").status_code == 404


def test_by_the_structure_of_today_a_merged_office_stands_under_its_heir_and_the_total_is_the_boards(signed_in):
    made = reports.year_2022()
    Succession.objects.create(predecessor=made["JAW2"], successor=made["JAW3"], decree="Keputusan 3")
    Office.objects.filter(pk=made["JAW2"].pk).update(closed_on=date(2022, 12, 31))
    browser = signed_in(offices.evaluator())

    context = browser.get("/dasbor/struktur/?year=2022").context
    board = browser.get("/dasbor/?year=2022").context["board"].figures

    figures = {
        each.office.code: (each.standing.realised, each.standing.target, links) for each, links in context["figures"]
    }
    assert set(figures) == {"SUM3", "KAL1", "JAW3", "SATKER-BALI"}
    assert figures["JAW3"][:2] == (994, 500)
    assert [realised for _name, realised, _url in figures["JAW3"][2]] == [334, 660]
    assert sum(realised for realised, _target, _links in figures.values()) == board.total.realised == 1808
    for _name, realised, url in figures["JAW3"][2]:
        assert browser.get(url).context["passport"].value == realised


def test_a_view_is_kept_under_a_name_opened_again_and_is_nobody_elses(signed_in):
    reports.year_2022()
    owner, another = offices.evaluator(), offices.evaluator()
    browser = signed_in(owner)
    address = "/dasbor/tampilan/kisi/simpan/?year=2022&group=status"

    kept = browser.post(address, {"name": "Rapat Senin"})
    again = browser.post(address, {"name": "Rapat Senin"})
    mine = list(browser.get("/dasbor/tampilan/").context["views"])

    assert (kept.status_code, again.status_code) == (302, 422)
    assert [view.url for view in mine] == ["/dasbor/kisi/?group=status&year=2022"]
    assert browser.get(mine[0].url).context["form"].initial["group"] == "status"
    other = signed_in(another)
    assert not other.get("/dasbor/tampilan/").context["views"]
    assert other.post(f"/dasbor/tampilan/{mine[0].pk}/hapus/").status_code == 404
    browser = signed_in(owner)
    assert browser.post(f"/dasbor/tampilan/{mine[0].pk}/hapus/").status_code == 302
    assert not browser.get("/dasbor/tampilan/").context["views"]


def test_a_report_bears_the_programmes_name_of_its_day(signed_in):
    browser = signed_in(offices.member(Role.ADMIN, offices.directorate()))
    asked = {"name": "Klinik PKP", "short_name": "Klinik PKP", "valid_from": "2025-01-01", "decree": "Keputusan 7/2025"}

    named = browser.post("/dasbor/program/", asked)
    earlier = browser.post("/dasbor/program/", asked | {"valid_from": "2024-01-01"})

    assert (named.status_code, earlier.status_code) == (302, 422)
    titles = [format_evaluation_title({"year": day[:4], "as_at": day}) for day in ("2024-12-31", "2025-12-31")]
    assert ["Klinik Rumah Swadaya" in titles[0], "Klinik PKP" in titles[1]] == [True, True]
    assert signed_in(offices.evaluator()).get("/dasbor/program/").status_code == 403


def test_a_view_whose_choices_are_too_long_is_refused_and_not_cut(signed_in):
    reports.year_2022()
    browser = signed_in(offices.evaluator())

    answer = browser.post(
        f"/dasbor/tampilan/kisi/simpan/?year=2022&q={'%20'.join(['kota'] * 120)}", {"name": "Panjang"}
    )

    assert answer.status_code == 400  # what the page itself would not take
    assert list(browser.get("/dasbor/tampilan/").context["views"]) == []
