"""What is said about a wrong field where the field brings no sentence of its own: short, and what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

WRITE = {
    "required": _("Bagian ini perlu diisi."),
    "max_length": _("Terlalu panjang: paling banyak %(limit_value)d huruf, sekarang %(show_value)d."),
    "null_characters_not_allowed": _("Ada tanda yang tidak dapat dibaca. Ketik ulang isian ini."),
}
CHOOSE = {
    "required": _("Pilih salah satu."),
    "invalid_choice": _("Pilihan itu tidak tersedia. Pilih salah satu dari daftar."),
    "invalid_list": _("Pilihan itu tidak terbaca. Pilih dari daftar."),
}
COUNT = {
    "required": _("Tulis jumlahnya dengan angka."),
    "invalid": _("Tulis dengan angka, seperti 2."),
    "min_value": _("Paling sedikit %(limit_value)s."),
}
MAIL = WRITE | {"invalid": _("Tulis surel lengkap dengan tanda @, seperti nama@contoh.id.")}
TICK = {"required": _("Centang bagian ini untuk melanjutkan.")}


class PlainWords:
    """For a form: fields keep the sentences that were written for them, and say the rest in these words."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():  # type: ignore[attr-defined]
            speak_plainly(field)


def speak_plainly(field: forms.Field) -> None:
    """Replace the sentences that come with Django."""
    theirs = collect_default_messages(type(field))
    for code, sentence in choose_words(field).items():
        if field.error_messages.get(code) is theirs.get(code):
            field.error_messages[code] = sentence


def choose_words(field: forms.Field) -> dict[str, Any]:
    match field:
        case forms.BooleanField():
            return TICK
        case forms.ChoiceField() | forms.ModelChoiceField():
            return CHOOSE
        case forms.IntegerField() | forms.DecimalField():
            return COUNT
        case forms.EmailField():
            return MAIL
    return MAIL if any(isinstance(check, EmailValidator) for check in field.validators) else WRITE


def collect_default_messages(kind: type[forms.Field]) -> dict[str, Any]:
    """The sentences that Django's own classes bring; what a class of ours says is its own."""
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        if each.__module__.startswith("django."):
            found |= getattr(each, "default_error_messages", {})
    return found
