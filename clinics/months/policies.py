"""Who may take a month which step, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.models import PeriodException, ReportingPeriod
from clinics.months.enums import TAKE_BACK_DAYS, MonthState, MonthStep
from clinics.months.models import MonthMove, MonthRemark, OfficeMonth
from clinics.policies import acts_for_ministry, why_not_record_on
from krs_portal.kit.badges import label_in_sentence
from krs_portal.kit.clock import day_of, get_month_end
from krs_portal.kit.formats import format_full_day
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import why_not_act

SUBMITTING_ROLES = (Role.HEAD, Role.ADMIN)


def why_not_take_part(user: Any, office: Office, step: MonthStep) -> str | None:
    """The head sends the month and fetches it back; everything else the ministry does."""
    if step.is_of_office:
        return why_not_act(user, office, *SUBMITTING_ROLES)
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang memeriksa dan mengunci bulan.")


def why_not_step(user: Any, month: OfficeMonth, step: MonthStep, *, today: date) -> str | None:
    """Whether the month may take the step now, whoever is allowed to ask."""
    state = MonthState(month.state)
    if state not in step.comes_from:
        return _("Bulan ini %(state)s.") % {"state": label_in_sentence(state)}
    if step == MonthStep.SUBMIT:
        return why_not_submit(month, today=today)
    if step in (MonthStep.RECONSIDER, MonthStep.UNLOCK):
        return why_not_take_back(user, month, step, today=today)
    if step == MonthStep.RETURN and not month.remarks.unanswered().exists():
        return _("Tulis dahulu catatan pada baris yang harus diperbaiki, atau pada bulannya.")
    return None


def why_not_submit(month: OfficeMonth, *, today: date) -> str | None:
    if (last := get_month_end(month.starts_on)) >= today:
        return _("Bulan ini berakhir pada %(day)s; ajukan sesudahnya.") % {"day": format_full_day(last)}
    if month.pk and (left := month.remarks.unanswered().count()):
        said = ngettext("Jawab dahulu %(n)d catatan kementerian.", "Jawab dahulu %(n)d catatan kementerian.", left)
        return said % {"n": left}
    return None


def why_not_take_back(user: Any, month: OfficeMonth, step: MonthStep, *, today: date) -> str | None:
    """A decision is thought over for some days; a lock is taken off by another than who had set it."""
    last = MonthMove.objects.filter(month=month).order_by("-moved_at", "-pk").first()
    if last is None:
        return None
    if step == MonthStep.UNLOCK:
        is_own = last.moved_by_id == user.pk
        return _("Kunci dibuka oleh orang lain daripada yang menguncinya.") if is_own else None
    ends_on = day_of(last.moved_at) + timedelta(days=TAKE_BACK_DAYS)
    if today > ends_on:
        return _("Keputusan ini dapat dibatalkan sampai %(day)s.") % {"day": format_full_day(ends_on)}
    return None


def why_not_remark(user: Any, month: OfficeMonth) -> str | None:
    if refusal := why_not_take_part(user, month.office, MonthStep.RETURN):
        return refusal
    if month.state != MonthState.SUBMITTED:
        return _("Catatan ditulis pada bulan yang sedang diajukan.")
    return None


def why_not_answer(user: Any, remark: MonthRemark) -> str | None:
    if refusal := why_not_act(user, remark.month.office, *SUBMITTING_ROLES):
        return refusal
    if remark.month.state != MonthState.RETURNED:
        return _("Catatan dijawab sesudah bulannya dikembalikan.")
    return None


def why_not_record(office_id: int, day: date, at: datetime) -> str | None:
    """Into a period that is locked, or a month that was sent, comes only what an exception lets in."""
    refusal = why_not_record_freely(office_id, day)
    if refusal and PeriodException.objects.letting_in(office_id, day, at).exists():
        return None
    return refusal


def why_not_record_freely(office_id: int, day: date) -> str | None:
    """Why an entry of the office for that day needs an exception."""
    return why_not_record_on(day) or why_not_record_in(office_id, day)


def why_not_record_in(office_id: int, day: date) -> str | None:
    """What was sent to the ministry is not changed behind its back."""
    month = OfficeMonth.objects.closed_to(office_id, day).first()
    if month is None:
        return None
    if month.state == MonthState.SUBMITTED:
        return _("Bulan tanggal ini sedang diajukan. Kepala unit menariknya kembali, atau meminta pengecualian.")
    return _("Bulan tanggal ini sudah diterima kementerian. Kepala unit dapat meminta pengecualian di halaman Periode.")


def why_not_ask_exception(period: ReportingPeriod, office: Office) -> str | None:
    """There is something to be excepted from: a lock, or a month of the office that is not open."""
    if period.locked_at or OfficeMonth.objects.sent_of(period).filter(office=office).exists():
        return None
    return _("Periode ini masih terbuka; catatan dapat langsung masuk.")
