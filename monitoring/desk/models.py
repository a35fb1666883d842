"""The desk of a round: rooms, unavailable days, sessions and remarks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.meetings.models import Meeting
from monitoring.desk.enums import SessionState
from monitoring.desk.querysets import SessionQuerySet
from monitoring.problems.models import Problem
from monitoring.rounds.models import Participant, Profile, Round


@track_changes()
class DeskRoom(models.Model):
    """A (virtual) room in which desk sessions take place one after the other."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="rooms")
    name = models.CharField(_("nama ruang"), max_length=60)
    link = models.URLField(_("tautan"), blank=True)

    class Meta:
        verbose_name = _("ruang desk")
        verbose_name_plural = _("ruang desk")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="monitoring_room_once",
                violation_error_message=_("Nama ruang ini sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@track_changes()
class Unavailability(models.Model):
    """A day on which a participant cannot come to the desk."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="unavailable")
    day_on = models.DateField(_("tanggal"))
    reason = models.CharField(_("alasan"), max_length=150)

    class Meta:
        verbose_name = _("hari berhalangan")
        verbose_name_plural = _("hari berhalangan")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "day_on"],
                name="monitoring_unavailable_once",
                violation_error_message=_("Hari ini sudah dicatat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.day_on:%Y-%m-%d}"


@track_changes()
class DeskSession(models.Model):
    """The desk session of one participant. Its meeting holds invitations, attendance, minutes and decisions."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="session")
    room = models.ForeignKey(DeskRoom, models.PROTECT, related_name="sessions", verbose_name=_("ruang"))
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    state = models.CharField(_("status"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    meeting = models.OneToOneField(
        Meeting, models.PROTECT, null=True, blank=True, related_name="desk_session", verbose_name=_("rapat")
    )
    # letters.BeritaAcara as JSON, stored when both sides have agreed
    record = models.JSONField(_("isi berita acara"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesi desk")
        verbose_name_plural = _("sesi desk")
        constraints = [
            in_order(
                "starts_at",
                "ends_at",
                name="monitoring_session_order",
                message=_("Sesi selesai sebelum mulai."),
                strict=True,
            ),
            models.UniqueConstraint(
                fields=["room", "starts_at"],
                name="monitoring_session_room_once",
                deferrable=models.Deferrable.IMMEDIATE,  # two sessions may change places in one statement
                violation_error_message=_("Ruang ini sudah dipakai pada waktu itu."),
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.DONE) | Q(record__isnull=True),
                name="monitoring_session_record_of_agreed",
                violation_error_message=_("Isi berita acara disimpan begitu kedua pihak setuju."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participant)


@track_changes()
class Remark(models.Model):
    """A remark made at the desk about a profile or one of its fields."""

    session = models.ForeignKey(DeskSession, models.CASCADE, related_name="remarks")
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="remarks")
    field = models.CharField(_("isian"), max_length=40, blank=True)
    text = models.TextField(_("catatan"))
    said_at, said_by = signed_moment(_("dicatat"), default=timezone.now)

    class Meta:
        verbose_name = _("catatan desk")
        verbose_name_plural = _("catatan desk")

    def __str__(self) -> str:
        return self.text[:60]


@track_changes()
class ProblemAgreement(models.Model):
    """What a session agreed about a problem: who does what until when, and what it costs. The newest word counts."""

    session = models.ForeignKey(DeskSession, models.CASCADE, related_name="agreements")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="agreements")
    plan = models.TextField(_("tindak lanjut"), blank=True)
    owner = models.CharField(_("penanggung jawab"), max_length=150, blank=True)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    cost_estimate = models.PositiveBigIntegerField(_("perkiraan biaya (rupiah)"), null=True, blank=True)
    agreed_at, agreed_by = signed_moment(_("disepakati"))

    class Meta:
        verbose_name = _("kesepakatan masalah")
        verbose_name_plural = _("kesepakatan masalah")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "problem"],
                name="monitoring_agreement_once",
                violation_error_message=_("Masalah ini sudah punya kesepakatan dalam sesi ini."),
            )
        ]

    def __str__(self) -> str:
        return str(self.problem)
