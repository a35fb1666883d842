"""Amounts of money that are specific data: ciphertext at rest, and zero is an answer."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.validators import MinValueValidator
from encrypted_fields.fields import EncryptedIntegerField


class PrivateAmount(EncryptedIntegerField):
    """Rupiah, of any size. Nothing saved is not the same as nothing known, so 0 is kept (the base class drops it)."""

    @cached_property
    def validators(self) -> list[Any]:
        return [*self.default_validators, *self._validators, MinValueValidator(0)]

    def get_prep_value(self, value: Any) -> str | None:
        return self.f.encrypt(b"0").decode() if value == 0 else super().get_prep_value(value)
