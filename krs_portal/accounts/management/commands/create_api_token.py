"""Make a token with which a program asks the API as one of the users. It is printed once; its digest is stored."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from krs_portal.accounts.audit import record_actor
from krs_portal.accounts.models import User
from krs_portal.accounts.services import create_api_token
from krs_portal.kit.clock import now


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="whose rights the program has")
        parser.add_argument("--label", required=True, help="what it is for, so that it is known again in /admin/")

    def handle(self, *args: Any, email: str, label: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        with translation.override("en"), record_actor("create_api_token"):
            try:
                _token, plain = create_api_token(user=user, label=label, at=now())
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(plain)
