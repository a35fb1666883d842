"""How an asset passes from the ministry to its recipient, and what obstructs it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import in_order
from monitoring.register.handover.enums import HandOverPath, HandOverState, PaperSide
from monitoring.register.handover.querysets import HandOverQuerySet
from monitoring.register.models import Estate


@track_changes()
class HandOver(models.Model):
    """One estate's hand-over: its path, its state since a day, and the obstacle if there is one."""

    estate = models.OneToOneField(Estate, models.CASCADE, related_name="hand_over")
    path = models.CharField(_("jenis"), max_length=16, choices=HandOverPath)
    recipient = models.CharField(_("penerima barang"), max_length=150, blank=True)
    recipient_address = models.CharField(_("alamat penerima"), max_length=300, blank=True)
    value = models.PositiveBigIntegerField(_("nilai perolehan (rupiah)"), null=True, blank=True)
    state = models.CharField(_("tahap"), max_length=20, choices=HandOverState, default=HandOverState.NOT_STARTED)
    since_on = models.DateField(_("sejak"), null=True, blank=True)
    # An overall statement about the papers of a side, used while nobody has ticked the check-list one by one.
    internal_complete = models.BooleanField(_("dokumen internal lengkap"), null=True, blank=True)
    external_complete = models.BooleanField(_("dokumen eksternal lengkap"), null=True, blank=True)
    obstacle = models.CharField(_("hambatan"), max_length=300, blank=True)
    obstacle_since_on = models.DateField(_("terhambat sejak"), null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("serah terima aset")
        verbose_name_plural = _("serah terima aset")
        constraints = [
            models.CheckConstraint(
                condition=Q(obstacle="", obstacle_since_on__isnull=True)
                | (~Q(obstacle="") & Q(obstacle_since_on__isnull=False)),
                name="monitoring_hand_over_obstacle_dated",
                violation_error_message=_("Hambatan disertai tanggal mulainya."),
            ),
            models.CheckConstraint(
                condition=Q(path=HandOverPath.GRANT) & ~Q(state=HandOverState.TRANSFER_DEED)
                | Q(path=HandOverPath.STATUS_TRANSFER)
                & ~Q(
                    state__in=[
                        HandOverState.STATE_SECRETARIAT,
                        HandOverState.WRITE_OFF,
                        HandOverState.LEDGER_CLEARED,
                    ]
                ),
                name="monitoring_hand_over_on_its_path",
                violation_error_message=_("Tahap ini bukan bagian dari jenis serah terima yang dipilih."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate} – {self.get_state_display()}"


@track_changes()
class HandOverStep(models.Model):
    """A state in which the hand-over was from one day to another, and the letter on which the step is based."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="steps")
    state = models.CharField(_("tahap"), max_length=20, choices=HandOverState)
    entered_on = models.DateField(_("mulai"))
    left_on = models.DateField(_("selesai"), null=True, blank=True)
    letter = models.CharField(_("surat atau BA"), max_length=120, blank=True)
    noted_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("tahap serah terima")
        verbose_name_plural = _("tahap serah terima")
        constraints = [
            in_order(
                "entered_on", "left_on", name="monitoring_step_order", message=_("Tahap berakhir sebelum dimulai.")
            ),
            models.UniqueConstraint(
                fields=["hand_over"],
                condition=Q(left_on__isnull=True),
                name="monitoring_one_step_at_a_time",
                violation_error_message=_("Tahap sebelumnya belum selesai."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())


@track_changes()
class HandOverPaper(models.Model):
    """A document of the check-list, received on a day or still missing."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="papers")
    side = models.CharField(_("sisi"), max_length=10, choices=PaperSide)
    code = models.SlugField(_("kode"), max_length=40)
    received_on = models.DateField(_("diterima"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("dokumen serah terima")
        verbose_name_plural = _("dokumen serah terima")
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "code"],
                name="monitoring_paper_once",
                violation_error_message=_("Dokumen ini sudah ada dalam daftar."),
            )
        ]

    def __str__(self) -> str:
        return self.code
