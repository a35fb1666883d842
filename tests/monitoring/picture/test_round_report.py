"""Screen, API, PDF and workbook of the round of 2021 say the same, and every figure opens its rows."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from krs_portal.accounts.models import User
from krs_portal.reports import services, tasks
from krs_portal.reports.enums import FileFormat
from monitoring.picture.report import show
from monitoring.register.models import Estate
from monitoring.rounds.figures import COLUMNS
from monitoring.rounds.models import Profile, Round
from tests.monitoring.picture.follow import find_wrong_figures, list_figures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("round-report")]  # the demo is loaded once
PUBLISHED = {"locations": 61, "towers": 120, "units": 9778, "occupied": 8051, "empty": 1727}


@pytest.fixture(scope="module")
def frozen(loaded_demo, django_db_blocker):
    """The report of the demo's round of 2021, rendered once."""
    round_ = Round.objects.get(data_as_at=date(2020, 12, 31))
    head = User.objects.get(email="provinsi@demo.krs.test")
    revision = services.request_report(kind="monitoring-round", params={"round": round_.pk}, by=head, at=timezone.now())
    tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    return revision


@pytest.fixture
def head(frozen):
    return User.objects.get(email="provinsi@demo.krs.test")


def file_of(revision, kind):
    return io.BytesIO(bytes(revision.files.get(format=kind).content))


def test_the_report_says_what_was_published(frozen):
    values = dict(frozen.figures.filter(is_headline=True).values_list("key", "value"))

    assert {name: int(values[f"RUSUN:{name}"]) for name in PUBLISHED} == PUBLISHED
    assert str(values["RUSUN:percent"]) == "82.34"
    assert int(values["RUSUS:locations"]) == 4


def test_paper_and_workbook_say_the_same(frozen):
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(file_of(frozen, FileFormat.PDF)).pages)
    table = CalamineWorkbook.from_filelike(file_of(frozen, FileFormat.XLSX)).get_sheet_by_index(0).to_python()
    total = next(row for row in table if "JUMLAH" in row)

    said = re.sub(r"\s+", " ", paper)
    assert all(
        word in said for word in ("61 lokasi rusun di 23 kab/kota", "9.778 unit", "8.051 terhuni", "1.727 kosong")
    )
    assert [total[2], total[3], total[4], total[5], total[7]] == list(PUBLISHED.values())


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_figure_opens_rows_that_add_up(frozen, head, signed_in, name):
    figure = frozen.figures.get(key=f"RUSUN:{name}")

    answer = signed_in(head).get(show.build_figure_rows_url(figure))
    page = signed_in(head).get(f"{reverse('monitoring:picture')}?round={frozen.report.params['round']}")

    rows = Profile.objects.filter(round=frozen.report.params["round"], estate__kind="RUSUN").annotate(n=COLUMNS[name])
    assert answer.status_code == page.status_code == 200
    assert sum(row.n for row in rows) == PUBLISHED[name]
    assert f"{PUBLISHED[name]:,}".replace(",", ".") in answer.content.decode()
    assert f"{PUBLISHED[name]:,}".replace(",", ".") in page.content.decode()


def test_a_kab_kota_sees_only_its_own_rows_behind_a_figure(frozen, signed_in):
    operator = User.objects.get(email="kabkota@demo.krs.test")

    answer = signed_in(operator).get(
        reverse("monitoring:round_rows", args=[frozen.report.params["round"]]), {"angka": "locations", "jenis": "RUSUN"}
    )

    assert "<h1>7 lokasi</h1>" in re.sub(r">\s+|\s+<", lambda m: m[0].strip(), answer.content.decode())
    assert "Surakarta" not in answer.content.decode()


@pytest.fixture(scope="module")
def seen():
    """What was opened already, by whom: pages share many of their figures."""
    return {}


def follow(browser, who, page, seen):
    answer = browser.get(page)
    figures = list_figures(answer.content.decode())
    return find_wrong_figures(browser, figures, seen.setdefault(who, {})), len(figures)


@pytest.mark.parametrize("who", ["provinsi", "kabkota"])
def test_every_figure_of_the_picture_opens_its_rows(frozen, signed_in, seen, who):
    browser = signed_in(User.objects.get(email=f"{who}@demo.krs.test"))

    wrong, count = follow(browser, who, f"{reverse('monitoring:picture')}?round={frozen.report.params['round']}", seen)

    assert wrong == []
    assert count >= {"provinsi": 170, "kabkota": 40}[who]


@pytest.mark.parametrize(
    "page", ["monitoring:readiness", "monitoring:hand_overs", "monitoring:problems", "monitoring:estates"]
)
def test_every_figure_of_a_board_opens_its_rows(head, signed_in, seen, page):
    wrong, count = follow(signed_in(head), "provinsi", reverse(page), seen)

    assert wrong == []
    assert count >= 1


def test_every_figure_of_a_dossier_opens_its_rows(head, signed_in, seen):
    listed = Estate.objects.filter(blocks__is_listed=True).order_by("pk").first()
    declared = Estate.objects.filter(tally__units__gt=0).exclude(blocks__is_listed=True).order_by("pk").first()

    found = [
        follow(signed_in(head), "provinsi", reverse("monitoring:estate", args=[each.pk]), seen)
        for each in (listed, declared)
    ]

    assert [wrong for wrong, _count in found] == [[], []]
    assert min(count for _wrong, count in found) >= 4


def test_every_figure_of_the_report_opens_its_rows(frozen, head, signed_in, seen):
    figures = [(show.build_figure_rows_url(figure), int(figure.value)) for figure in frozen.figures.exclude(address="")]

    assert find_wrong_figures(signed_in(head), figures, seen.setdefault("provinsi", {})) == []
    assert len(figures) > 23 * 5


def test_a_group_of_problems_and_its_headline_keep_what_was_asked(frozen, head, signed_in):
    asked = {"round": frozen.report.params["round"], "on": "2021-08-24", "by": "category", "region": "33.74"}

    context = signed_in(head).get(reverse("monitoring:problems"), asked).context

    links = [each["url"] for each in context["groups"] + context["headline"]]
    assert links
    assert all(f"{name}={value}" in link for link in links for name, value in asked.items())
    assert sum(each["count"] for each in context["groups"]) == context["filter"].count_states()["open"]
