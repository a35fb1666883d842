"""Production, rehearsed: what the Dockerfile copies is started by what compose says, behind a proxy that ends TLS.

Left out, for want of Docker: the base images, Debian's packages in them, and compose itself. Python is the suite's.
"""

import base64
import hmac
import json
import re
import shutil
import struct
import tempfile
import time
from datetime import datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.post import mail_server
from tests.rehearsal.browser import Browser
from tests.rehearsal.installation import Installation
from tests.rehearsal.proxy import tls_proxy, write_certificate

pytestmark = pytest.mark.rehearsal

EMAIL, PASSWORD = "pengelola@example.go.id", "Rumah-Swadaya-Kita-2026"
WAIT = 180  # seconds for a report, on a busy machine


@pytest.fixture(scope="module")
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture(scope="module")
def portal(mailbox):
    """Compose's order: migrate to its end, then web, worker and scheduler until they are healthy."""
    folder = Path(tempfile.mkdtemp(prefix="krs-rehearsal-"))
    folder.chmod(0o755)  # the image's account enters it
    with Installation(folder, f"smtp://127.0.0.1:{mailbox.port}") as installation:
        began = installation.run("migrate")
        assert began.returncode == 0, began.stdout + began.stderr
        installation.first_start = began.stdout
        made = installation.run(
            "migrate",
            "python",
            "manage.py",
            "create_admin",
            "--email",
            EMAIL,
            "--password-stdin",
            given=f"{PASSWORD}\n",
        )
        assert made.returncode == 0, made.stdout + made.stderr
        for name in ("web", "worker", "scheduler"):
            installation.start(name)
        for name in ("web", "worker", "scheduler"):
            installation.wait_healthy(name)
        yield installation
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def certificate(portal):
    return write_certificate(portal.logs, portal.known["ALLOWED_HOSTS"])


@pytest.fixture(scope="module")
def proxy(portal, certificate):
    with tls_proxy(certificate, portal.port) as running:
        yield running


@pytest.fixture
def visit(portal, proxy, certificate):
    """`visit()`: a browser without cookies, at the portal's public address."""
    return lambda: Browser(portal.known["KRS_BASE_URL"], proxy.server_port, certificate)


@pytest.fixture(scope="module")
def telephone():
    """The authenticator of the first administrator: its secret once it is set up, and the steps whose code was used."""
    return {"secret": "", "used": 0}


def show_code(telephone):
    """The code that the telephone shows, a later one each time: a code opens once."""
    step = max(int(time.time()) // 30, telephone["used"] + 1)
    time.sleep(max(0, (step - 1) * 30 - time.time()))  # one step ahead is still taken
    telephone["used"] = step
    digest = hmac.digest(base64.b32decode(telephone["secret"]), struct.pack(">Q", step), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.fixture
def admin(visit, telephone):
    """As docs/production.md tells an administrator to: first the second factor, and from then on with it."""
    browser = visit()
    page = browser.send(browser.get("/masuk/"), "login", login=EMAIL, password=PASSWORD)
    if telephone["secret"]:
        page = browser.send(page, "code", code=show_code(telephone))
    else:
        assert browser.get("/admin/").url.endswith("/akun/verifikasi/")
        page = browser.send(browser.get("/akun/verifikasi/aplikasi/"), "password", password=PASSWORD)
        telephone["secret"] = re.search(r'long-code">(\w+)<', page.text).group(1)
        page = browser.send(page, "code", code=show_code(telephone))
        assert len(re.findall(r"<code>\d{8}</code>", page.text)) == 10
    assert "/masuk/" not in page.url, page.words
    return browser


def test_the_first_start_fills_the_portal(portal):
    (told,) = re.findall(r"^Reference data: (.*)$", portal.first_start, re.MULTILINE)

    assert [words.split(" ", 1)[1] for words in told.split(", ")] == [
        "holidays", "institution", "partner programmes", "indicators", "counting rules", "periods", "topics",
        "triage questions", "service standards", "how-to answers", "promise clocks", "facts", "income limits",
        "programmes", "criteria", "profile forms", "problem clocks",
    ]  # fmt: skip


def test_a_second_start_changes_nothing(portal):
    again = portal.run("migrate")
    made = portal.run("migrate", "python", "manage.py", "create_admin", KRS_ADMIN_EMAIL=EMAIL)

    assert again.returncode == 0, again.stderr
    assert "No migrations to apply" in again.stdout
    assert "Reference data: nothing was missing" in again.stdout
    assert "is an administrator already; nothing was changed" in made.stdout


def test_the_image_is_not_written_to(portal):
    """As with `read_only: true`: programs write to the volume and to /tmp, and could not write elsewhere."""
    if not portal.account:
        pytest.skip("only root can start programs as another account")
    tried = portal.run("web", "sh", "-c", "touch manage.py || touch krs_portal/new")

    assert tried.returncode != 0


def test_pages_travel_by_tls_alone(portal, visit):
    browser = visit()
    page = browser.get("/")

    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert portal.status_inside("/") == 301
    browser.get("/masuk/")
    assert browser.cookie("csrftoken").secure


def test_the_session_travels_by_tls_alone(admin):
    cookie = admin.cookie("sessionid")

    assert cookie.secure
    assert cookie.has_nonstandard_attr("HttpOnly")


def test_static_files_are_there_and_kept_by_browsers(visit):
    browser = visit()
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))', browser.get("/").text)

    assert any(address.endswith(".css") for address in addresses)
    for address in addresses:
        file = browser.get(address)
        assert "immutable" in file.headers["Cache-Control"], address


def test_both_languages_are_compiled(visit):
    browser = visit()
    page = browser.send(browser.get("/"), "language", language="en")

    assert 'lang="en"' in page.text
    assert "Sign in" in page.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/readyz/worker", "/readyz/scheduler", "/readyz/broker"])
def test_it_says_that_it_is_well(portal, visit, path):
    assert visit().get(path).status == 200
    assert portal.status_inside(path) == 200


def test_a_scheduler_that_is_gone_is_missed_alone(portal, visit):
    browser = visit()
    portal.stop("scheduler")
    deadline = time.monotonic() + 90
    while browser.ask("/readyz/scheduler").status == 200:
        assert time.monotonic() < deadline
        time.sleep(2)
    others = {path: browser.ask(path).status for path in ("/readyz", "/readyz/worker", "/readyz/broker")}
    portal.start("scheduler")
    portal.wait_healthy("scheduler")

    assert others == dict.fromkeys(others, 200)
    assert browser.ask("/readyz/scheduler").status == 200


def test_a_wrong_variable_ends_every_program_with_one_sentence(portal):
    for name in portal.services:
        ended = portal.run(name, LOG_LEVEL="LOUD", patience=60)

        assert ended.returncode == 2, name
        assert ended.stderr.count("\n") == 1
        assert ended.stderr.startswith("krs-portal: LOG_LEVEL must be one of")


# --- from the first administrator to the first report -----------------------------------------------------------------


def find_choice(browser, model, field, term, text):
    """The key of a row that the administration offers for a field."""
    app_label, model_name = model.split(".")
    asked = f"/admin/autocomplete/?app_label={app_label}&model_name={model_name}&field_name={field}&term={term}"
    found = {row["text"]: row["id"] for row in json.loads(browser.get(asked).text)["results"]}
    return found[text]


def add_row(browser, path, **values):
    page = browser.send(browser.get(f"/admin/{path}/add/"), "_save", _save="1", **values)
    assert page.url.endswith(f"/admin/{path}/"), f"{path}: {re.findall(r'errorlist.*?</ul>', page.text, re.DOTALL)}"


def add_office(browser, code, kind, name, **more):
    dated = {"names-TOTAL_FORMS": "1", "names-0-name": name, "names-0-short_name": name[:60]}
    dated |= {"names-0-valid_from": "2020-06-19"}
    add_row(browser, "offices/office", code=code, kind=kind, **dated, **more)


def set_up_clinic(browser):
    """As docs/production.md tells an administrator to."""
    sleman = find_choice(browser, "offices.office", "region", "Sleman", "Kab. Sleman")
    province = find_choice(browser, "offices.office", "region", "Yogyakarta", "DI Yogyakarta")
    add_office(browser, "DIT-RS", "DIRECTORATE", "Direktorat Rumah Swadaya")
    above = find_choice(browser, "offices.office", "parent", "DIT-RS", "DIT-RS")
    coverage = {"coverage-TOTAL_FORMS": "1", "coverage-0-region": province, "coverage-0-valid_from": "2020-06-19"}
    add_office(browser, "JAW3", "BALAI", "Balai P3KP Jawa III", parent=above, region=sleman, **coverage)
    balai = find_choice(browser, "offices.membership", "office", "JAW3", "JAW3")
    me = find_choice(browser, "offices.membership", "user", EMAIL, "Administrator")
    for office, role in ((above, "EVALUATOR"), (balai, "HEAD")):
        add_row(browser, "offices/membership", user=me, office=office, role=role, started_on="2022-01-03")
    add_row(browser, "clinics/place", office=balai, name="Pojok KRS Sleman", kind="OFFICE", address="Jl. Adisucipto")


def open_hours(browser):
    (address,) = set(re.findall(r'href="(/agenda/jam/\d+/)"', browser.get("/agenda/").text))
    for weekday in range(1, 6):
        hours = {"hours-weekday": str(weekday), "hours-opens_at": "08:00", "hours-closes_at": "15:00"}
        page = browser.send(browser.get(address), "hours-weekday", **hours)
        assert page.status == 200, page.words


def set_target(browser):
    page = browser.send(
        browser.get("/dasbor/target/baru/"), "quantity",
        office="JAW3", quantity="250", decree="SK Direktur 12/2026", decided_on="2026-01-05",
    )  # fmt: skip
    assert page.status == 200, page.words
    assert "250" in page.text


def record_service(browser):
    """By the API: without a record there is nothing to put on paper."""
    record = {
        "office": "JAW3", "topics": ["DESAIN"], "client_name": "Siti Aminah", "kind": "INDIVIDUAL", "channel": "OFFICE",
        "happened_on": datetime.now(ZoneInfo("Asia/Jakarta")).date().isoformat(), "head_count": 1, "summary": "Denah",
    }  # fmt: skip
    made = post_json(browser, "/api/v1/consultations/", record)
    assert made.status == 201, made.text
    closed = post_json(browser, f"/api/v1/consultations/{json.loads(made.text)['id']}/close/", {"outcome": "ADVISED"})
    assert closed.status == 200, closed.text


def post_json(browser, path, asked):
    return browser.ask(
        path, json.dumps(asked).encode(), Content_Type="application/json", Origin=browser.base,
        X_CSRFToken=browser.cookie("csrftoken").value,
    )  # fmt: skip


def book(browser):
    """A citizen's way, without JavaScript; where they land."""
    page = browser.get("/janji/?topic=DESAIN&answers=lewati&office=JAW3")
    times = re.findall(r'formaction="([^"]+)"', page.text)
    assert times, page.words
    form = page.form("token")
    asked = "&".join(f"{name}={values[0]}" for name, values in form.fields.items())
    person = browser.ask(unescape(times[0]), asked.encode(), Origin=browser.base)
    check = browser.send(
        person, "phone",
        name="Siti Aminah", phone="0812 3456 7890", email="siti@example.id", contact_by="EMAIL", language="id",
    )  # fmt: skip
    return browser.send(check, "consents", consents="on")


def wait_for_letter(mailbox, to):
    deadline = time.monotonic() + WAIT
    while not (found := [letter for letter in mailbox.letters if to in letter["To"]]):
        assert time.monotonic() < deadline, "no letter came"
        time.sleep(0.5)
    return found[0]


def build_report(browser, year):
    page = post_json(browser, "/api/v1/reports/", {"kind": "krs-evaluation", "params": {"year": year}})
    assert page.status == 202, page.text
    number, deadline = json.loads(page.text)["id"], time.monotonic() + WAIT
    while (report := json.loads(browser.get(f"/api/v1/reports/{number}/").text))["state"] != "READY":
        assert report["state"] in {"QUEUED", "RUNNING"}, report
        assert time.monotonic() < deadline, report
        time.sleep(1)
    return report


def test_from_the_first_administrator_to_the_first_report(portal, admin, visit, mailbox):
    set_up_clinic(admin)
    open_hours(admin)
    set_target(admin)
    record_service(admin)
    citizen = visit()

    ticket = book(citizen)
    letter = wait_for_letter(mailbox, "siti@example.id")
    report = build_report(admin, time.gmtime().tm_year)

    (reference,) = set(re.findall(r"/janji/(KRS-[A-Z0-9-]+)/", ticket.url))
    assert reference in ticket.text
    assert letter["From"] == portal.known["KRS_FROM_EMAIL"]
    assert f"{portal.known['KRS_BASE_URL']}/janji/" in letter.get_body().get_content()
    files = {file["format"]: admin.get(file["url"]).body for file in report["files"]}
    assert files["PDF"].startswith(b"%PDF-")
    assert set(files) == {"PDF", "XLSX", "CSV"}
