from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.sealing import EncryptedTextField


class ReferenceItem(models.Model):
    """An item of a room's reference data that was put into this database once (`loading`), by its key."""

    key = models.CharField(max_length=250, unique=True)

    def __str__(self) -> str:
        return self.key


class Submission(models.Model):
    """A key that came with a form or a request, and what was answered: sent again, it is answered the same.

    A key belongs to its caller, to the operation and to what was asked. What was asked is kept as a hash, the answer
    encrypted, both for a few days (`forget_submissions`).
    """

    caller = models.CharField(max_length=64)
    operation = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    answer = EncryptedTextField(null=True)  # empty only while the first sending is at work
    taken_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "operation", "key"],
                name="kit_submission_taken_once",
                violation_error_message=_("Kunci ini sudah dipakai."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.key}"
