"""Indonesian telephone numbers, kept as E.164 (`+62…`)."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

INDONESIA = 62


def parse_phone(value: str) -> str:
    """Return the number in E.164. Raises ValidationError if it is not a number that can be dialled."""
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Nomor telepon ini tidak dikenali. Tulis seperti 0812 3456 7890."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(phone: str) -> str:
    """An E.164 number as people here write it: "0812-3456-7890"; one from abroad with its country's code."""
    number = phonenumbers.parse(phone)
    home = number.country_code == INDONESIA
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape)


def is_landline(phone: str) -> bool:
    """Whether an E.164 number is a fixed line: a whole family answers it, so that it tells nobody apart."""
    return phonenumbers.number_type(phonenumbers.parse(phone)) == phonenumbers.PhoneNumberType.FIXED_LINE


def complete_beginning(text: str) -> str:
    """The first digits of a number as E.164 has them, while somebody types: "0812 34" as "+6281234"."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if text.strip().startswith("+"):
        return f"+{digits}"
    return f"+62{digits.removeprefix('62') if digits.startswith('62') else digits.removeprefix('0')}"


def takes_messages(number: str) -> bool:
    """Whether WhatsApp and SMS may be promised to a number in E.164: to an Indonesian mobile, not to a landline."""
    parsed = phonenumbers.parse(number)
    mobile = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return parsed.country_code == INDONESIA and phonenumbers.number_type(parsed) in mobile
