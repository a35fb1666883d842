from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Place
from consultations.booking.enums import ServiceChannel
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.counter.enums import AmendmentKind, ConsultationKind, ConsultationState, Outcome
from consultations.counter.querysets import ConsultationQuerySet
from consultations.people.models.house import House
from consultations.people.models.person import Person
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none, at_least, not_after
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


@track_changes()
class Consultation(models.Model):
    """One service given: to a person or a group, on a day, through a channel. Closing it posts to the ledger.

    A group session has one consultation, however many came: its attendances hang on the same slot.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="consultations", verbose_name=_("unit kerja"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="consultations")
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name=_("kehadiran")
    )
    session = models.ForeignKey(
        Slot, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name=_("sesi kelompok")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name=_("orang")
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=ConsultationKind, default=ConsultationKind.INDIVIDUAL)
    channel = models.CharField(_("cara"), max_length=10, choices=ServiceChannel, default=ServiceChannel.OFFICE)
    client_name = models.CharField(_("nama pemohon atau kelompok"), max_length=150)
    head_count = models.PositiveIntegerField(_("jumlah orang"), default=1)
    topics = models.ManyToManyField(Topic, related_name="consultations", verbose_name=_("topik"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("petugas")
    )
    summary = models.TextField(_("ringkasan"), blank=True)
    advice = models.TextField(_("saran yang diberikan"), blank=True)
    next_steps = models.TextField(_("langkah pemohon berikutnya"), blank=True, default="", db_default="")
    obstacle = models.TextField(_("kendala"), blank=True)
    follow_up = models.TextField(_("catatan untuk pertemuan berikutnya"), blank=True)
    house = models.ForeignKey(
        House, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name=_("rumah")
    )
    is_technical_assistance = models.BooleanField(_("bantuan teknis untuk rumah ini"), default=False)
    happened_on = models.DateField(_("tanggal layanan"))
    recorded_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=ConsultationState, default=ConsultationState.OPEN)
    outcome = models.CharField(_("hasil"), max_length=15, choices=Outcome, blank=True)
    closed_at, closed_by = signed_moment(_("ditutup"), is_optional=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("konsultasi")
        verbose_name_plural = _("konsultasi")
        indexes = [
            models.Index(fields=["office", "happened_on", "id"], name="consultations_by_office_day"),
            models.Index(fields=["happened_on", "id"], name="consultations_by_day"),  # the list of all offices
        ]
        constraints = [
            at_least("head_count", 1, name="consultations_head_count", message=_("Jumlah orang paling sedikit 1.")),
            all_or_none(
                "closed_at",
                "closed_by",
                name="consultations_close_signed",
                message=_("Penutupan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=(Q(state=ConsultationState.CLOSED, closed_at__isnull=False) & ~Q(outcome=""))
                | Q(state__in=(ConsultationState.OPEN, ConsultationState.VOIDED), closed_at__isnull=True),
                name="consultations_closed_has_outcome",
                violation_error_message=_("Konsultasi ditutup dengan hasil."),
            ),
            models.UniqueConstraint(
                fields=["attendance"],
                condition=~Q(state=ConsultationState.VOIDED),
                name="consultations_one_per_attendance",
                violation_error_message=_("Kehadiran ini sudah punya konsultasi."),
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=~Q(state=ConsultationState.VOIDED),
                name="consultations_one_per_session",
                violation_error_message=_("Sesi ini sudah punya konsultasi."),
            ),
            models.CheckConstraint(
                condition=Q(attendance__isnull=True) | Q(session__isnull=True),
                name="consultations_of_person_or_session",
                violation_error_message=_("Konsultasi milik satu orang atau satu sesi, bukan keduanya."),
            ),
            models.CheckConstraint(
                condition=Q(is_technical_assistance=False) | Q(house__isnull=False),
                name="consultations_assistance_has_house",
                violation_error_message=_("Bantuan teknis diberikan untuk sebuah rumah; isi alamat rumahnya."),
            ),
            not_after(
                "happened_on",
                "recorded_at",
                name="consultations_not_in_future",
                message=_("Tanggal layanan tidak boleh di masa depan."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.client_name}"


@track_changes()
class ConsultationTopic(Consultation.topics.through):  # type: ignore[name-defined]
    """One topic of a consultation; here so that taking one off or adding one stands in the trail, too."""

    class Meta:
        proxy = True
        verbose_name = _("topik konsultasi")
        verbose_name_plural = _("topik konsultasi")


@track_changes()
class Amendment(models.Model):
    """Why a closed consultation was reopened or corrected."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="amendments")
    kind = models.CharField(_("jenis"), max_length=10, choices=AmendmentKind)
    reason = models.TextField(_("alasan"))
    made_at, made_by = signed_moment(_("waktu"), default=timezone.now)

    class Meta:
        verbose_name = _("perubahan")
        verbose_name_plural = _("perubahan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="consultations_amendment_reasoned",
                violation_error_message=_("Tuliskan alasannya."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason[:60]}"


@track_changes()
class Window(models.Model):
    """At which window of a place an officer works: people are called there. Remembered until it is said anew."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="windows", verbose_name=_("tempat layanan"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("petugas"))
    name = models.CharField(_("nama atau nomor loket"), max_length=20)

    class Meta:
        verbose_name = _("loket")
        verbose_name_plural = _("loket")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "officer"],
                name="consultations_one_window_each",
                violation_error_message=_("Loket petugas ini di tempat ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="consultations_window_named",
                violation_error_message=_("Tuliskan nama atau nomor loketnya."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
