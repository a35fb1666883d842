"""Amounts of money that are specific data: stored as ciphertext."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator

from krs_portal.kit.sealing import EncryptedIntegerField


class PrivateAmount(EncryptedIntegerField):
    """Rupiah of any size. 0 is stored too: no savings is not the same as unknown savings."""

    @property
    def validators(self) -> list[Any]:
        return [*super().validators, MinValueValidator(0)]
