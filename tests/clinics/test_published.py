"""Published figures on a page of their own: recorded by the ministry, held against ours, the difference in lines."""

from datetime import UTC, date, datetime

import pytest

from clinics.enums import Cause, GapKind
from clinics.gaps import compute_gap
from clinics.models import PublishedFigure
from clinics.services import reverse_entries
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db
LATE = datetime(2022, 12, 20, 3, tzinfo=UTC)


def say(value, of=None, **changes):
    """What the newspaper of the factory said of an office, on the same day."""
    said = {"as_at": date(2022, 12, 5), "stated_on": date(2022, 12, 8), "source": "Surat kabar"} | changes
    return PublishedFigure.objects.create(
        indicator=clinics.indicator(), period=clinics.year(), office=of, value=value, **said
    )


def list_lines(figure):
    gap = compute_gap(figure)
    lines = [(line.kind, line.amount) for line in gap.then]
    assert sum(amount for _kind, amount in lines) + gap.changed.difference == gap.difference
    return lines


def test_a_difference_that_nothing_explains_is_called_unknown():
    reports.year_2022()

    assert list_lines(PublishedFigure.objects.get()) == [(GapKind.UNKNOWN, 2)]


def test_parts_of_the_same_source_that_do_not_add_up_are_the_sources_own_sum():
    made = reports.year_2022()
    for code, value in reports.REALISED.items():
        say(value, made[code])

    assert list_lines(PublishedFigure.objects.get(office=None)) == [(GapKind.SOURCE_SUM, 2)]


def test_parts_that_leave_an_office_out_are_not_said_to_add_up_wrongly():
    made = reports.year_2022()
    for code in ("SUM3", "KAL1"):
        say(reports.REALISED[code], made[code])

    assert list_lines(PublishedFigure.objects.get(office=None)) == [(GapKind.UNKNOWN, 2)]


def test_an_office_that_said_otherwise_is_named_and_what_came_since_has_its_rows(signed_in):
    made = reports.year_2022()
    for code, value in reports.REALISED.items():
        say(value - 3 if code == "JAW3" else value, made[code])
    clinics.entry(made["JAW3"], date(2022, 11, 30), 5, recorded_at=LATE)
    wrong = clinics.entry(made["KAL1"], date(2022, 8, 1), 4)
    reverse_entries(entries=[wrong], cause=Cause.VOIDED, by=offices.evaluator(), at=LATE)
    figure = PublishedFigure.objects.get(office=None)

    assert list_lines(figure) == [(GapKind.SOURCE_SUM, -1), (GapKind.UNKNOWN, 3), (GapKind.UNKNOWN, 4)]

    browser = signed_in(offices.evaluator())
    page = browser.get(f"/dasbor/angka-terbit/{figure.pk}/")
    lines = page.context["lines"]
    assert [line.amount.replace("−", "-") for line in lines] == ["-1", "+3", "+4", "+5", "-4"]
    assert page.context["gap"].difference == 7
    late, voided = lines[3:]
    for line, total in ((late, 5), (voided, -4)):
        assert browser.get(line.url).context["realised"] == total


def test_what_the_ministry_writes_down_stands_in_the_list_beside_ours(signed_in):
    made = reports.year_2022(published=None)
    browser = signed_in(writer := offices.evaluator())
    asked = {
        "indicator": "layanan", "period": clinics.year().pk, "value": "1.806", "as_at": "2022-12-05",
        "stated_on": "2022-12-08", "said_by": "Direktur", "source": "Kompas.com",
    }  # fmt: skip

    early = browser.post("/dasbor/angka-terbit/baru/", asked | {"stated_on": "2022-12-01"})
    outside = browser.post("/dasbor/angka-terbit/baru/", asked | {"as_at": "2023-01-05", "stated_on": "2023-02-01"})
    done = browser.post("/dasbor/angka-terbit/baru/", asked)
    again = browser.post("/dasbor/angka-terbit/baru/", asked | {"said_by": "Menteri"})
    of_office = say(660, made["JAW3"], source="Siaran pers")
    say(1, made["JAW3"], as_at=date(2022, 1, 2), source="Sebelum apa pun tercatat")
    lines = browser.get("/dasbor/angka-terbit/").context["lines"]

    assert [early.status_code, outside.status_code, done.status_code, again.status_code] == [422, 422, 302, 422]
    assert "sebelum tanggal datanya" in early.content.decode()
    figure = PublishedFigure.objects.get(source="Kompas.com")
    assert (figure.value, figure.said_by, figure.recorded_by) == (1806, "Direktur", writer)
    assert {(line.figure.pk, line.ours, line.difference) for line in lines[:2]} == {
        (figure.pk, 1808, 2), (of_office.pk, 660, 0)
    }  # fmt: skip
    assert (lines[2].ours, lines[2].difference) == (None, None)


def test_a_head_is_told_for_whom_the_page_is(signed_in):
    made = reports.year_2022()

    for path in ("", "baru/", f"{PublishedFigure.objects.get().pk}/"):
        assert signed_in(offices.head(made["JAW3"])).get(f"/dasbor/angka-terbit/{path}").status_code == 403
