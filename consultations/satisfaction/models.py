from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.booking.models.seats import Attendance
from consultations.satisfaction.enums import AnswerWay, CommentKind, LinkState, Mark, SurveyElement
from consultations.satisfaction.querysets import SurveyAnswerQuerySet, SurveyCommentQuerySet, SurveyLinkQuerySet
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


class SurveyLink(models.Model):
    """That somebody was asked after a visit, and whether the link was used: never when, nor what was answered.

    It is not in the audit trail: the moment at which it was used, beside the day of an answer, would tell who answered.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="survey_links", verbose_name=_("unit kerja"))
    attendance = models.OneToOneField(
        Attendance, models.PROTECT, related_name="survey_link", verbose_name=_("kehadiran")
    )
    asked_on = models.DateField(_("dikirim"))
    ends_on = models.DateField(_("berlaku sampai"))
    state = models.CharField(_("status"), max_length=5, choices=LinkState, default=LinkState.OPEN)

    objects = SurveyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("tautan survei")
        verbose_name_plural = _("tautan survei")
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(state=LinkState.OPEN), name="consultations_survey_open"),
            models.Index(fields=["asked_on"], name="consultations_survey_asked"),
        ]
        constraints = [
            in_order(
                "asked_on",
                "ends_on",
                name="consultations_survey_link_order",
                message=_("Tautan survei berakhir sesudah dikirim."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.asked_on}"


def build_mark_field(element: SurveyElement) -> models.PositiveSmallIntegerField:
    """Empty where somebody did not know: a mark counts only where it was given."""
    return models.PositiveSmallIntegerField(element.label, choices=Mark, null=True, blank=True)


def build_marks_filter() -> Q:
    """Every mark that was given is one of the four."""
    given = Q()
    for element in SurveyElement:
        given &= Q(**{f"{element}__isnull": True}) | Q(**{f"{element}__in": Mark.values})
    return given


class SurveyAnswer(models.Model):
    """Nine marks of somebody unknown. Its key is drawn by lot and its time is a day, so that no order can be read.

    It is not in the audit trail, which would keep the moment and the address of the page that it came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="survey_answers", verbose_name=_("unit kerja"))
    answered_on = models.DateField(_("dijawab"))
    way = models.CharField(_("lewat"), max_length=6, choices=AnswerWay)
    requirements = build_mark_field(SurveyElement.REQUIREMENTS)
    procedure = build_mark_field(SurveyElement.PROCEDURE)
    time = build_mark_field(SurveyElement.TIME)
    cost = build_mark_field(SurveyElement.COST)
    product = build_mark_field(SurveyElement.PRODUCT)
    competence = build_mark_field(SurveyElement.COMPETENCE)
    conduct = build_mark_field(SurveyElement.CONDUCT)
    complaints = build_mark_field(SurveyElement.COMPLAINTS)
    facilities = build_mark_field(SurveyElement.FACILITIES)

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")
        indexes = [models.Index(fields=["office", "answered_on"], name="consultations_answer_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(**{f"{element}__isnull": True for element in SurveyElement}),
                name="consultations_answer_has_mark",
                violation_error_message=_("Pilih paling sedikit satu nilai."),
            ),
            models.CheckConstraint(
                condition=build_marks_filter(),
                name="consultations_answer_marks",
                violation_error_message=_("Nilai survei adalah 1 sampai 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.answered_on}"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())  # who wrote it is what the trail must not keep
class SurveyComment(models.Model):
    """What somebody wrote beside their marks, kept apart from them: words may give away who wrote them."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="survey_comments", verbose_name=_("unit kerja"))
    answered_on = models.DateField(_("ditulis"))
    text = models.TextField(_("komentar"), max_length=1000)
    kind = models.CharField(_("jenis"), max_length=10, choices=CommentKind, default=CommentKind.UNSORTED)
    element = models.CharField(_("tentang"), max_length=12, choices=SurveyElement, blank=True)
    reply = models.TextField(_("tanggapan"), max_length=1000, blank=True)
    replied_at, replied_by = signed_moment(_("ditanggapi"), is_optional=True)

    objects = SurveyCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("komentar survei")
        verbose_name_plural = _("komentar survei")
        indexes = [models.Index(fields=["office", "answered_on", "id"], name="consultations_comment_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="consultations_comment_written",
                violation_error_message=_("Komentar tidak boleh kosong."),
            ),
            all_or_none(
                "replied_at",
                "replied_by",
                name="consultations_comment_reply_signed",
                message=_("Tanggapan mencatat siapa dan kapan."),
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="consultations_comment_replied_once_written",
                violation_error_message=_("Komentar ditanggapi bila, dan hanya bila, tanggapannya tertulis."),
            ),
            models.CheckConstraint(
                condition=Q(reply="") | ~Q(kind=CommentKind.UNSORTED),
                name="consultations_comment_sorted_first",
                violation_error_message=_("Pilih jenis komentar sebelum menanggapinya."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
