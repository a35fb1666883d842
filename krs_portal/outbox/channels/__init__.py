"""The ways out. An adapter returns the provider's own number for the message, or raises why not."""

from krs_portal.outbox.channels import email, gateway
from krs_portal.outbox.channels.answers import Refused, Unreachable
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Message

__all__ = ["Refused", "Unreachable", "send"]

ADAPTERS = {Channel.EMAIL: email.send, Channel.WHATSAPP: gateway.send, Channel.SMS: gateway.send}


def send(message: Message) -> str:
    return ADAPTERS[Channel(message.channel)](message)
