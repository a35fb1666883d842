"""Every figure that is a link opens its own rows: what the opened page adds up to is the figure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from clinics import services as clinic_services
from clinics.addresses import read_figure_address
from clinics.enums import Cause
from clinics.passports import compute_passport
from krs_portal.offices.models import Office
from tests.agency_world import world as build_agency_world
from tests.factories import clinics, offices, reports
from tests.house.doors import open_browser
from tests.house.expected import list_cases
from tests.house.pages import read_page

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r"−?\d[\d.]*")
CHART_VALUE = re.compile(r": (\d[\d.]*)$")  # not a percentage, which no rows add up to


@dataclass(frozen=True)
class OpenedFigure:
    """A figure on a page: what it says, and the address behind it."""

    text: str
    address: str

    @property
    def value(self) -> int | None:
        found = NUMBER.search(self.text)
        return int(found[0].replace(".", "").replace("−", "-")) if found else None

    @property
    def words(self) -> str:
        """The figure as it is written, without the sign and the words around it."""
        return self.text.strip("+−").partition(" dari ")[0]


def list_figures(page: Any, here: str) -> Iterator[OpenedFigure]:
    """The figures of the tables, and the marks of the drawings that lead somewhere."""
    for link in page.xpath("//a[contains(concat(' ', @class, ' '), ' figure ')]"):
        yield OpenedFigure(link.text_content().strip(), urljoin(here, link.get("href")))
    for mark in page.xpath("//main//*[local-name()='svg']//a[@href]"):
        title = mark.find("title")
        if title is not None and (value := CHART_VALUE.search(title.text_content())):
            yield OpenedFigure(value[1], urljoin(here, mark.get("href")))


def read_ledger_rows(context: Any, fragment: str) -> int | None:
    return context["realised"]


def read_passport(address: str) -> str | None:
    """The figure as it is written in its passport, reckoned without drawing hundreds of pages.

    What is short has its sign on the board alone. That the pages open is tested beside them.
    """
    found = read_figure_address(resolve(address).kwargs["address"])
    return compute_passport(found).shown.strip("+−") if found else None


def read_targets(context: Any, fragment: str) -> int | None:
    if fragment == "jumlah":
        return context["total"]
    return next(each.in_force.quantity for each in context["targets"] if f"unit-{each.office.code}" == fragment)


def read_round_rows(context: Any, fragment: str) -> int | None:
    return context["total"]


def count_listed(context: Any, fragment: str) -> int | None:
    return len(context["page"].rows)


# How a page that figures lead to says what its rows add up to.
READERS: dict[str, Callable[[Any, str], int | None]] = {
    "clinics:rows": read_ledger_rows,
    "clinics:targets": read_targets,
    "monitoring:round_rows": read_round_rows,
    "monitoring:problems": count_listed,
    "monitoring:hand_overs": count_listed,
}


def find_faults(client: Client, here: str) -> tuple[int, list[str]]:
    """How many figures were followed, and those that open something else."""
    shown = client.get(here)
    assert shown.status_code == 200
    faults, followed = [], 0
    for figure in dict.fromkeys(list_figures(read_page(shown), here)):  # each once, however often it stands there
        followed += 1
        path, fragment = urldefrag(figure.address)
        if resolve(path.partition("?")[0]).view_name == "clinics:passport":
            if (said := read_passport(path)) != figure.words:
                faults.append(f"{figure.text}: {said} behind {figure.address}")
            continue
        opened = client.get(path)
        reader = READERS.get(resolve(path.partition("?")[0]).view_name)
        if opened.status_code != 200 or reader is None:
            faults.append(f"{figure.text}: {opened.status_code} {figure.address}")
        elif (value := reader(opened.context, fragment)) != figure.value:
            faults.append(f"{figure.text}: {value} behind {figure.address}")
    return followed, faults


@pytest.fixture
def country():
    """The year 2022 with everything that parts a figure from its rows."""
    made = reports.year_2022(single_rows=False)
    by = offices.evaluator()
    made["OTHER"], made["EXEMPT"], made["WRONG"] = (offices.balai(code) for code in ("LAIN", "BEBAS", "KELIRU"))
    clinics.entry(made["OTHER"], date(2022, 5, 31), 302)
    clinics.entry(made["EXEMPT"], date(2022, 6, 1), 9)
    for name, state in (("EXEMPT", "EXEMPT"), ("WRONG", "WITHDRAWN")):
        decide(clinics.target(made[name], 100, by=by), by, state=state)
    decide(made["JAW2"].targets.get(), by, quantity=300)
    decide(made["SATKER-BALI"].targets.get(), by, quantity=173, decided_on=timezone.localdate())
    wrong = clinics.entry(made["JAW3"], date(2022, 8, 31), 5)
    at = datetime(2022, 9, 2, tzinfo=UTC)
    clinic_services.reverse_entries(entries=[wrong], cause=Cause.CORRECTED, by=by, at=at)
    clinics.entry(made["JAW3"], date(2022, 9, 1), 4, recorded_at=at)
    reports.late_service(made["KAL1"])
    return by


def decide(target, by, **decided):
    values = {"decree": "Keputusan 9", "decided_on": date(2022, 7, 1), "reason": "Berubah"}
    return clinic_services.revise_target(target=target, by=by, at=timezone.now(), **(values | decided))


@pytest.mark.parametrize("page", ["/dasbor/", "/evaluasi/"])
@pytest.mark.parametrize(
    "asked",
    ["", "year=2022&as_at=2022-06-15", "year=2022&as_at=2022-12-05&known_at=2022-12-06", "indicator=rumah-dibantu"],
)
def test_the_figures_of_the_clinics_open_their_rows(country, page, asked):
    if page == "/evaluasi/" and ("known_at" in asked or "indicator" in asked):
        pytest.skip("the evaluation is asked by year and day alone")

    followed, faults = find_faults(open_browser(country), f"{page}?{asked}")

    assert faults == []
    assert followed > 5 or "rumah" in asked


@pytest.mark.parametrize("address", ["/dasbor/", "/angka/janji-tepat-waktu.2022.1205.JAW3.persen/"])
def test_the_figures_of_a_ratio_open_their_own(country, address):
    ratio, jaw3 = clinics.ratio(), Office.objects.get(code="JAW3")
    for counts, number in zip(ratio.counted, (3, 4), strict=True):
        clinics.entry(jaw3, date(2022, 5, 2), number, counts=counts)
    clinics.target(jaw3, 80, counts=ratio, by=country)

    query = f"?year=2022&as_at=2022-12-05&indicator={ratio.code}" if address == "/dasbor/" else ""
    followed, faults = find_faults(open_browser(country), address + query)

    assert faults == []
    assert followed >= 2


def test_the_figures_of_a_report_open_their_rows_as_they_were_frozen(country, quick_paper):
    draft = reports.drafted(country)
    reports.late_service(Office.objects.get(code="JAW3"))

    followed, faults = find_faults(open_browser(country), f"/laporan/{draft.report_id}/")

    assert faults == []
    assert followed > 10


@pytest.mark.parametrize("role", ["head", "officer"])
def test_who_sees_one_office_opens_its_rows(country, role):
    user = getattr(offices, role)(Office.objects.get(code="JAW3"))

    assert find_faults(open_browser(user), "/dasbor/?year=2022&as_at=2022-12-05")[1] == []


def test_the_public_page_opens_passports_and_no_rows(client, country):
    followed, faults = find_faults(client, "/capaian/?year=2022")

    assert faults == []
    assert followed > 20


PASSPORTS = [
    "semua.persen",
    "semua.persen-dibatasi",
    "semua.sisa",
    "semua.tercapai",
    "JAW3.sampai-target",
    "JAW3.target",
]


@pytest.mark.parametrize("figure", PASSPORTS)
def test_the_figures_of_a_passport_open_their_own(client, country, figure):
    assert find_faults(client, f"/angka/layanan.2022.1205.{figure}/")[1] == []


@pytest.mark.parametrize("page", ["perubahan", "riwayat"])
def test_the_figures_of_changes_and_vintages_open_what_they_say(country, page):
    """Also the steps of the drawing, as rows of the step."""
    followed, faults = find_faults(open_browser(country), f"/angka/layanan.2022.1205.semua.realisasi/{page}/")

    assert faults == []
    assert followed > 2


MONITORING = {name: (name, address) for name, address in {"monitoring:picture": "/monitoring/"}.items()}


@pytest.mark.parametrize(("name", "address"), list_cases("figures", MONITORING))
def test_the_figures_of_monitoring_open_their_rows(name, address):
    people, _keys = build_agency_world()

    followed, faults = find_faults(open_browser(people["province"]), address)

    assert followed > 0
    assert faults == []
