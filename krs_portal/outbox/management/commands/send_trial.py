"""manage.py send_trial someone@example.go.id: does mail leave? A telephone number tries the gateway instead."""

import uuid

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.clock import now
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.services import enqueue_message
from krs_portal.outbox.writing import Recipient


class Command(BaseCommand):
    help = "Writes a trial message to an e-mail address or a telephone number; the worker sends it."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--channel", choices=[c.value.lower() for c in Channel], help="default: email or whatsapp")
        parser.add_argument("--language", choices=["id", "en"], default="id")

    def handle(self, *args, address, channel, language, **options):
        channel = Channel((channel or ("email" if "@" in address else "whatsapp")).upper())
        try:
            if channel == Channel.EMAIL:
                validate_email(address)
            else:
                address = parse_phone(address)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        at = now()
        message = enqueue_message(
            kind="trial", event_key=f"trial:{uuid.uuid4()}", to=Recipient(address), channel=channel,
            context={"at": at}, language=language, at=at,
        )  # fmt: skip
        self.stdout.write(f"message {message.pk} waits to be sent to {address} by {channel.label}")
