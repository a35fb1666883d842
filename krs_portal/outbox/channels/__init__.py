"""The channels. An adapter returns the provider's id of the message, or raises the reason why it was not sent."""

from krs_portal.outbox.channels import email, gateway
from krs_portal.outbox.channels.answers import MessageRefused, ProviderUnreachable
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Message

__all__ = ["MessageRefused", "ProviderUnreachable", "send_over_channel"]

ADAPTERS = {
    Channel.EMAIL: email.send_email,
    Channel.WHATSAPP: gateway.send_over_gateway,
    Channel.SMS: gateway.send_over_gateway,
}


def send_over_channel(message: Message) -> str:
    return ADAPTERS[Channel(message.channel)](message)
