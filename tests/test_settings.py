"""A wrong or missing environment variable: one sentence saying which and how, status 2, no trace."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def start(*command, **environment):
    """Settings are read with the variables changed, by a command or alone; `None` takes one away."""
    changed = {name: value for name, value in (os.environ | environment).items() if value is not None}
    return subprocess.run(
        [sys.executable, *(command or ("-c", "import krs_portal.settings"))],
        cwd=settings.BASE_DIR, env=changed, capture_output=True, text=True,
    )  # fmt: skip


PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "s" * 40,
    "KRS_FIELD_KEY": "f" * 40,
    "KRS_LOOKUP_KEY": "l" * 40,
    "ALLOWED_HOSTS": "krs.example.go.id",
    "KRS_BASE_URL": "https://krs.example.go.id",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.go.id:587",
}


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"DATABASE_URL": "postgres://krs:secret@host:port/krs"},
            "DATABASE_URL is no address: its host or port cannot",
        ),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set; set it like postgres://user:password@host:5432/krs."),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with postgres:// or postgresql://, like"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must start with redis:// or rediss:// or unix://, like"),
        ({"PORT": "abc"}, "PORT must be a whole number from 1 to 65535, not 'abc'."),
        ({"PORT": "70000"}, "PORT must be a whole number from 1 to 65535, not 70000."),
        ({"DEBUG": "perhaps"}, "DEBUG must be on or off, not 'perhaps'."),
        ({"DEBUG": "0", "SECRET_KEY": "short"}, "SECRET_KEY must be a secret of at least 32 characters"),
        ({"KRS_BASE_URL": "krs.example.go.id"}, "KRS_BASE_URL must start with http:// or https://, like"),
        (PRODUCTION | {"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set;"),
        ({"ALLOWED_HOSTS": "https://krs.example.go.id"}, "ALLOWED_HOSTS must list host names like krs.example.go.id"),
        (
            {"CSRF_TRUSTED_ORIGINS": "krs.example.go.id"},
            "CSRF_TRUSTED_ORIGINS must list addresses without a path, like",
        ),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not 'LOUD'."),
        ({"EMAIL_URL": "mail.example.go.id"}, "EMAIL_URL must start with smtp:// or smtp+tls:// or smtp+ssl:// or"),
        ({"EMAIL_URL": "smtp://mail.example.go.id:none"}, "EMAIL_URL is no address: its host or port cannot be read."),
        ({"EMAIL_URL": "smtp://user:word/"}, "EMAIL_URL is no address: its host or port cannot be read."),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL names no host; set it like smtp+tls://"),
        (PRODUCTION | {"EMAIL_URL": None}, "EMAIL_URL is not set; set it like smtp+tls://user:password@"),
        (PRODUCTION | {"EMAIL_URL": "consolemail://"}, "EMAIL_URL must start with smtp:// or smtp+tls:// or"),
        ({"KRS_FROM_EMAIL": "the clinic"}, "KRS_FROM_EMAIL must be an e-mail address like krs@example.go.id, not"),
        ({"KRS_FROM_EMAIL": "Klinik krs@example.go.id"}, "KRS_FROM_EMAIL must be an e-mail address like"),
        ({"KRS_FROM_EMAIL": "krs@example.go.id\nBcc: a@b.id"}, "KRS_FROM_EMAIL must be an e-mail address like"),
        ({"KRS_REPORT_SILENCE": "0"}, "KRS_REPORT_SILENCE must be a whole number from 1 to 3600, not 0."),
        (PRODUCTION | {"KRS_FIELD_KEY": "s" * 40}, "KRS_FIELD_KEY equals SECRET_KEY; give each a secret of its own"),
        (
            PRODUCTION | {"KRS_LOOKUP_KEY": "f" * 40},
            "KRS_LOOKUP_KEY equals KRS_FIELD_KEY; give each a secret of its own",
        ),
        (PRODUCTION | {"KRS_FIELD_KEY": None}, "KRS_FIELD_KEY must be a secret of at least 32 characters when DEBUG"),
        (PRODUCTION | {"KRS_LOOKUP_KEY": None}, "KRS_LOOKUP_KEY must be a secret of at least 32 characters when DEBUG"),
        (
            PRODUCTION | {"KRS_FIELD_KEY_FALLBACKS": f"{'o' * 40},short"},
            "KRS_FIELD_KEY_FALLBACKS must list secrets of at least 32 characters each when DEBUG is off.",
        ),
        (
            PRODUCTION | {"SECRET_KEY_FALLBACKS": "short"},
            "SECRET_KEY_FALLBACKS must list secrets of at least 32 characters each when DEBUG is off.",
        ),
        (PRODUCTION | {"KRS_THROTTLE": "off"}, "KRS_THROTTLE is off; it keeps programs from guessing passwords"),
        (
            PRODUCTION | {"KRS_PROOF_OF_WORK": "off"},
            "KRS_PROOF_OF_WORK is off; it keeps programs from taking every seat",
        ),
        ({"KRS_GATEWAY_URL": "https://gateway.example.go.id"}, "KRS_GATEWAY_TOKEN is not set; the gateway at"),
    ],
)
def test_a_wrong_variable_is_told_in_one_sentence(environment, sentence):
    told = start(**environment)

    assert told.returncode == 2
    assert told.stderr.startswith(f"krs-portal: {sentence}")
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command", [("manage.py", "check"), ("-m", "celery", "-A", "krs_portal.celery", "beat")], ids=["django", "celery"]
)
def test_every_program_ends_with_that_sentence(command):
    told = start(*command, PORT="abc")

    assert (told.returncode, told.stderr) == (
        2,
        "krs-portal: PORT must be a whole number from 1 to 65535, not 'abc'.\n",
    )


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"KRS_THROTTLE": "off", "KRS_PROOF_OF_WORK": "off", "KRS_LOAD_TEST": "1"},
        {"KRS_FROM_EMAIL": "Klinik Rumah Swadaya <krs@example.go.id>", "LOG_LEVEL": "warning"},
        {"ALLOWED_HOSTS": ".example.go.id, 127.0.0.1,[::1]", "CSRF_TRUSTED_ORIGINS": "https://*.example.go.id:8443"},
        {"KRS_FROM_EMAIL": "", "LOG_LEVEL": "", "CSRF_TRUSTED_ORIGINS": "", "KRS_GATEWAY_URL": ""},
    ],
)
def test_production_starts_with_what_is_right(environment):
    told = start(**PRODUCTION | environment)

    assert (told.returncode, told.stderr) == (0, "")


def test_without_a_sender_letters_come_from_the_portals_own_host():
    asked = "from django.conf import settings; print(settings.DEFAULT_FROM_EMAIL)"
    told = start("manage.py", "shell", "--no-imports", "-c", asked, **PRODUCTION)

    assert told.stdout == "krs@krs.example.go.id\n"
