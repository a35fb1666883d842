"""Private columns at rest: ciphertext that names its key, and look-ups that a keyed hash finds without decrypting.

Both keys are their own (KRS_FIELD_KEY, KRS_LOOKUP_KEY); SECRET_KEY may change without them. What was written with an
older field key is read as long as KRS_FIELD_KEY_FALLBACKS holds that key; `manage.py reencrypt_fields` writes it anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

ID_LENGTH = 8  # signs that name a key, in front of what it wrote; a dot ends them
PREFIX = ID_LENGTH + 1

logger = logging.getLogger(__name__)


class Unreadable(Exception):
    """What is stored cannot be read: it was written with a key that is not here, or it was changed."""


@dataclass(frozen=True)
class FieldKey:
    """A key that encrypts, and the name that its ciphertext carries. The name says nothing about the key."""

    id: str
    fernet: Fernet


def _derive(secret: str, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"krs {purpose}".encode()).derive(secret.encode())


@lru_cache(maxsize=16)
def derive_field_key(secret: str) -> FieldKey:
    key = base64.urlsafe_b64encode(_derive(secret, "field key", 32))
    return FieldKey(_derive(secret, "field key id", ID_LENGTH // 2).hex(), Fernet(key))


@lru_cache(maxsize=16)
def derive_lookup_key(secret: str) -> tuple[str, bytes]:
    """The name that each look-up carries, and the key of the hash."""
    return _derive(secret, "lookup key id", ID_LENGTH // 2).hex(), _derive(secret, "lookup key", 32)


def list_field_keys() -> list[FieldKey]:
    """The key that writes, then those that are still read."""
    return [derive_field_key(secret) for secret in (settings.FIELD_KEY, *settings.FIELD_KEY_FALLBACKS)]


def list_readable_prefixes() -> list[str]:
    return [f"{key.id}." for key in list_field_keys()]


def get_lookup_prefix() -> str:
    return f"{derive_lookup_key(settings.LOOKUP_KEY)[0]}."


def seal_bytes(plain: bytes) -> bytes:
    key = derive_field_key(settings.FIELD_KEY)
    return f"{key.id}.".encode() + key.fernet.encrypt(plain)


def unseal_bytes(ciphertext: bytes) -> bytes:
    """What was sealed. Raises `Unreadable`, and says so in the log, which names the key and never the content."""
    name, _dot, token = ciphertext.partition(b".")
    for key in list_field_keys():
        if key.id.encode() == name:
            try:
                return key.fernet.decrypt(token)
            except InvalidToken:
                break
    known = ", ".join(key.id for key in list_field_keys())
    shown = name.decode("ascii", "replace") if len(name) == ID_LENGTH else "none"
    logger.critical("A private column cannot be read: written with key %s, and here are %s.", shown, known)
    raise Unreadable(f"written with key {shown}, and here are {known}")


def hash_for_lookup(text: str) -> str:
    """Keyed hash (HMAC): equal texts can be found, the hash reveals nothing. It fits a column of 64 signs."""
    name, key = derive_lookup_key(settings.LOOKUP_KEY)
    return f"{name}.{hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:48]}"


class EncryptedField(models.Field):
    """A column of ciphertext. Only what comes from the database is decrypted, never what people type."""

    def get_internal_type(self) -> str:
        return "TextField"

    def get_prep_value(self, value: Any) -> str | None:
        """An empty text is NULL, as nothing is; 0 is a value."""
        plain = super().get_prep_value(value)
        return None if plain is None or plain == "" else seal_bytes(str(plain).encode()).decode()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else self.to_python(unseal_bytes(value.encode()).decode())


class EncryptedCharField(EncryptedField, models.CharField):
    pass


class EncryptedTextField(EncryptedField, models.TextField):
    pass


class EncryptedDateField(EncryptedField, models.DateField):
    pass


class EncryptedIntegerField(EncryptedField, models.IntegerField):
    @property
    def validators(self) -> list[Any]:
        """Those of the field alone: text in the database has no largest number."""
        return [*self.default_validators, *self._validators]  # type: ignore[attr-defined]  # the stubs leave it out


class LookupField(models.CharField):
    """`hash_for_lookup` of the encrypted field named by `of`: text in the database, like any other."""

    def __init__(self, *args: Any, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(*args, **({"max_length": 64, "blank": True, "db_index": True, "editable": False} | options))

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class SealableBinaryField(models.BinaryField):
    """Bytes that are ciphertext in the rows in which the field named by `where` is true."""

    def __init__(self, *args: Any, where: str = "", **options: Any) -> None:
        self.where = where
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options
