from __future__ import annotations

from typing import Any, Self
from urllib.parse import parse_qsl

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.courses.enums import SavedPage
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Any) -> Self:
        """Everybody's own."""
        return self.filter(saved_by=user)


@track_changes()
class SavedView(models.Model):
    """A page of figures as somebody had set it, under a name of their own. It keeps the question, never the answer."""

    page = models.CharField(_("halaman"), max_length=10, choices=SavedPage)
    name = models.CharField(_("nama tampilan"), max_length=80)
    query = models.CharField(_("pilihan"), max_length=500, blank=True)
    saved_at, saved_by = signed_moment(_("disimpan"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("tampilan tersimpan")
        verbose_name_plural = _("tampilan tersimpan")
        constraints = [
            models.UniqueConstraint(
                fields=["saved_by", "name"],
                name="clinics_view_name_once",
                violation_error_message=_("Anda sudah punya tampilan dengan nama itu."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{reverse(SavedPage(self.page).url_name)}?{self.query}".rstrip("?")

    @property
    def choices(self) -> list[str]:
        """What was chosen, as it stands in the address."""
        return [value for _name, value in parse_qsl(self.query)]
