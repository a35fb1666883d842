"""The compose file says what production needs: health checks, no password of its own, nobody is root."""

import json
import re

import pytest
import yaml

from krs_portal.runtime import home
from krs_portal.web import CONFIG

COMPOSE = (home.PROJECT / "docker-compose.yml").read_text()
DOCKERFILE = (home.PROJECT / "Dockerfile").read_text()
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
    assert "HEALTHCHECK" in DOCKERFILE
    assert re.search(r"^USER krs$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "KRS_FIELD_KEY", "KRS_LOOKUP_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"]
)
def test_secrets_come_from_the_environment_and_have_no_default(name):
    uses = re.findall(r"\$\{%s(?![A-Z_])[^}]*\}" % name, COMPOSE)  # noqa: UP031

    assert uses
    assert all(use.startswith(f"${{{name}:?") for use in uses)
    assert f"\n{name}=\n" in (home.PROJECT / ".env.example").read_text()


def test_the_proxy_is_given_the_port_that_the_web_server_listens_at():
    (published,) = SERVICES["web"]["ports"]
    port = published.rpartition(":")[2]

    assert re.search(rf"^EXPOSE {port}$", DOCKERFILE, re.MULTILINE)
    command = json.loads(re.search(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[1])
    assert command[-3:] == [CONFIG, "--bind", f"0.0.0.0:{port}"]
