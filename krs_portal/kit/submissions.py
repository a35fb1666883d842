"""What is sent twice is done once: a double press, a slow answer, Enter twice, a program that tries again.

Whoever sends something names a key. The first sending takes it, in the transaction that does the work; a second one
waits for that transaction and is answered what the first was. Pages and the API share this; see
docs/decisions/0018-what-is-sent-twice-is-done-once.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.models import Submission

FIELD = "submission_key"  # of a form
HEADER = "Idempotency-Key"  # of a request to the API
LONGEST = 100
KEPT = timedelta(days=3)  # a weekend in which a program's queue stood still
SALT = "krs_portal.kit.submissions"
USED_OTHERWISE = _("Ini sudah pernah dikirim dengan isian lain, dan isian itu yang tersimpan.")


@dataclass(frozen=True)
class SubmissionKey:
    """A key as it came: whose, for which operation, and a hash of what was asked."""

    caller: str
    operation: str
    key: str
    digest: str

    def take(self, at: datetime) -> Submission | None:
        """Take the key until the transaction ends; None when it is new, else what was sent with it first.

        Where another transaction has taken it and is still at work, PostgreSQL waits for its end here.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kit_submission (caller, operation, key, digest, taken_at) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT (caller, operation, key) DO NOTHING",
                [self.caller, self.operation, self.key, self.digest, at],
            )
            is_new = cursor.rowcount == 1
        return None if is_new else self._rows.get()

    def keep_answer(self, answer: Mapping[str, Any]) -> None:
        self._rows.update(answer=json.dumps(answer))

    def release(self) -> None:
        """Nothing was done under this key; it can be sent again, also with other words."""
        self._rows.delete()

    @property
    def _rows(self) -> Any:
        return Submission.objects.filter(caller=self.caller, operation=self.operation, key=self.key)


def read_answer(first: Submission) -> dict[str, Any]:
    return dict(json.loads(first.answer or "{}"))


def delete_old_submissions(*, at: datetime) -> None:
    Submission.objects.filter(taken_at__lt=at - KEPT).delete()


def name_caller(user: Any, known_by: str) -> str:
    """Whose key it is: the user's, or the one of whoever is known by something else, of which a hash is kept."""
    if user.is_authenticated:
        return f"user {user.pk}"
    return salted_hmac(f"{SALT}.caller", known_by, algorithm="sha256").hexdigest()


def compute_digest(*asked: Any) -> str:
    """The keyed hash of what was asked: equal only for the same words and files, and it says nothing about them."""
    return salted_hmac(SALT, json.dumps(asked, default=_describe, sort_keys=True), algorithm="sha256").hexdigest()


def collect_values(values: Any, but: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The fields of a form or of a body in a settled order, without those named in `but`."""
    lists = (
        values.lists()
        if hasattr(values, "lists")
        else values.items()
        if isinstance(values, Mapping)
        else [("", values)]
    )
    return sorted(((str(name), value) for name, value in lists if name not in set(but)), key=lambda pair: pair[0])


def _describe(value: Any) -> Any:
    """A file by its name and a hash of its bytes, which stay to be read; anything else as it writes itself."""
    if not isinstance(value, File):
        return str(value)
    found = hashlib.sha256()
    for chunk in value.chunks():
        found.update(chunk)
    value.seek(0)
    return [value.name, found.hexdigest()]
