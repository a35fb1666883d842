from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.meetings import kinds
from krs_portal.meetings.enums import Answer, MeetingState
from krs_portal.meetings.querysets import MeetingQuerySet, OfMeetingQuerySet
from krs_portal.offices.models import Office
from krs_portal.outbox.models import Message


@track_changes()
class Meeting(models.Model):
    """A meeting of several offices about one matter. `sequence` counts the changes that calendars must hear of."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="meetings", verbose_name=_("penyelenggara"))
    kind = models.SlugField(_("jenis"), max_length=40, default="meeting")
    title = models.CharField(_("hal"), max_length=200)
    about_kind = models.CharField(_("tentang"), max_length=60, blank=True)
    about_key = models.CharField(_("kunci hal"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    link = models.URLField(_("tautan rapat daring"), max_length=400, blank=True)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("Satu acara per baris."))
    introduction = models.TextField(
        _("pembuka surat undangan"), blank=True, help_text=_("Kosongkan untuk kalimat pembuka yang lazim.")
    )
    letter_number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    copies_to = models.TextField(_("tembusan"), blank=True, help_text=_("Satu penerima per baris."))
    state = models.CharField(_("status"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    sequence = models.PositiveSmallIntegerField(_("urutan perubahan"), default=0)
    planned_at, planned_by = signed_moment(_("direncanakan"))
    held_at, held_by = signed_moment(_("dibuka"), is_optional=True)
    cancelled_at, cancelled_by = signed_moment(_("dibatalkan"), is_optional=True)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapat")
        verbose_name_plural = _("rapat")
        indexes = [
            models.Index(fields=["office", "starts_at"], name="meetings_by_office_time"),
            models.Index(fields=["about_kind", "about_key"], name="meetings_meeting_about"),
        ]
        constraints = [
            in_order(
                "starts_at",
                "ends_at",
                name="meetings_time_order",
                message=_("Rapat selesai sesudah dimulai."),
                strict=True,
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""),
                name="meetings_somewhere",
                violation_error_message=_("Isi tempat atau tautan rapat daring."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="meetings_titled", violation_error_message=_("Isi hal rapat.")
            ),
            all_or_none(
                "held_at", "held_by", name="meetings_held_signed", message=_("Pembukaan mencatat siapa dan kapan.")
            ),
            all_or_none(
                "cancelled_at",
                "cancelled_by",
                name="meetings_cancel_signed",
                message=_("Pembatalan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.PLANNED, held_at__isnull=True, cancelled_at__isnull=True)
                | Q(state=MeetingState.HELD, held_at__isnull=False, cancelled_at__isnull=True)
                | (Q(state=MeetingState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="meetings_state_has_its_moment",
                violation_error_message=_("Pembatalan memerlukan alasan; pembukaan dan pembatalan mencatat waktunya."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_key)

    @property
    def kind_label(self) -> str:
        return str(kinds.get_meeting_kind(self.kind).label)

    @property
    def zone(self) -> str:
        return self.office.time_zone

    @property
    def day(self) -> date:
        return day_of(self.starts_at, self.zone)

    @property
    def agenda_items(self) -> list[str]:
        return split_listed_lines(self.agenda)

    @property
    def copies(self) -> list[str]:
        return split_listed_lines(self.copies_to)

    @property
    def hours(self) -> str:
        return formats.format_clock_range(self.starts_at, self.ends_at, self.zone)

    @property
    def when(self) -> str:
        """The day and the hours, in the host's time zone."""
        return f"{formats.format_full_day(self.day)}, {self.hours}"

    @property
    def where(self) -> str:
        """The place and the link, if there are any."""
        return ", ".join(filter(None, (self.place, self.link)))


def split_listed_lines(text: str) -> list[str]:
    """Items of a list that was typed one per line; leading dashes and numbers are removed."""
    lines = (line.strip().lstrip("-•*").lstrip("0123456789").lstrip(".)").strip() for line in text.splitlines())
    return [line for line in lines if line]


@track_changes()
class Invitation(models.Model):
    """An office that is invited, or a person who belongs to no office the portal knows."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("unit kerja")
    )
    name = models.CharField(_("nama"), max_length=150, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at, invited_by = signed_moment(_("diundang"))
    answer = models.CharField(_("jawaban"), max_length=4, choices=Answer, default=Answer.NONE)
    answered_at, answered_by = signed_moment(_("dijawab"), is_optional=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "office", "name"],
                name="meetings_invited_once",
                nulls_distinct=False,
                violation_error_message=_("Undangan ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=False) | ~Q(name=""),
                name="meetings_somebody_invited",
                violation_error_message=_("Undangan menyebut unit kerja atau nama orang."),
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE, answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer=Answer.NONE) & Q(answered_at__isnull=False)),
                name="meetings_answer_dated",
                violation_error_message=_("Jawaban mencatat waktunya."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.office)


@track_changes()
class Attendance(models.Model):
    """A person who was present, invited or not."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="attendances")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="meeting_attendances")
    organisation = models.CharField(_("instansi"), max_length=150, blank=True)
    name = models.CharField(_("nama"), max_length=150)
    position = models.CharField(_("jabatan"), max_length=150, blank=True)
    present_at = models.DateTimeField(_("hadir sejak"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kehadiran rapat")
        verbose_name_plural = _("kehadiran rapat")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name", "office", "organisation"],
                name="meetings_present_once",
                nulls_distinct=False,
                violation_error_message=_("Orang ini sudah tercatat hadir."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="meetings_present_named", violation_error_message=_("Isi nama yang hadir.")
            ),
        ]

    def __str__(self) -> str:
        return self.name
