"""The compose file says what production needs: health checks, no password of its own, nobody is root."""

import re

import pytest
import yaml

from krs_portal.runtime import home

COMPOSE = (home.PROJECT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]


def test_all_parts_are_there():
    assert set(SERVICES) == {"migrate", "web", "worker", "scheduler", "postgres", "valkey"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["valkey"]["image"] == "valkey/valkey:9"


@pytest.mark.parametrize("name", ["worker", "scheduler", "postgres", "valkey"])
def test_each_part_that_stays_checks_its_health(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_image_checks_the_web_and_is_not_root():
    dockerfile = (home.PROJECT / "Dockerfile").read_text()

    assert "HEALTHCHECK" in dockerfile
    assert re.search(r"^USER krs$", dockerfile, re.MULTILINE)
    assert "--require-hashes" in dockerfile


@pytest.mark.parametrize("name", ["SECRET_KEY", "KRS_FIELD_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"])
def test_secrets_come_from_the_environment_and_have_no_default(name):
    uses = re.findall(r"\$\{%s[^}]*\}" % name, COMPOSE)  # noqa: UP031

    assert uses
    assert all(use.startswith(f"${{{name}:?") for use in uses)
    assert f"\n{name}=\n" in (home.PROJECT / ".env.example").read_text()


def test_what_the_image_copies_exists_and_is_not_ignored():
    allowed = (home.PROJECT / ".dockerignore").read_text().split()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (home.PROJECT / "Dockerfile").read_text(), re.MULTILINE)

    for path in " ".join(copied).split():
        assert (home.PROJECT / path).exists(), path
        assert f"!{path}" in allowed, path
