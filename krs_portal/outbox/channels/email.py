"""E-mail over SMTP. `Message-ID` is the message's key, so that a mail that was sent twice is recognised as one."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.encoders import encode_base64
from email.message import Message as Part
from email.mime.base import MIMEBase
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from krs_portal.outbox.channels.answers import MessageRefused, ProviderUnreachable, build_unreachable
from krs_portal.outbox.models import Attachment, Message


def send_email(message: Message) -> str:
    mail = build_mail(message)
    try:
        deliver_mail(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise build_mail_error(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPDataError as error:
        raise build_mail_error(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:  # our own name, sender or password: no fault of this message
        raise ProviderUnreachable(format_mail_answer(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise build_unreachable(error) from error
    return mail.extra_headers["Message-ID"]


def deliver_mail(mail: EmailMessage) -> None:
    connection = get_connection()
    connection.open()
    try:
        connection.send_messages([mail])
    finally:
        with suppress(smtplib.SMTPException, OSError):  # accepted is accepted, whatever the parting says
            connection.close()


def build_mail(message: Message) -> EmailMessage:
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[formataddr((message.recipient_name, message.recipient))],
        reply_to=[message.office.email] if message.office and message.office.email else None,
        headers={
            "Message-ID": f"<{message.key}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    for attachment in message.attachments.order_by("pk"):
        mail.attach(build_mail_part(attachment))
    return mail


def build_mail_part(attachment: Attachment) -> MIMEBase:
    """The attachment with the parameters of its content type: a calendar has `method=REQUEST` or `CANCEL`."""
    declared = Part()
    declared["Content-Type"] = attachment.content_type
    made = MIMEBase(declared.get_content_maintype(), declared.get_content_subtype())
    for name, value in declared.get_params([])[1:]:
        made.set_param(name, value)
    made.set_payload(bytes(attachment.content))
    if made.get_content_maintype() == "text":
        made.set_param("charset", "utf-8")
    encode_base64(made)
    made.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return made


def build_mail_error(code: int, text: bytes | str) -> MessageRefused | ProviderUnreachable:
    return (MessageRefused if code >= 500 else ProviderUnreachable)(format_mail_answer(code, text))


def format_mail_answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
