"""Rounds of monitoring: participants, one profile per estate, and the entries from which a profile is written."""

from __future__ import annotations

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none, at_least, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office
from monitoring.register.enums import Condition, EmptyReason
from monitoring.register.models import Estate
from monitoring.rounds.enums import EntryState, ProfileState, QuestionKind, RoundState
from monitoring.rounds.querysets import EntryQuerySet, ParticipantQuerySet, ProfileQuerySet, RoundQuerySet

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@track_changes()
class ProfileForm(models.Model):
    """A version of the questions that a profile answers in addition to its figures.

    `questions` is a list of `{code, label, kind: TEXT|NUMBER|YES_NO|CHOICE, choices, is_required}`.
    """

    version = models.PositiveSmallIntegerField(_("versi"), unique=True)
    questions = models.JSONField(_("pertanyaan"), default=list)
    valid_from = models.DateField(_("berlaku dari"))

    class Meta:
        verbose_name = _("formulir profil")
        verbose_name_plural = _("formulir profil")

    def __str__(self) -> str:
        return f"v{self.version}"

    def clean(self) -> None:
        """Each question needs its own code, a label and a kind; a CHOICE needs choices."""
        if not isinstance(self.questions, list) or not all(isinstance(each, dict) for each in self.questions):
            raise ValidationError({"questions": _("Tuliskan daftar pertanyaan.")})
        codes = [str(each.get("code") or "") for each in self.questions]
        wrong = [
            code
            for code, each in zip(codes, self.questions, strict=True)
            if not CODE.fullmatch(code)
            or codes.count(code) > 1
            or not each.get("label")
            or each.get("kind", QuestionKind.TEXT) not in QuestionKind.values
            or (each.get("kind") == QuestionKind.CHOICE and not each.get("choices"))
        ]
        if wrong:
            said = _("Setiap pertanyaan perlu kode sendiri (huruf kecil dan angka), label, jenis, dan pilihannya:")
            raise ValidationError({"questions": f"{said} {', '.join(wrong)}."})


@track_changes()
class Round(models.Model):
    """One round of a provincial agency: data as at a day, and desk sessions between two days."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="rounds", verbose_name=_("penyelenggara"))
    name = models.CharField(_("nama"), max_length=150)
    data_as_at = models.DateField(_("data per tanggal"))
    desk_starts_on = models.DateField(_("desk mulai"))
    desk_ends_on = models.DateField(_("desk sampai"))
    fill_until_on = models.DateField(_("pengisian sampai"), null=True, blank=True)
    desk_opens = models.TimeField(_("desk buka"), default=time(8, 30))
    desk_closes = models.TimeField(_("desk tutup"), default=time(15, 30))
    desk_break_from = models.TimeField(_("istirahat mulai"), default=time(12))
    desk_break_until = models.TimeField(_("istirahat sampai"), default=time(13))
    desk_minutes = models.PositiveSmallIntegerField(_("lama satu sesi (menit)"), default=60)
    form = models.ForeignKey(ProfileForm, models.PROTECT, related_name="rounds", verbose_name=_("formulir"))
    coordination = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rapat koordinasi")
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    is_back_entry = models.BooleanField(_("pencatatan susulan"), default=False)
    state = models.CharField(_("status"), max_length=12, choices=RoundState, default=RoundState.PREPARING)
    opened_at, opened_by = signed_moment(_("dibuka"), is_optional=True)
    closed_at, closed_by = signed_moment(_("ditutup"), is_optional=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("putaran monitoring")
        verbose_name_plural = _("putaran monitoring")
        constraints = [
            in_order(
                "desk_starts_on",
                "desk_ends_on",
                name="monitoring_round_desk_order",
                message=_("Hari desk terakhir mendahului yang pertama."),
            ),
            in_order(
                "fill_until_on",
                "desk_ends_on",
                name="monitoring_round_filled_before_the_end",
                message=_("Pengisian berakhir paling lambat pada hari desk terakhir."),
            ),
            in_order(
                "desk_opens",
                "desk_closes",
                name="monitoring_round_desk_hours",
                message=_("Desk tutup sesudah buka."),
                strict=True,
            ),
            in_order(
                "desk_break_from",
                "desk_break_until",
                name="monitoring_round_desk_break",
                message=_("Istirahat selesai sebelum mulai."),
            ),
            at_least(
                "desk_minutes",
                15,
                name="monitoring_round_desk_minutes",
                message=_("Satu sesi berlangsung sedikitnya 15 menit."),
            ),
            all_or_none(
                "opened_at",
                "opened_by",
                name="monitoring_round_opened_by",
                message=_("Putaran dibuka oleh seseorang."),
            ),
            all_or_none(
                "closed_at",
                "closed_by",
                name="monitoring_round_closed_by",
                message=_("Putaran ditutup oleh seseorang."),
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.CLOSED, closed_at__isnull=False)
                | (~Q(state=RoundState.CLOSED) & Q(closed_at__isnull=True)),
                name="monitoring_round_closed_state",
                violation_error_message=_("Putaran yang ditutup mencatat waktunya."),
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                name="monitoring_round_name_once",
                violation_error_message=_("Nama putaran ini sudah dipakai."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track_changes()
class Participant(models.Model):
    """A local agency that is invited to a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="participants")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("dinas kab/kota"))
    invited_at, invited_by = signed_moment(_("diundang"), is_optional=True)
    reminded_on = models.DateField(_("diingatkan terakhir"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("peserta putaran")
        verbose_name_plural = _("peserta putaran")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "office"],
                name="monitoring_participant_once",
                violation_error_message=_("Dinas ini sudah menjadi peserta."),
            ),
            all_or_none(
                "invited_at",
                "invited_by",
                name="monitoring_participant_invited_by",
                message=_("Undangan dikirim oleh seseorang."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.office)


@track_changes()
class Profile(models.Model):
    """The data of one estate in a round. `version` rises with every saving, so that conflicts are found."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="profiles")
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="profiles")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_profiles")
    towers = models.PositiveSmallIntegerField(_("jumlah tower"), null=True, blank=True)
    units = models.PositiveIntegerField(_("jumlah unit"), null=True, blank=True)
    occupied = models.PositiveIntegerField(_("unit terhuni"), null=True, blank=True)
    broken_units = models.PositiveIntegerField(_("unit rusak"), null=True, blank=True)
    residents = models.PositiveIntegerField(_("jumlah penghuni (orang)"), null=True, blank=True)
    condition = models.CharField(_("kondisi bangunan"), max_length=10, choices=Condition, blank=True)
    # {EmptyReason: units}; what it leaves unexplained counts as UNKNOWN
    empty_reasons = models.JSONField(_("sebab unit kosong"), default=dict, blank=True)
    answers = models.JSONField(_("jawaban"), default=dict, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=ProfileState, default=ProfileState.DRAFT)
    version = models.PositiveIntegerField(_("versi"), default=0)
    edited_at, edited_by = signed_moment(_("diubah"), is_optional=True)
    submitted_at, submitted_by = signed_moment(_("disampaikan"), is_optional=True)
    return_reason = models.CharField(_("alasan dikembalikan"), max_length=300, blank=True)
    unfrozen_reason = models.CharField(_("alasan tidak disepakati"), max_length=300, blank=True)
    frozen_at, frozen_by = signed_moment(_("dibekukan"), is_optional=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profil")
        verbose_name_plural = _("profil")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "estate"],
                name="monitoring_profile_once",
                violation_error_message=_("Lokasi ini sudah punya profil di putaran ini."),
            ),
            models.CheckConstraint(
                condition=Q(occupied__isnull=True) | Q(units__isnull=False, occupied__lte=F("units")),
                name="monitoring_profile_occupied_fits",
                violation_error_message=_("Unit terhuni melebihi jumlah unit."),
            ),
            all_or_none(
                "edited_at", "edited_by", name="monitoring_profile_edited_by", message=_("Perubahan ada pelakunya.")
            ),
            all_or_none(
                "submitted_at",
                "submitted_by",
                name="monitoring_profile_submitted_by",
                message=_("Profil disampaikan oleh seseorang."),
            ),
            all_or_none(
                "frozen_at",
                "frozen_by",
                name="monitoring_profile_frozen_by",
                message=_("Profil dibekukan oleh seseorang."),
            ),
            models.CheckConstraint(
                condition=Q(state=ProfileState.FROZEN, frozen_at__isnull=False)
                | (~Q(state=ProfileState.FROZEN) & Q(frozen_at__isnull=True)),
                name="monitoring_profile_frozen_state",
                violation_error_message=_("Profil yang dibekukan mencatat waktunya."),
            ),
            models.CheckConstraint(
                condition=Q(broken_units__isnull=True) | Q(units__isnull=False, broken_units__lte=F("units")),
                name="monitoring_profile_broken_fits",
                violation_error_message=_("Unit rusak melebihi jumlah unit."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProfileState.RETURNED) | ~Q(return_reason=""),
                name="monitoring_profile_returned_why",
                violation_error_message=_("Profil dikembalikan dengan alasan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate} – {self.round}"

    def empty_because(self, reason: str) -> int | None:
        """Empty units with this reason; units without one count as UNKNOWN. None while occupancy is unanswered."""
        if self.units is None or self.occupied is None:
            return None
        stated: int = self.empty_reasons.get(reason, 0)
        if reason != EmptyReason.UNKNOWN:
            return stated
        return self.units - self.occupied - sum(self.empty_reasons.values()) + stated

    @property
    def is_touched(self) -> bool:
        """Whether somebody has saved the pre-filled profile."""
        return self.edited_at is not None or self.state != ProfileState.DRAFT

    @property
    def explained(self) -> int:
        """Number of empty units for which a reason is given."""
        return sum(self.empty_reasons.values())

    @property
    def empty(self) -> int | None:
        return None if self.units is None or self.occupied is None else self.units - self.occupied

    def clean(self) -> None:
        """Refuse figures that contradict each other."""
        if self.occupied is not None and (self.units is None or self.occupied > self.units):
            raise ValidationError({"occupied": _("Unit terhuni melebihi jumlah unit.")})
        if self.broken_units is not None and (self.units is None or self.broken_units > self.units):
            raise ValidationError({"broken_units": _("Unit rusak melebihi jumlah unit.")})
        if self.explained > (self.empty or 0):
            raise ValidationError(
                {"empty_reasons": _("Sebab kosong menjelaskan lebih banyak unit daripada yang kosong.")}
            )


@track_changes()
class ProfileEntry(models.Model):
    """Values that a user sent for a profile. The device makes the key, so that a saving that is sent twice counts once.

    An entry that was begun from an older version is kept whole until somebody has chosen field by field.
    """

    key = models.UUIDField(_("kunci"), unique=True)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="entries")
    base_version = models.PositiveIntegerField(_("mulai dari versi"))
    made_version = models.PositiveIntegerField(_("menjadi versi"), null=True, blank=True)
    values = models.JSONField(_("isian"))
    # The values that these replaced, so that the entry can be withdrawn: {"values": …, "is_touched": …}
    former = models.JSONField(_("isian sebelumnya"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=EntryState)
    wants_submit = models.BooleanField(_("sekaligus disampaikan"), default=False)
    received_at, received_by = signed_moment(_("diterima"))
    settled_at, settled_by = signed_moment(_("diputuskan"), is_optional=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("isian profil")
        verbose_name_plural = _("isian profil")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EntryState.TAKEN, made_version__isnull=False)
                | (~Q(state=EntryState.TAKEN) & Q(made_version__isnull=True)),
                name="monitoring_entry_taken_has_version",
                violation_error_message=_("Isian yang diterima mencatat versinya."),
            ),
            all_or_none(
                "settled_at",
                "settled_by",
                name="monitoring_entry_settled_by",
                message=_("Pertentangan diputuskan oleh seseorang."),
            ),
        ]
        indexes = [models.Index(fields=["profile", "state"], name="monitoring_entry_by_profile")]

    def __str__(self) -> str:
        return f"{self.profile} v{self.base_version}"
