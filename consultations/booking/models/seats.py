from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Place
from consultations.booking.enums import COMING, TIMED, AttendanceState, Priority, ServiceChannel, SlotKind, SlotState
from consultations.booking.models.topics import Topic
from consultations.booking.querysets import AttendanceQuerySet, SlotQuerySet
from consultations.booking.triggers import KEEP_SEATS
from consultations.people.models.person import Person
from krs_portal.accounts import nik
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.clock import day_of
from krs_portal.kit.constraints import all_or_none, at_least, in_order
from krs_portal.kit.sealing import EncryptedCharField, LookupField
from krs_portal.offices.models import Region
from krs_portal.outbox.enums import Channel


@track_changes(exclude=["seats_taken"])
class Slot(models.Model):
    """A time at a place, with seats. People who walk in are counted in one slot a day, of kind WALK_IN (“the door”)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="slots")
    kind = models.CharField(_("jenis"), max_length=10, choices=SlotKind, default=SlotKind.INDIVIDUAL)
    channel = models.CharField(_("cara"), max_length=10, choices=ServiceChannel, default=ServiceChannel.OFFICE)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="slots")
    title = models.CharField(_("judul"), max_length=150, blank=True)
    speaker = models.CharField(_("narasumber"), max_length=150, blank=True)
    link = models.URLField(_("tautan pertemuan daring"), blank=True)
    note = models.CharField(_("keterangan untuk warga"), max_length=300, blank=True, default="", db_default="")
    hours = models.ForeignKey(
        "consultations.WeeklyHours",  # named by a string because the agenda imports this module
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("jam janji"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("petugas")
    )
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    registration_ends_at = models.DateTimeField(_("pendaftaran ditutup"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("kursi"), default=1)
    seats_taken = models.PositiveIntegerField(_("kursi terisi"), default=0)
    state = models.CharField(_("status"), max_length=10, choices=SlotState, default=SlotState.OPEN)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("jadwal")
        verbose_name_plural = _("jadwal")
        indexes = [models.Index(fields=["place", "starts_at"], name="consultations_slot_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")),
                name="consultations_seats_enough",
                violation_error_message=_("Kursi yang terisi tidak boleh melebihi jumlah kursi."),
            ),
            in_order(
                "starts_at",
                "ends_at",
                name="consultations_slot_order",
                message=_("Jadwal harus selesai sesudah mulai."),
                strict=True,
            ),
            in_order(
                "registration_ends_at",
                "starts_at",
                name="consultations_slot_registration_order",
                message=_("Pendaftaran ditutup sebelum jadwal mulai."),
            ),
            models.UniqueConstraint(
                fields=["hours", "starts_at"],
                name="consultations_hours_open_once",
                violation_error_message=_("Jadwal dari jam ini sudah dibuka."),
            ),
            models.UniqueConstraint(
                fields=["place", "starts_at"],
                condition=Q(kind=SlotKind.WALK_IN),
                name="consultations_one_door_a_day",
                violation_error_message=_("Pintu datang langsung untuk hari ini sudah ada."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def day(self) -> date:
        """The day on which it is held, where it is held."""
        return day_of(self.starts_at, self.place.office.time_zone)

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken

    def seats_for(self, party_size: int) -> int:
        """A group slot gives a seat to each person; an individual one a single seat to the whole party."""
        return party_size if self.kind == SlotKind.GROUP else 1


@track_changes(exclude=["hold_token"])
class Attendance(models.Model):
    """One person, family or head-count coming to a slot: booked, walked in, or listed in a group."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="attendances")
    # Who came; known from the moment on in which the counter received them.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("orang")
    )
    reference = models.CharField(_("nomor janji"), max_length=12, unique=True)
    state = models.CharField(_("status"), max_length=10, choices=AttendanceState, default=AttendanceState.BOOKED)
    hold_ends_at = models.DateTimeField(_("kursi disimpan sampai"), null=True, blank=True)
    hold_token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    on_behalf_of = models.CharField(_("untuk orang lain"), max_length=120, blank=True)
    phone = models.CharField(_("nomor telepon"), max_length=20, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    contact_by = models.CharField(_("dihubungi lewat"), max_length=10, choices=Channel, default=Channel.WHATSAPP)
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default="id")
    # The field keeps an empty text as NULL.
    nik_ciphertext = EncryptedCharField(_("NIK"), max_length=16, blank=True, null=True)
    nik_lookup = LookupField(of="nik_ciphertext")
    party_size = models.PositiveSmallIntegerField(_("jumlah orang"), default=1)
    seats = models.PositiveSmallIntegerField(_("kursi"), default=1)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="attendances")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(_("alamat yang dikunjungi"), max_length=300, blank=True, default="", db_default="")
    # What was asked before booking, answered and advised, in the words of then: see `triage.list_answered_questions`.
    triage = models.JSONField(_("jawaban awal"), default=list, blank=True)
    wish = models.CharField(_("yang ingin disampaikan"), max_length=500, blank=True, default="", db_default="")
    # Codes of `enums.AccessNeed`, in its order.
    needs = models.JSONField(_("kebutuhan akses"), default=list, blank=True, db_default=Value([], models.JSONField()))
    consented_at = models.DateTimeField(_("persetujuan"), null=True, blank=True)
    consent_version = models.CharField(_("versi persetujuan"), max_length=20, null=True, blank=True)  # noqa: DJ001
    # The slot's local day, once booked; empty for those who walked in.
    booked_on = models.DateField(_("untuk hari"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(_("perubahan ke-"), default=0)
    idempotency_key = models.CharField(max_length=100, null=True, blank=True, unique=True)
    queue_number = models.PositiveSmallIntegerField(_("nomor antrean"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    on_my_way_at = models.DateTimeField(_("sedang menuju tempat"), null=True, blank=True)
    priority = models.CharField(
        _("didahulukan karena"), max_length=10, choices=Priority, blank=True, default="", db_default=""
    )
    # Who called or serves them; of somebody who waits, for whom they are kept.
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("petugas")
    )
    window = models.CharField(_("loket"), max_length=20, blank=True, default="", db_default="")
    word = models.CharField(_("pesan untuk rekan"), max_length=200, blank=True, default="", db_default="")
    calls = models.PositiveSmallIntegerField(_("kali dipanggil"), default=0, db_default=0)
    arrived_at = models.DateTimeField(_("datang"), null=True, blank=True)
    called_at = models.DateTimeField(_("dipanggil"), null=True, blank=True)
    served_at = models.DateTimeField(_("mulai dilayani"), null=True, blank=True)
    set_aside_at = models.DateTimeField(_("ditunda"), null=True, blank=True)
    # Until when they were served, or when they left or were given up; the record may be closed later.
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    # Of whoever was written onto the printed sheet of a group session, or counted without a name.
    sheet_line = models.PositiveSmallIntegerField(_("baris lembar hadir"), null=True, blank=True)
    is_time_inexact = models.BooleanField(_("waktu tidak akurat"), default=False, db_default=False)
    remark = models.CharField(_("keterangan"), max_length=200, blank=True, default="", db_default="")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")
        indexes = [
            models.Index(fields=["slot", "state"], name="consultations_att_by_slot"),
            models.Index(fields=["hold_ends_at"], condition=Q(state__in=TIMED), name="consultations_att_by_hold"),
        ]
        triggers = [KEEP_SEATS]
        constraints = [
            at_least(
                "party_size", 1, name="consultations_party_not_empty", message=_("Jumlah orang paling sedikit 1.")
            ),
            all_or_none(
                "consented_at",
                "consent_version",
                name="consultations_consent_versioned",
                message=_("Persetujuan mencatat waktu dan versi teksnya."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TIMED, hold_ends_at__isnull=False)
                | (~Q(state__in=TIMED) & Q(hold_ends_at__isnull=True)),
                name="consultations_hold_is_timed",
                violation_error_message=_("Kursi yang disimpan punya batas waktu, yang lain tidak."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AttendanceState.HELD, AttendanceState.EXPIRED)) | ~Q(name=""),
                name="consultations_named_once_booked",
                violation_error_message=_("Nama wajib diisi."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.CALLED)
                | Q(called_at__isnull=False, officer__isnull=False, calls__gte=1),
                name="consultations_called_by_somebody",
                violation_error_message=_("Panggilan mencatat siapa yang memanggil dan kapan."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.ON_HOLD) | Q(set_aside_at__isnull=False),
                name="consultations_set_aside_is_timed",
                violation_error_message=_("Yang ditunda mencatat sejak kapan."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.LEFT) | Q(finished_at__isnull=False),
                name="consultations_left_is_timed",
                violation_error_message=_("Yang pergi mencatat kapan diketahui."),
            ),
            models.UniqueConstraint(
                fields=["slot", "sheet_line"],
                condition=~Q(state=AttendanceState.CANCELLED),
                name="consultations_sheet_line_once",
                violation_error_message=_("Baris lembar hadir ini sudah diisikan."),
            ),
            models.UniqueConstraint(
                fields=["phone", "booked_on"],
                condition=Q(state__in=COMING, on_behalf_of="") & ~Q(phone=""),
                name="consultations_one_booking_a_day",
                violation_error_message=_("Nomor telepon ini sudah punya janji pada hari itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def is_held(self, at: datetime) -> bool:
        """Its seats are kept while the citizen fills in the form."""
        return self.state == AttendanceState.HELD and bool(self.hold_ends_at and self.hold_ends_at > at)

    @property
    def nik_masked(self) -> str:
        return nik.mask_nik(self.nik_ciphertext or "")

    def set_nik(self, value: str) -> None:
        """Keep a well-formed NIK encrypted with its look-up; an empty one clears both."""
        self.nik_ciphertext = nik.read_nik(value).text if value else ""
        self.nik_lookup = nik.hash_nik(self.nik_ciphertext) if self.nik_ciphertext else ""
