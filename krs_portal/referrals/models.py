from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts import nik
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.about import About
from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.moments import signed_moment
from krs_portal.kit.sealing import EncryptedCharField, EncryptedTextField
from krs_portal.offices.models import Office, Region
from krs_portal.referrals.enums import RUNNING, ClockMark, NextAct, PartnerKind, ReferralState, SharedDatum
from krs_portal.referrals.querysets import BasketQuerySet, PartnerQuerySet, ProgrammeQuerySet


@track_changes()
class Partner(models.Model):
    """Somebody to whom people are referred, with clocks of its own. Without an office the ministry keeps the entry."""

    name = models.CharField(_("nama mitra"), max_length=150)
    kind = models.CharField(_("jenis"), max_length=15, choices=PartnerKind)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="partners", verbose_name=_("dicatat oleh")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wilayah")
    )
    contact = models.CharField(_("kontak"), max_length=150, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    phone = models.CharField(_("nomor WhatsApp"), max_length=20, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    remind_after = models.PositiveSmallIntegerField(_("diingatkan sesudah (hari)"), default=9)
    at_risk_after = models.PositiveSmallIntegerField(_("terancam sesudah (hari)"), default=21)
    close_after = models.PositiveSmallIntegerField(_("ditutup sesudah (hari)"), default=45)
    is_active = models.BooleanField(_("masih menerima rujukan"), default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("mitra")
        verbose_name_plural = _("mitra")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "office", "region"],
                name="referrals_partner_once",
                nulls_distinct=False,
                violation_error_message=_("Mitra ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(
                    remind_after__gte=1, at_risk_after__gt=F("remind_after"), close_after__gt=F("at_risk_after")
                ),
                name="referrals_clocks_in_order",
                violation_error_message=_("Diingatkan lebih dahulu, lalu terancam, lalu ditutup."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_reachable(self) -> bool:
        return bool(self.email or self.phone)


@track_changes()
class Programme(models.Model):
    """What a partner offers, and what it needs from whoever comes for it."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="programmes", verbose_name=_("mitra"))
    name = models.CharField(_("nama program"), max_length=150)
    offer = models.CharField(_("isi"), max_length=300, blank=True)
    needs = ArrayField(models.CharField(max_length=200), verbose_name=_("yang diperlukan"), default=list, blank=True)
    source = models.CharField(_("dasar"), max_length=300, blank=True)
    is_active = models.BooleanField(_("masih dibuka"), default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("program mitra")
        verbose_name_plural = _("program mitra")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "name"],
                name="referrals_programme_once",
                violation_error_message=_("Program ini sudah tercatat pada mitra ini."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} – {self.name}"


@track_changes()
class Referral(models.Model):
    """A person who is sent to a programme, with consent. Of their data only what the consent covers is kept here, so
    that the partner's link can show nothing else.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="referrals", verbose_name=_("unit kerja"))
    about_kind = models.SlugField(_("tentang"), max_length=40, db_index=False)
    about_key = models.CharField(_("kunci hal"), max_length=60)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="referrals", verbose_name=_("program"))
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("sesudah rujukan")
    )
    name = models.CharField(_("nama"), max_length=150)
    phone = models.CharField(_("nomor telepon"), max_length=20, blank=True)
    address = EncryptedCharField(_("alamat"), max_length=300, blank=True, null=True)
    nik_ciphertext = EncryptedCharField(_("NIK"), max_length=16, blank=True, null=True)
    note = EncryptedTextField(_("yang dibutuhkan"))
    shared = ArrayField(
        models.CharField(max_length=10, choices=SharedDatum), verbose_name=_("data yang disetujui"), default=list
    )
    consent_version = models.CharField(_("versi persetujuan"), max_length=20)
    state = models.CharField(_("status"), max_length=10, choices=ReferralState, default=ReferralState.DRAFT)
    mark = models.CharField(_("tanda"), max_length=10, choices=ClockMark, default=ClockMark.NONE, blank=True)
    due_on = models.DateField(_("batas jawaban"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    delivered_on = models.DateField(_("terlaksana"), null=True, blank=True)
    next_act = models.CharField(_("langkah berikut"), max_length=10, choices=NextAct, default=NextAct.NONE, blank=True)
    created_at, created_by = signed_moment(_("dibuat"))
    sent_at, sent_by = signed_moment(_("dikirim"), is_optional=True)

    objects = BasketQuerySet.as_manager()

    class Meta:
        verbose_name = _("rujukan")
        verbose_name_plural = _("rujukan")
        indexes = [
            models.Index(fields=["office", "state", "created_at"], name="referrals_by_office_state"),
            models.Index(fields=["about_kind", "about_key"], name="referrals_about"),
            models.Index(fields=["created_at", "id"], name="referrals_oldest"),
        ]
        constraints = [
            all_or_none(
                "sent_at", "sent_by", name="referrals_sent_signed", message=_("Pengiriman mencatat siapa dan kapan.")
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.DRAFT, sent_at__isnull=True)
                | Q(state=ReferralState.WITHDRAWN)
                | (
                    ~Q(state__in=(ReferralState.DRAFT, ReferralState.WITHDRAWN))
                    & Q(sent_at__isnull=False, due_on__isnull=False)
                ),
                name="referrals_sent_has_moment",
                violation_error_message=_("Rujukan yang dikirim mencatat kapan, dan sampai kapan jawabannya ditunggu."),
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=(ReferralState.DECLINED, ReferralState.WITHDRAWN, ReferralState.CLOSED), reason=""
                ),
                name="referrals_ended_with_reason",
                violation_error_message=_("Tuliskan alasannya."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.DELIVERED, delivered_on__isnull=False)
                | (~Q(state=ReferralState.DELIVERED) & Q(delivered_on__isnull=True)),
                name="referrals_delivered_dated",
                violation_error_message=_("Isi tanggal terlaksananya."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReferralState.DECLINED, ReferralState.CLOSED)) & ~Q(next_act=NextAct.NONE)
                | ~Q(state__in=(ReferralState.DECLINED, ReferralState.CLOSED)) & Q(next_act=NextAct.NONE),
                name="referrals_refused_not_abandoned",
                violation_error_message=_("Rujukan yang ditolak atau ditutup menyebut langkah berikutnya."),
            ),
            models.UniqueConstraint(
                fields=["about_kind", "about_key", "programme", "name"],
                condition=Q(state__in=RUNNING),
                name="referrals_running_once",
                violation_error_message=_("Orang ini sedang dirujuk ke program itu."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="referrals_named", violation_error_message=_("Isi nama yang dirujuk.")
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.pk} {self.programme}"

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_key)

    @property
    def letters(self) -> About:
        """What the letters to its partner are about."""
        return About("referral", str(self.pk))

    @property
    def number(self) -> str:
        return f"R{self.pk}"

    @property
    def nik_masked(self) -> str:
        return nik.mask_nik(self.nik_ciphertext or "")


class ReferralStep(models.Model):
    """What happened to a referral. Without a user the partner said it by the link, or the clocks ran out."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    state = models.CharField(_("status"), max_length=10, choices=ReferralState)
    noted_at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.CharField(_("keterangan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("langkah rujukan")
        verbose_name_plural = _("langkah rujukan")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.noted_at:%Y-%m-%d %H:%M}"
