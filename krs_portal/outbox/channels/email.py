"""E-mail over SMTP. `Message-ID` is the message's key, so that a mail which had to leave twice is recognised as one."""

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

from krs_portal.outbox.channels.answers import Refused, Unreachable, no_answer
from krs_portal.outbox.models import Attachment, Message


def send(message: Message) -> str:
    mail = letter(message)
    try:
        deliver(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise said(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPDataError as error:
        raise said(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:  # our own name, sender or password: no fault of this message
        raise Unreachable(words(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise no_answer(error) from error
    return mail.extra_headers["Message-ID"]


def deliver(mail: EmailMessage) -> None:
    connection = get_connection()
    connection.open()
    try:
        connection.send_messages([mail])
    finally:
        with suppress(smtplib.SMTPException, OSError):  # accepted is accepted, whatever the parting says
            connection.close()


def letter(message: Message) -> EmailMessage:
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
        mail.attach(part(attachment))
    return mail


def part(attachment: Attachment) -> MIMEBase:
    """With the parameters of its content type: a calendar says `method=REQUEST` or `CANCEL` there."""
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


def said(code: int, text: bytes | str) -> Refused | Unreachable:
    return (Refused if code >= 500 else Unreachable)(words(code, text))


def words(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
