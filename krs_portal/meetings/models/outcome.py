from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.about import About
from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.moments import signed_moment
from krs_portal.meetings.enums import DecisionState, MinutesState
from krs_portal.meetings.models.meeting import Meeting
from krs_portal.meetings.querysets import AgreementQuerySet, DecisionQuerySet, OfMeetingQuerySet
from krs_portal.meetings.triggers import AGREED_IS_FROZEN, FROZEN_WITH_MINUTES
from krs_portal.offices.models import Office


@track_changes()
class Minutes(models.Model):
    """The minutes of a meeting. Once every side has agreed, the database freezes them."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = models.TextField(_("notulen"))
    state = models.CharField(_("status"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    written_at, written_by = signed_moment(_("ditulis"))
    proposed_at, proposed_by = signed_moment(_("diajukan"), is_optional=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("notulen")
        verbose_name_plural = _("notulen")
        triggers = [AGREED_IS_FROZEN]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="meetings_minutes_written", violation_error_message=_("Tulis notulennya.")
            ),
            all_or_none(
                "proposed_at",
                "proposed_by",
                name="meetings_proposal_signed",
                message=_("Pengajuan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=Q(state=MinutesState.DRAFT, proposed_at__isnull=True)
                | (~Q(state=MinutesState.DRAFT) & Q(proposed_at__isnull=False)),
                name="meetings_proposed_has_moment",
                violation_error_message=_("Notulen yang diajukan mencatat kapan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} (v{self.version})"

    @property
    def is_agreed(self) -> bool:
        return self.state == MinutesState.AGREED


@track_changes()
class Agreement(models.Model):
    """One side's answer to one version: agreed with its code, or returned with a remark."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="agreements")
    office = models.ForeignKey(Office, models.PROTECT, related_name="agreements", verbose_name=_("pihak"))
    version = models.PositiveSmallIntegerField(_("versi"))
    asked_at = models.DateTimeField(_("diminta"))
    agreed_at, agreed_by = signed_moment(_("disetujui"), is_optional=True)
    code = models.CharField(_("kode"), max_length=9, blank=True)
    returned_at, returned_by = signed_moment(_("dikembalikan"), is_optional=True)
    remark = models.CharField(_("catatan"), max_length=500, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("persetujuan notulen")
        verbose_name_plural = _("persetujuan notulen")
        triggers = [
            pgtrigger.Protect(
                name="a_word_given_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__agreed_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "office", "version"],
                name="meetings_side_asked_once",
                violation_error_message=_("Pihak ini sudah dimintai persetujuan atas versi ini."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, code="")
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(code="")),
                name="meetings_agreed_with_code",
                violation_error_message=_("Persetujuan mencatat siapa, kapan, dan kodenya."),
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | (Q(returned_at__isnull=False, returned_by__isnull=False, agreed_at__isnull=True) & ~Q(remark="")),
                name="meetings_returned_with_remark",
                violation_error_message=_("Tuliskan apa yang perlu diperbaiki."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} – {self.minutes}"


@track_changes()
class Decision(models.Model):
    """A task: its owner, its due day, and the proof that it was done. `carried` counts how often the due day moved."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    text = models.TextField(_("keputusan atau tindak lanjut"))
    about_kind = models.CharField(_("tentang"), max_length=60, blank=True)
    about_key = models.CharField(_("kunci hal"), max_length=60, blank=True)
    owner_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("unit penanggung jawab")
    )
    owner_name = models.CharField(_("nama penanggung jawab"), max_length=150, blank=True)
    due_on = models.DateField(_("batas waktu"), null=True, blank=True)
    carried = models.PositiveSmallIntegerField(_("kali diundur"), default=0)
    state = models.CharField(_("status"), max_length=10, choices=DecisionState, default=DecisionState.OPEN)
    decided_at, decided_by = signed_moment(_("diputuskan"))
    done_at, done_by = signed_moment(_("diselesaikan"), is_optional=True)
    proof = models.TextField(_("bukti atau alasan"), blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keputusan rapat")
        verbose_name_plural = _("keputusan rapat")
        triggers = [FROZEN_WITH_MINUTES]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="OPEN"), name="meetings_decision_due"),
            models.Index(fields=["about_kind", "about_key"], name="meetings_decision_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="meetings_decision_said", violation_error_message=_("Tulis keputusannya.")
            ),
            models.CheckConstraint(
                condition=Q(owner_office__isnull=False) | ~Q(owner_name=""),
                name="meetings_decision_owned",
                violation_error_message=_("Sebutkan siapa penanggung jawabnya."),
            ),
            all_or_none(
                "done_at", "done_by", name="meetings_done_signed", message=_("Penyelesaian mencatat siapa dan kapan.")
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.OPEN, done_at__isnull=True)
                | (~Q(state=DecisionState.OPEN) & Q(done_at__isnull=False) & ~Q(proof="")),
                name="meetings_done_with_proof",
                violation_error_message=_("Tuliskan bukti selesainya, atau alasan tidak dilanjutkan."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_key)

    @property
    def owner(self) -> str:
        return ", ".join(filter(None, (self.owner_name, str(self.owner_office) if self.owner_office else "")))
