from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.moments import signed_moment
from krs_portal.kit.sealing import EncryptedTextField


class UnsavedText(models.Model):
    """What one person wrote into one form. Saved or thrown away, it is empty: what comes too late is then not kept."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    address = models.CharField(_("alamat formulir"), max_length=500)
    sealed = EncryptedTextField(_("isi tersandi"), null=True, blank=True)
    saved_at, saved_by = signed_moment(_("disimpan sementara"))

    class Meta:
        verbose_name = _("tulisan yang belum disimpan")
        verbose_name_plural = _("tulisan yang belum disimpan")
        indexes = [models.Index(fields=["saved_by", "address", "-saved_at"], name="unsaved_text_of_form")]

    def __str__(self) -> str:
        return self.address

    @property
    def is_ended(self) -> bool:
        return self.sealed is None


Fields = list[list[Any]]  # pairs of name and value, as a browser sends them
