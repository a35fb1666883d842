"""Indonesian telephone numbers, kept as E.164 (`+62…`)."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def parse_phone(value: str) -> str:
    """The number in E.164; `ValidationError` when it is none that can be called."""
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Nomor telepon ini tidak dikenali. Tulis seperti 0812 3456 7890."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
