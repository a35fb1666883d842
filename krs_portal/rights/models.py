from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.about import About
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.kit.sealing import EncryptedTextField
from krs_portal.offices.models import Office
from krs_portal.rights.enums import Proof, RequestState, RightKind
from krs_portal.rights.querysets import DataRequestQuerySet


@track_changes()
class DataRequest(models.Model):
    """Somebody uses a right over their own data. It stays when they are erased: it names nobody, its words are sealed.

    `subject_kind` and `subject_key` say whose data (`subjects`). What came by a code was received by nobody.
    """

    number = models.CharField(_("nomor permintaan"), max_length=12, unique=True)
    kind = models.CharField(_("yang diminta"), max_length=11, choices=RightKind)
    subject_kind = models.SlugField(_("jenis catatan"), max_length=20, db_index=False)
    subject_key = models.CharField(_("kunci catatan"), max_length=20)
    office = models.ForeignKey(Office, models.PROTECT, related_name="data_requests", verbose_name=_("unit kerja"))
    proof = models.CharField(_("bukti diri"), max_length=7, choices=Proof)
    words = EncryptedTextField(_("permintaan"), max_length=1000, null=True, blank=True)
    received_at = models.DateTimeField(_("diterima"))
    received_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("diterima oleh")
    )
    due_at = models.DateTimeField(_("dijawab paling lambat"))
    state = models.CharField(_("status"), max_length=7, choices=RequestState, default=RequestState.OPEN)
    answer = EncryptedTextField(_("jawaban"), max_length=2000, null=True, blank=True)
    answered_at, answered_by = signed_moment(_("dijawab"), is_optional=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan tentang data pribadi")
        verbose_name_plural = _("permintaan tentang data pribadi")
        indexes = [
            models.Index(fields=["office", "state", "due_at"], name="rights_request_due"),
            models.Index(fields=["subject_kind", "subject_key"], name="rights_request_of_subject"),
        ]
        constraints = [
            in_order(
                "received_at",
                "due_at",
                name="rights_request_due_later",
                message=_("Tenggat jawaban sesudah permintaan diterima."),
                strict=True,
            ),
            models.CheckConstraint(
                condition=~Q(proof=Proof.ID_SEEN, received_by__isnull=True),
                name="rights_id_seen_by_somebody",
                violation_error_message=_("KTP dilihat oleh seorang petugas."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED, answer__isnull=True),
                name="rights_refused_in_words",
                violation_error_message=_("Tuliskan mengapa tidak dapat dipenuhi."),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, answered_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(answered_at__isnull=False)),
                name="rights_answered_once_ended",
                violation_error_message=_("Permintaan yang selesai mencatat kapan dijawab."),
            ),
            all_or_none(
                "answered_at",
                "answered_by",
                name="rights_answered_by_somebody",
                message=_("Jawaban mencatat siapa dan kapan."),
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "kind"],
                condition=Q(state=RequestState.OPEN),
                name="rights_asked_once_at_a_time",
                violation_error_message=_("Permintaan yang sama sudah kami terima dan menunggu jawaban."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    @property
    def subject(self) -> About:
        return About(self.subject_kind, self.subject_key)

    def is_late(self, at: datetime) -> bool:
        return self.state == RequestState.OPEN and self.due_at < at


@track_changes()
class Breach(models.Model):
    """Personal data were lost, changed or seen by whoever should not: what happened, and who was told when (Ps 46)."""

    title = models.CharField(_("kejadian"), max_length=150)
    found_at = models.DateTimeField(_("diketahui"))
    story = models.TextField(_("kapan dan bagaimana terjadi"), max_length=3000)
    exposed = models.TextField(_("data yang terungkap"), max_length=1000)
    people = models.PositiveIntegerField(_("perkiraan jumlah orang"))
    handling = models.TextField(_("penanganan dan pemulihan"), max_length=3000)
    is_serious = models.BooleanField(
        _("mengganggu pelayanan publik atau berdampak serius pada masyarakat"), default=False
    )
    recorded_at, recorded_by = signed_moment(_("dicatat"))
    authority_told_at, authority_told_by = signed_moment(_("lembaga diberi tahu"), is_optional=True)
    people_told_at, people_told_by = signed_moment(_("subjek data diberi tahu"), is_optional=True)

    class Meta:
        verbose_name = _("kegagalan pelindungan data")
        verbose_name_plural = _("kegagalan pelindungan data")
        constraints = [
            in_order(
                "found_at",
                "recorded_at",
                name="rights_breach_found_before_recorded",
                message=_("Kejadian diketahui sebelum dicatat."),
            ),
            all_or_none(
                "authority_told_at",
                "authority_told_by",
                name="rights_authority_told_by_somebody",
                message=_("Pemberitahuan mencatat siapa dan kapan."),
            ),
            all_or_none(
                "people_told_at",
                "people_told_by",
                name="rights_people_told_by_somebody",
                message=_("Pemberitahuan mencatat siapa dan kapan."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
