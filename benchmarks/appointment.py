"""django-appointment in an environment of its own, with ten officers and three weeks of half hours."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.crowd import Browser, ask
from benchmarks.memory import free_port

PACKAGES = ["django-appointment==3.12.0", "Django==5.2.*", "psycopg[binary]", "gunicorn"]
SETTINGS = """
import os
SECRET_KEY, USE_TZ, ROOT_URLCONF, STATIC_URL = "only-for-benchmarks", True, "site_urls", "/static/"
ALLOWED_HOSTS, DEFAULT_AUTO_FIELD = ["127.0.0.1"], "django.db.models.BigAutoField"
INSTALLED_APPS = ["phonenumber_field", "appointment"] + [
    f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
    "context_processors": ["django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PEER_NAME"],
    "USER": os.environ["PEER_USER"], "PASSWORD": os.environ["PEER_PASSWORD"], "HOST": os.environ["PEER_HOST"],
    "PORT": os.environ["PEER_PORT"], "CONN_MAX_AGE": 600}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = EMAIL_HOST_USER = "krs@localhost"
EMAIL_HOST, EMAIL_HOST_PASSWORD, EMAIL_USE_LOCALTIME = "localhost", "", True
ADMINS, USE_DJANGO_Q_FOR_EMAILS = [("a", "krs@localhost")], False
LOGGING = {"version": 1, "disable_existing_loggers": True, "root": {"level": "ERROR", "handlers": []}}
"""
URLS = """
from django.contrib import admin
from django.urls import include, path
urlpatterns = [path("admin/", admin.site.urls), path("a/", include("appointment.urls"))]
"""
FILL = """
import datetime as dt
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from appointment.models import Config, Service, StaffMember, WorkingHours
hours = {"lead_time": dt.time(9), "finish_time": dt.time(17), "slot_duration": 30, "appointment_buffer_time": 0}
Config.objects.create(website_name="KRS", **hours)
service = Service.objects.create(name="Konsultasi", duration=dt.timedelta(minutes=30), price=0)
people = get_user_model().objects
for number in range(10):
    officer = StaffMember.objects.create(user=people.create_user(f"officer{number}"), **hours)
    officer.services_offered.add(service)
    for day in range(7):
        WorkingHours.objects.get_or_create(staff_member=officer, day_of_week=day,
            defaults={"start_time": dt.time(9), "end_time": dt.time(17)})
    print("staff", officer.pk)
for number in range(16):
    who, session = people.create_user(f"client{number}", f"client{number}@uji.krs.test"), SessionStore()
    session.update({SESSION_KEY: str(who.pk), HASH_SESSION_KEY: who.get_session_auth_hash(),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"})
    session.create()
    print("session", session.session_key)
for ahead in range(3, 24):
    print("day", dt.date.today() + dt.timedelta(days=ahead))
print("service", service.pk)
"""
turns = count()


class NotHere(Exception):
    """It cannot be installed or does not start."""


class Peer(NamedTuple):
    base: str
    told: dict[str, list[str]]


@contextmanager
def running() -> Iterator[Peer]:
    url = urlsplit(os.environ["DATABASE_URL"])
    name, port = f"krs_bench_peer_{os.getpid()}", free_port()
    with tempfile.TemporaryDirectory(prefix="krs-peer-") as folder:
        python = install(Path(folder))
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "site_settings",
            "PYTHONPATH": folder,
            "PEER_NAME": name,
            "PEER_USER": url.username or "",
            "PEER_PASSWORD": url.password or "",
            "PEER_HOST": url.hostname or "",
            "PEER_PORT": str(url.port or 5432),
        }
        with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as postgres:
            postgres.execute(f'CREATE DATABASE "{name}"')
            try:
                for arguments in (["makemigrations", "appointment"], ["migrate", "--verbosity", "0"]):
                    run([python, "-m", "django", *arguments], env, folder)
                told: dict[str, list[str]] = {}
                for line in run([python, str(Path(folder, "fill.py"))], env, folder).splitlines():
                    kind, _, value = line.partition(" ")
                    told.setdefault(kind, []).append(value)
                server = subprocess.Popen(
                    [python, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()", "--workers", "2", "--bind",
                     f"127.0.0.1:{port}"], cwd=folder, env=env, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                try:
                    peer = Peer(f"http://127.0.0.1:{port}", told)
                    until_it_answers(peer)
                    yield peer
                finally:
                    server.terminate()
                    server.wait()
            finally:
                postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def install(folder: Path) -> str:
    for name, text in (("site_settings", SETTINGS), ("site_urls", URLS), ("fill", FILL)):
        (folder / f"{name}.py").write_text(text)
    python = str(folder / "venv" / "bin" / "python")
    run([sys.executable, "-m", "venv", str(folder / "venv")], dict(os.environ), str(folder))
    run([python, "-m", "pip", "install", "--quiet", "--retries", "1", *PACKAGES], dict(os.environ), str(folder))
    return python


def run(command: list[str], env: dict[str, str], folder: str) -> str:
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise NotHere((done.stderr.strip() or done.stdout.strip() or "it failed").splitlines()[-1])
    return done.stdout


def until_it_answers(peer: Peer) -> None:
    for _ in range(100):
        try:
            if ask(peer.base, "GET", f"/a/request/{peer.told['service'][0]}/").status < 500:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise NotHere("its page does not open")


def booked(peer: Peer) -> None:
    """One half hour by its six requests, as somebody who is signed in: page, times, choice, form, sending, thanks."""
    turn = next(turns)
    staff, days, (service,) = peer.told["staff"], peer.told["day"], peer.told["service"]
    officer, day, half = staff[turn % 10], days[turn // 160 % len(days)], turn // 10 % 16
    begins, ends = (f"{9 + n // 2:02}:{n % 2 * 30:02}:00" for n in (half, half + 1))
    browser = Browser(peer.base)
    browser.cookies["sessionid"] = peer.told["session"][turn % 16]
    browser.get(f"/a/request/{service}/")
    hidden = browser.hidden
    browser.get(f"/a/ajax/available_slots/?selected_date={day}&staff_member={officer}&service_id={service}")
    browser.hidden = {name: value for name, value in hidden.items() if name == "csrfmiddlewaretoken"}
    chosen = browser.post(
        "/a/request-submit/", date=day, start_time=begins, end_time=ends, service=service, staff_member=officer
    )
    if chosen.status != 302:
        raise NotHere(f"its choice of a time answers {chosen.status}")
    browser.get(chosen.location)
    sent = browser.post(
        chosen.location, name="Siti Aminah", email=f"siti{turn}@uji.krs.test", phone_0="ID", phone_1="81234567890",
        address="Jalan Kenanga 1", additional_info="", payment_type="full",
    )  # fmt: skip
    if sent.status != 302 or "thank-you" not in sent.location:
        raise NotHere(f"its form answers {sent.status}")
    browser.get(sent.location)
