from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.booking.enums import EnquiryKind, EnquiryState
from consultations.booking.models.topics import Topic
from consultations.booking.querysets import EnquiryQuerySet
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none
from krs_portal.offices.models import Office, Region
from krs_portal.outbox.enums import Channel


@track_changes()
class Enquiry(models.Model):
    """A question that is answered in writing or by a call, for whoever finds no time or no clinic to come to.

    Its office owns it: the people who serve there see it in their list until the day it is due.
    """

    reference = models.CharField(_("nomor pertanyaan"), max_length=12, unique=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=EnquiryKind)
    state = models.CharField(_("status"), max_length=10, choices=EnquiryState, default=EnquiryState.OPEN)
    office = models.ForeignKey(Office, models.PROTECT, related_name="enquiries", verbose_name=_("klinik"))
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("topik")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kab/kota rumah")
    )
    text = models.TextField(_("pertanyaan"), max_length=2000)
    call_when = models.CharField(_("waktu yang baik untuk ditelepon"), max_length=100, blank=True)
    is_urgent = models.BooleanField(_("ada bahaya"), default=False)
    # As `Attendance.triage`.
    triage = models.JSONField(_("jawaban awal"), default=list, blank=True)
    name = models.CharField(_("nama"), max_length=120)
    phone = models.CharField(_("nomor telepon"), max_length=20)
    email = models.EmailField(_("surel"), blank=True)
    contact_by = models.CharField(_("dihubungi lewat"), max_length=10, choices=Channel, default=Channel.WHATSAPP)
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default="id")
    consented_at = models.DateTimeField(_("persetujuan"))
    consent_version = models.CharField(_("versi persetujuan"), max_length=20)
    created_at = models.DateTimeField(_("dikirim"))
    due_on = models.DateField(_("dijawab paling lambat"))
    answer = models.TextField(_("jawaban"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dijawab oleh"),
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertanyaan warga")
        verbose_name_plural = _("pertanyaan warga")
        indexes = [models.Index(fields=["office", "state", "due_on"], name="consultations_enquiry_due")]
        constraints = [
            all_or_none(
                "answered_at",
                "answered_by",
                name="consultations_enquiry_answered_by_somebody",
                message=_("Jawaban mencatat waktu dan petugasnya."),
            ),
            models.CheckConstraint(
                condition=(Q(state=EnquiryState.ANSWERED, answered_at__isnull=False) & ~Q(answer=""))
                | Q(state=EnquiryState.OPEN, answered_at__isnull=True, answer=""),
                name="consultations_enquiry_answered_once_written",
                violation_error_message=_("Pertanyaan terjawab bila, dan hanya bila, jawabannya tertulis."),
            ),
            models.CheckConstraint(
                condition=Q(kind=EnquiryKind.DATA) | Q(topic__isnull=False),
                name="consultations_enquiry_names_its_topic",
                violation_error_message=_("Pilih topik pertanyaan Anda."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def is_late(self, day: date) -> bool:
        return self.state == EnquiryState.OPEN and self.due_on < day
