"""Make a token with which a program asks the API as one of the users. It is printed once; its digest is stored.

People make their own at /akun/token/; this is for who sets up a machine.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from krs_portal.accounts.audit import record_actor
from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import User
from krs_portal.accounts.services import create_api_token
from krs_portal.kit.clock import now


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="whose rights the program has")
        parser.add_argument("--label", required=True, help="what it is for, so that it is known again in /admin/")
        parser.add_argument(
            "--scope", action="append", choices=Scope.values, help="what it may do; read where not said"
        )
        parser.add_argument("--days", type=int, default=365, help="for how long")

    def handle(self, *args: Any, email: str, label: str, scope: list[str] | None, days: int, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        with translation.override("en"), record_actor("create_api_token"):
            try:
                at, scopes = now(), [Scope(each) for each in scope or [Scope.READ]]
                _token, plain = create_api_token(
                    user=user, label=label, scopes=scopes, ends_at=at + timedelta(days=days), at=at
                )
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(plain)
