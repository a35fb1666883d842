"""Reading the environment so that a mistake is told in one sentence, not in a trace."""

import re
import sys
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

env = environ.Env()


def refuse_setting(sentence: str) -> NoReturn:
    """Say which variable is wrong and how to set it, then leave with status 2."""
    print(f"krs-portal: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def read_variable(name: str, cast: Callable[..., Any], default: Any, wanted: str) -> Any:
    """The variable `name` through one of `env`'s casts; `wanted` finishes the sentence "… must be"."""
    try:
        return cast(name, default=default)
    except (ValueError, TypeError, environ.ImproperlyConfigured):
        refuse_setting(f"{name} must be {wanted}, not {env.str(name, default='')!r}.")


def read_flag(name: str, *, default: bool) -> bool:
    """A switch: 1/0, on/off, true/false, yes/no."""
    value = env.str(name, default="on" if default else "off").strip().lower()
    if value in {"1", "on", "true", "yes"}:
        return True
    if value in {"0", "off", "false", "no", ""}:
        return False
    refuse_setting(f"{name} must be on or off, not {value!r}.")


def read_whole_number(name: str, *, default: int, low: int, high: int) -> int:
    """A whole number between `low` and `high`."""
    value: int = read_variable(name, env.int, default, f"a whole number from {low} to {high}")
    if not low <= value <= high:
        refuse_setting(f"{name} must be a whole number from {low} to {high}, not {value}.")
    return value


def read_url(name: str, *, schemes: tuple[str, ...], example: str, default: str | None = None) -> str:
    """A URL of one of the schemes; required when it has no default."""
    value = env.str(name, default="") or default or ""
    if not value:
        refuse_setting(f"{name} is not set; set it like {example}.")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        refuse_setting(f"{name} is no address: its host or port cannot be read. Set it like {example}.")
    if parts.scheme not in schemes:
        refuse_setting(f"{name} must start with {' or '.join(s + '://' for s in schemes)}, like {example}.")
    if port == 0:
        refuse_setting(f"{name} names port 0; set it like {example}.")
    return value


def read_secret(name: str, *, debug: bool) -> str:
    """A secret of at least 32 characters; only with DEBUG may it be short."""
    value = env.str(name, default="")
    if debug:
        return value or f"only-for-debugging-{name.lower()}-0123456789"
    if len(value) < 32:
        refuse_setting(f"{name} must be a secret of at least 32 characters when DEBUG is off.")
    return value


def read_secrets(name: str, *, debug: bool) -> list[str]:
    """Older secrets, newest first, separated by commas; each as long as one that is in use."""
    found = read_list(name, default=[])
    if not debug and any(len(secret) < 32 for secret in found):
        refuse_setting(f"{name} must list secrets of at least 32 characters each when DEBUG is off.")
    return found


def refuse_equal_secrets(known: dict[str, str]) -> None:
    """Each secret is changed alone, so none may be another's."""
    first: dict[str, str] = {}
    for name, secret in known.items():
        if (other := first.setdefault(secret, name)) != name:
            refuse_setting(f"{name} equals {other}; give each a secret of its own, so that one can be changed alone.")


def read_list(name: str, *, default: list[str]) -> list[str]:
    """A list separated by commas; blanks around a word are dropped, and so are empty words."""
    return [word.strip() for word in env.str(name, default="").split(",") if word.strip()] or default


def read_hosts(name: str, *, default: list[str]) -> list[str]:
    """Host names without scheme, port or path; a leading dot stands for every name below."""
    found = read_list(name, default=default)
    for host in found:
        if not re.fullmatch(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:]+\]", host):
            refuse_setting(f"{name} must list host names like krs.example.go.id, not {host!r}.")
    return found


def read_origins(name: str, *, default: list[str]) -> list[str]:
    """Schemes with host names, as a browser sends them in `Origin`."""
    found = read_list(name, default=default)
    for origin in found:
        if not re.fullmatch(r"https?://[^/\s?#]+", origin):
            refuse_setting(
                f"{name} must list addresses without a path, like https://krs.example.go.id, not {origin!r}."
            )
    return found


def read_choice(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """One of a few words, written in any case."""
    value = env.str(name, default="").strip().upper() or default
    if value not in choices:
        refuse_setting(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def read_sender(name: str, *, default: str) -> str:
    """An e-mail address, alone or with a name: `Klinik Rumah Swadaya <krs@example.go.id>`."""
    value = env.str(name, default="").strip() or default
    _name, mailbox = parseaddr(value)
    shape = re.fullmatch(r"[^@\s<>,;]+@[\w.-]+", mailbox)
    if shape is None or not value.isprintable() or (mailbox != value and not value.endswith(f"<{mailbox}>")):
        refuse_setting(f"{name} must be an e-mail address like krs@example.go.id, not {value!r}.")
    return value


MAIL_SERVERS = ("smtp", "smtp+tls", "smtp+ssl", "smtps")
MAIL_SINKS = ("consolemail", "filemail", "memorymail", "dummymail")  # for development: no letter reaches anybody


def read_mail_server(name: str, *, debug: bool) -> dict[str, Any]:
    """Django's settings for the mail server; with DEBUG on, letters are printed where none is named."""
    value = read_url(
        name,
        schemes=MAIL_SERVERS + MAIL_SINKS if debug else MAIL_SERVERS,
        example="smtp+tls://user:password@mail.example.go.id:587",
        default="consolemail://" if debug else None,
    )
    if urlsplit(value).scheme in MAIL_SERVERS and not urlsplit(value).hostname:
        refuse_setting(f"{name} names no host; set it like smtp+tls://user:password@mail.example.go.id:587.")
    found: dict[str, Any] = env.email_url_config(value)
    return found
