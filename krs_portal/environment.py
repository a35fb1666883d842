"""Reading the environment so that a mistake is told in one sentence, not in a trace."""

import sys
from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

env = environ.Env()


def refuse(sentence: str) -> NoReturn:
    """Say which variable is wrong and how to set it, then leave with status 2."""
    print(f"krs-portal: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def read(name: str, cast: Callable[..., Any], default: Any, wanted: str) -> Any:
    """The variable `name` through one of `env`'s casts; `wanted` finishes the sentence "… must be"."""
    try:
        return cast(name, default=default)
    except (ValueError, TypeError, environ.ImproperlyConfigured):
        refuse(f"{name} must be {wanted}, not {env.str(name, default='')!r}.")


def flag(name: str, *, default: bool) -> bool:
    """A switch: 1/0, on/off, true/false, yes/no."""
    value = env.str(name, default="on" if default else "off").strip().lower()
    if value in {"1", "on", "true", "yes"}:
        return True
    if value in {"0", "off", "false", "no", ""}:
        return False
    refuse(f"{name} must be on or off, not {value!r}.")


def number(name: str, *, default: int, low: int, high: int) -> int:
    """A whole number between `low` and `high`."""
    value: int = read(name, env.int, default, f"a whole number from {low} to {high}")
    if not low <= value <= high:
        refuse(f"{name} must be a whole number from {low} to {high}, not {value}.")
    return value


def address(name: str, *, schemes: tuple[str, ...], example: str, default: str | None = None) -> str:
    """A URL of one of the schemes; required when it has no default."""
    value = env.str(name, default=default or "")
    if not value:
        refuse(f"{name} is not set; set it like {example}.")
    if urlsplit(value).scheme not in schemes:
        refuse(f"{name} must start with {' or '.join(s + '://' for s in schemes)}, like {example}.")
    return value


def secret(name: str, *, debug: bool) -> str:
    """A secret of at least 32 characters; only with DEBUG may it be short."""
    value = env.str(name, default="")
    if debug:
        return value or f"only-for-debugging-{name.lower()}-0123456789"
    if len(value) < 32:
        refuse(f"{name} must be a secret of at least 32 characters when DEBUG is off.")
    return value
