"""A wrong or missing environment variable: one sentence saying which and how, status 2, no trace."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def start(**environment):
    """`manage.py check` with the variables changed; `None` takes one away."""
    changed = {name: value for name, value in (os.environ | environment).items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, env=changed, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DATABASE_URL": None}, "DATABASE_URL is not set; set it like postgres://user:password@host:5432/krs."),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with postgres:// or postgresql://, like"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must start with redis:// or rediss:// or unix://, like"),
        ({"PORT": "abc"}, "PORT must be a whole number from 1 to 65535, not 'abc'."),
        ({"PORT": "70000"}, "PORT must be a whole number from 1 to 65535, not 70000."),
        ({"DEBUG": "perhaps"}, "DEBUG must be on or off, not 'perhaps'."),
        ({"DEBUG": "0", "SECRET_KEY": "short"}, "SECRET_KEY must be a secret of at least 32 characters"),
        ({"KRS_BASE_URL": "krs.example.go.id"}, "KRS_BASE_URL must start with http:// or https://, like"),
        ({"DEBUG": "0", "SECRET_KEY": "x" * 40, "ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set;"),
    ],
)
def test_a_wrong_variable_is_told_in_one_sentence(environment, sentence):
    told = start(**environment)

    assert told.returncode == 2
    assert told.stderr.startswith(f"krs-portal: {sentence}")
    assert told.stderr.count("\n") == 1
