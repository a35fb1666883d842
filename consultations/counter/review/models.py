from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.counter.models import Consultation
from consultations.counter.review.enums import ReviewVerdict
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


@track_changes()
class ReviewSetting(models.Model):
    """Whether the head of an office looks at what is closed; what was closed before it was set is not asked about."""

    office = models.OneToOneField(Office, models.PROTECT, related_name="review_setting", verbose_name=_("unit kerja"))
    is_wanted = models.BooleanField(_("konsultasi yang ditutup ditinjau kepala unit"), default=False)
    set_at, set_by = signed_moment(_("ditetapkan"), default=timezone.now)

    class Meta:
        verbose_name = _("aturan tinjauan")
        verbose_name_plural = _("aturan tinjauan")

    def __str__(self) -> str:
        return f"{self.office}: {self.is_wanted}"


@track_changes()
class Review(models.Model):
    """What the head said of a consultation. A correction afterwards asks for another one."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="reviews", verbose_name=_("konsultasi"))
    verdict = models.CharField(_("putusan"), max_length=10, choices=ReviewVerdict)
    remark = models.TextField(_("catatan"), max_length=1000, blank=True)
    made_at, made_by = signed_moment(_("ditinjau"), default=timezone.now)

    class Meta:
        verbose_name = _("tinjauan")
        verbose_name_plural = _("tinjauan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=ReviewVerdict.RETURNED, remark=""),
                name="consultations_review_returned_with_remark",
                violation_error_message=_("Tuliskan apa yang perlu diperbaiki."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.consultation_id}"
