"""docker-compose.yml and .env.example as Docker Compose reads them: which program runs with what in its environment."""

import re
import secrets
import shlex
from dataclasses import dataclass, field
from typing import Any

import yaml

from krs_portal.runtime.setup import ROOT

SECRET = {"SECRET_KEY", "KRS_FIELD_KEY", "KRS_LOOKUP_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}


@dataclass(frozen=True)
class Service:
    """A program of the image: its command (none: the image's own), environment and health check."""

    name: str
    command: list[str]
    env: dict[str, str]
    health: list[str] = field(default_factory=list)


def read_example() -> dict[str, str]:
    """`.env` as somebody fills it in: the example's values, and secrets made as its first line says."""
    text = (ROOT / ".env.example").read_text()
    known = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    empty = {name for name, value in known.items() if not value}
    assert empty == SECRET
    return known | {name: secrets.token_urlsafe(48) for name in SECRET}


def fill_in(value: str, known: dict[str, str]) -> str:
    """`${NAME:?…}`, `${NAME:-default}` and `$$` as Compose replaces them."""

    def replace(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name, sign, rest = found["name"], found["sign"], found["rest"]
        if known.get(name):
            return known[name]
        assert sign != ":?", f"Compose stops: {rest}"
        return rest if sign == ":-" else ""

    return re.sub(r"\$\$|\$\{(?P<name>[A-Z_]+)(?:(?P<sign>:[-?])(?P<rest>[^}]*))?\}", replace, value)


def read_services(known: dict[str, str]) -> dict[str, Service]:
    """The services that run the portal's image, by name."""
    whole = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return {
        name: Service(
            name,
            shlex.split(fill_in(said.get("command", ""), known)),
            {key: fill_in(value, known) for key, value in said["environment"].items()},
            read_health(said, known),
        )
        for name, said in whole["services"].items()
        if said.get("build") == "."
    }


def read_health(said: dict[str, Any], known: dict[str, str]) -> list[str]:
    test = said.get("healthcheck", {}).get("test", ["CMD"])
    assert test[0] == "CMD", test
    return [fill_in(word, known) for word in test[1:]]
