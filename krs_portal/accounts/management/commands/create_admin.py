"""Make the first administrator of a new portal. Running it again changes nothing.

Address, name and password come from the options, from KRS_ADMIN_EMAIL, KRS_ADMIN_NAME and KRS_ADMIN_PASSWORD, or are
asked for at a terminal. `--password-stdin` reads the password from a pipe, so that no list of processes shows it.
"""

import os
import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from krs_portal.accounts.audit import record_actor
from krs_portal.accounts.services import create_administrator, find_administrator
from krs_portal.kit.clock import now


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default=os.environ.get("KRS_ADMIN_EMAIL", ""))
        parser.add_argument("--name", default=os.environ.get("KRS_ADMIN_NAME") or "Administrator")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, email: str, name: str, password_stdin: bool, **options: Any) -> None:
        with translation.override("en"), record_actor("create_admin"):
            try:
                self.stdout.write(make_administrator(email or ask_email(), name, from_stdin=password_stdin))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error


def make_administrator(email: str, name: str, *, from_stdin: bool) -> str:
    """What was done, in a sentence. Nobody is asked for a password that is not needed."""
    there = find_administrator(email)
    if there:
        return f"{there.email} is an administrator already; nothing was changed."
    made, _ = create_administrator(email=email, name=name, password=read_password(from_stdin=from_stdin), at=now())
    return f"{made.email} is an administrator now: sign in at /masuk/, go on at /admin/."


def ask_email() -> str:
    if not sys.stdin.isatty():
        raise CommandError("No address is given; use --email or KRS_ADMIN_EMAIL.")
    return input("E-mail of the administrator: ").strip()


def read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if given := os.environ.get("KRS_ADMIN_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise CommandError("No password is given; use --password-stdin, KRS_ADMIN_PASSWORD, or a terminal.")
    first, second = getpass("Password: "), getpass("The same again: ")
    if first != second:
        raise CommandError("The two passwords differ.")
    return first
