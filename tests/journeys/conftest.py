"""A real browser on the whole portal. On every page it passes, axe must find nothing and CSP refuse nothing."""

import io
import os
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from krs_portal.kit import clock
from tests.journeys.portal import Portal
from tests.journeys.post import addresses, http_gateway, mail_server

CHROMIUM = os.environ.get("KRS_CHROMIUM", "")
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("KRS_PICTURES", "")  # a folder; `make pictures` sets .data/pictures
WIDTHS = (360, 768, 1280)
TWICE = 320  # what a window of 640 px shows at 200 %, and the narrowest that must not scroll sideways
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
STICKING_OUT = """[...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth).slice(-4).map(one => one.outerHTML.slice(0, 150))"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: the browser journeys did NOT run"))


@pytest.fixture(scope="session")
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture(scope="session")
def gateway():
    with http_gateway() as server:
        yield server


@pytest.fixture(scope="session")
def portal(mailbox, gateway):
    with Portal("journey", **addresses(mailbox, gateway)) as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


# 422 and 409 are a form that was sent back, 401 the end of a session, 403 a form of before it; the report that the
# network is gone may come after it is back.
REPORTED_BY_THE_BROWSER = ("status of 401", "status of 403", "status of 409", "422", "ERR_INTERNET_DISCONNECTED")


class Visitor:
    """Somebody with a browser. Looks at every page with axe, and takes its picture when asked to."""

    def __init__(self, chromium, portal, language="id", axe_at=(1280,), **options):
        self.portal, self.axe_at = portal, axe_at
        self.context = chromium.new_context(
            base_url=portal.base, locale=language, **({"viewport": {"width": 1280, "height": 900}} | options)
        )
        self.page = self.context.new_page()
        self.refusals = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.refusals.append(str(error)))

    def hear(self, message):
        """An error in the console, but for what the browser reports by itself: a form sent back, no network."""
        if message.type == "error" and not any(each in message.text for each in REPORTED_BY_THE_BROWSER):
            self.refusals.append(message.text)

    def go(self, path):
        answer = self.page.goto(path)
        assert answer.status < 400, f"{path}: {answer.status}"
        return self

    def look(self, name=""):
        """axe, console, sideways scrolling; and with a name, pictures at three widths."""
        self.page.wait_for_load_state("load")
        for width in (TWICE, *WIDTHS):
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} scrolls sideways at {width} px: {self.page.evaluate(STICKING_OUT)}"
            if name and PICTURES and width in WIDTHS:
                shot = Image.open(io.BytesIO(self.page.screenshot(full_page=True)))
                shot.convert("RGB").quantize(96).save(f"{PICTURES}/{name}-{width}.png", optimize=True)
            if width in self.axe_at:
                self.ask_axe()
        assert self.refusals == [], f"console at {self.page.url}: {self.refusals}"
        return self

    def ask_axe(self):
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        said = [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}" for v in found]
        assert said == [], f"axe at {self.page.url}: {said}"

    def sign_in(self, name, password):
        self.go("/masuk/").look("masuk")
        self.page.locator("#id_login").fill(f"{name}@demo.krs.test")
        self.page.locator("#id_password").fill(password)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        self.page.wait_for_url(lambda url: "/masuk/" not in url)
        return self

    def sees(self, *texts):
        for text in texts:
            assert text in self.page.inner_text("body"), f"{text!r} is not on {self.page.url}"
        return self


@pytest.fixture
def visitor(chromium, portal):
    """`visitor()`: a fresh browser without cookies."""
    opened = []

    def open_one(language="id"):
        opened.append(Visitor(chromium, portal, language))
        return opened[-1]

    yield open_one
    for one in opened:
        one.context.close()


def get_figures(visitor, **asked):
    """The achievements as the API gives them to the ministry."""
    answer = visitor.context.request.get(
        "/api/v1/achievements/",
        params={"indicator": "layanan", **asked},
        headers={"Authorization": "Token demo-kementerian"},
    )
    assert answer.ok, answer.text()
    return answer.json()


def get_realised(visitor, code):
    """How many services of this year one office has: other stories at the same portal leave it alone."""
    offices = get_figures(visitor, year=clock.today().year)["offices"]
    return next((row["realised"] for row in offices if row["office"] == code), None) or 0
