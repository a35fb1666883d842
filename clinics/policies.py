"""Who may do what with targets and periods, as sentences. `None` means yes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from clinics.closures import list_closed_days
from clinics.enums import CountUnit
from clinics.models import CountingRule, Indicator, PeriodException, Place, ReportingPeriod, Tally, Target
from clinics.plans import list_plan_months
from krs_portal.kit.clock import add_years
from krs_portal.kit.formats import format_day, format_full_day, format_number
from krs_portal.kit.words import has_letters
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import list_kinds_and_roles, why_not_act
from krs_portal.reports.enums import Sight

MINISTRY_ROLES = (Role.EVALUATOR, Role.ADMIN)
REQUESTING_ROLES = (Role.HEAD, Role.ADMIN)  # who answers for what an office recorded late
PLAN_YEARS = 5  # targets of a year may stand in the strategic plan that began so many years before
LEAST_LETTERS = 3  # of a decree or a reason


def acts_for_ministry(user: Any) -> bool:
    return any(
        role == Role.ADMIN or (kind == OfficeKind.DIRECTORATE and role in MINISTRY_ROLES)
        for kind, role in list_kinds_and_roles(user)
    )


def get_report_sight(user: Any) -> Sight:
    """The ministry, administrators and auditors see drafts, too; a head sees what was published."""
    own = list_kinds_and_roles(user)
    if any(kind == OfficeKind.DIRECTORATE or role in (Role.ADMIN, Role.AUDITOR) for kind, role in own):
        return Sight.EVERYTHING
    return Sight.PUBLISHED if any(role == Role.HEAD for _kind, role in own) else Sight.NOTHING


def why_not_set_target(user: Any) -> str | None:
    """Targets are set by the ministry."""
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang menetapkan target.")


def why_not_decide_on(period: ReportingPeriod, day: date, *, today: date) -> str | None:
    """A target is decided within the plan that its period belongs to, and never in the future."""
    if day > today:
        return _("Tanggal penetapan belum tiba.")
    first = add_years(period.starts_on, -PLAN_YEARS)
    if day < first:
        return _("Tanggal penetapan paling awal %(day)s.") % {"day": format_day(first)}
    return None


def why_not_aim(office: Office, period: ReportingPeriod, decided_on: date) -> str | None:
    """Only an office that exists within the period has a target, decided while it existed."""
    if office.opened_on > period.ends_on:
        return _("Unit ini baru berdiri pada %(day)s, sesudah periode ini.") % {"day": format_day(office.opened_on)}
    if office.closed_on and office.closed_on < period.starts_on:
        return _("Unit ini ditutup pada %(day)s, sebelum periode ini.") % {"day": format_day(office.closed_on)}
    if decided_on < office.opened_on:
        return _("Keputusan ini bertanggal sebelum unitnya berdiri, pada %(day)s.") % {
            "day": format_day(office.opened_on)
        }
    return None


def why_not_spread(quantity: int | None, months: Sequence[int], period: ReportingPeriod) -> str | None:
    """A plan says something of each month of the period, and its months add up to the target."""
    if len(months) != len(list_plan_months(period)):
        return _("Isi target untuk setiap bulan periode ini, atau kosongkan semuanya.")
    if sum(months) != quantity:
        return _("Jumlah bulan-bulannya %(sum)s, sedangkan targetnya %(target)s.") % {
            "sum": format_number(sum(months)), "target": format_number(quantity),
        }  # fmt: skip
    return None


def why_not_import_targets(user: Any, office: Office) -> str | None:
    """A list of targets speaks of many offices, so that it belongs to the ministry."""
    if office.kind != OfficeKind.DIRECTORATE:
        return _("Daftar target dimasukkan oleh kementerian, untuk semua unit sekaligus.")
    return why_not_set_target(user)


def why_not_ask_for(indicator: Indicator, quantity: int | None) -> str | None:
    """A share is one of at most all, and an index has its scale."""
    scale = {CountUnit.PERCENT: (0, 100), CountUnit.INDEX: (25, 100)}.get(CountUnit(indicator.unit))
    if quantity is None or scale is None or scale[0] <= quantity <= scale[1]:
        return None
    return _("Target indikator ini antara %(low)d dan %(high)d.") % {"low": scale[0], "high": scale[1]}


def why_not_cite(decree: str) -> str | None:
    if has_letters(decree, LEAST_LETTERS):
        return None
    return _("Tuliskan nomor dan tanggal keputusannya.")


def why_not_revise_locked(target: Target, exception: PeriodException | None) -> str | None:
    """What was judged by a target is not moved afterwards without leave."""
    if target.period.locked_at is None or exception:
        return None
    return _("Periode ini sudah dikunci. Target hanya berubah lewat pengecualian yang diminta kepala unit.")


def why_not_lock_periods(user: Any) -> str | None:
    """Periods are locked, and a lock is taken back, by the ministry."""
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang mengunci periode.")


def why_not_grant_exceptions(user: Any) -> str | None:
    """What a head asks for is decided by the ministry."""
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang memberi pengecualian.")


def why_not_read_published(user: Any) -> str | None:
    """Who sees every office, for what is said in public is held against all of them."""
    if any(role == Role.ADMIN or kind == OfficeKind.DIRECTORATE for kind, role in list_kinds_and_roles(user)):
        return None
    return _("Angka terbit dibandingkan oleh kementerian dan auditor.")


def why_not_record_figures(user: Any) -> str | None:
    """What was said in public is written down by the ministry."""
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang mencatat angka terbit.")


def why_not_state(period: ReportingPeriod, as_at: date, stated_on: date, *, today: date) -> dict[str, str]:
    """What cannot have been said so, at the field that says it."""
    if not period.starts_on <= as_at <= period.ends_on:
        return {"as_at": _("Tanggal ini di luar %(period)s.") % {"period": period.name}}
    if stated_on > today:
        return {"stated_on": _("Tanggal pernyataan belum tiba.")}
    if stated_on < as_at:
        return {"stated_on": _("Angka ini dinyatakan sebelum tanggal datanya; periksa kedua tanggal.")}
    return {}


def why_not_withdraw_figures(user: Any) -> str | None:
    """What was published is taken back by the ministry."""
    if acts_for_ministry(user):
        return None
    return _("Hanya evaluator kementerian yang mencabut angka terbit.")


def why_not_lock_period(period: ReportingPeriod, *, today: date) -> str | None:
    """Locking a period that still runs would stop every closing in the country."""
    if period.locked_at:
        return _("Periode ini sudah dikunci.")
    if period.ends_on >= today:
        return _("Periode ini belum berakhir; kunci setelah %(day)s.") % {"day": format_full_day(period.ends_on)}
    return None


def why_not_unlock_period(user: Any, period: ReportingPeriod) -> str | None:
    if period.locked_at is None:
        return _("Periode ini tidak terkunci.")
    if period.locked_by_id == user.pk:
        return _("Kunci dibuka oleh orang lain daripada yang menguncinya.")
    return None


def why_not_record_on(day: date) -> str | None:
    """What was judged by a period is not changed afterwards without leave."""
    if ReportingPeriod.objects.locked_on(day).exists():
        return _("Periode tanggal ini sudah dikunci. Kepala unit dapat meminta pengecualian di halaman Periode.")
    return None


def why_not_request_exception(user: Any, office: Office) -> str | None:
    """The head answers for what was recorded late."""
    return why_not_act(user, office, *REQUESTING_ROLES)


def why_not_request_again(period: ReportingPeriod, office: Office) -> str | None:
    if PeriodException.objects.filter(period=period, office=office, granted_at=None).exists():
        return _("Pengecualian untuk unit dan periode ini sudah diminta dan menunggu keputusan.")
    return None


def why_not_grant_exception(user: Any, exception: PeriodException) -> str | None:
    if exception.granted_at:
        return _("Pengecualian ini sudah diberikan.")
    if exception.asked_by_id == user.pk:
        return _("Pengecualian diberikan oleh orang lain daripada yang memintanya.")
    return None


def why_not_start_rule(indicator: Indicator, valid_from: date) -> str | None:
    """What was counted stays counted by the rule of its day, so a new way of counting starts after the last of it."""
    if indicator.rules.filter(valid_from__gte=valid_from).exists():
        return _("Versi baru berlaku sesudah versi sebelumnya dimulai.")
    counted = Tally.objects.filter(indicator=indicator, happened_on__gte=valid_from)
    if last := counted.aggregate(last=Max("happened_on"))["last"]:
        return _("Layanan sampai %(day)s sudah dihitung; versi baru berlaku sesudahnya.") % {
            "day": format_full_day(last)
        }
    return None


def why_not_count(happened_on: date, measures: Collection[str]) -> str | None:
    """What is closed on a day without a rule would silently count nowhere."""
    if CountingRule.objects.in_force(happened_on).filter(measure__in=measures).exists():
        return None
    return _("Belum ada aturan hitung yang berlaku pada tanggal ini.")


def why_not_open_on(place: Place, day: date, *, with_holidays: bool = False) -> str | None:
    """Is the place open then? Asked before anybody is given a seat, a session or a number there."""
    if reason := list_closed_days(place, day, day, with_holidays=with_holidays).get(day):
        return _("Tempat layanan ini tutup pada %(day)s: %(reason)s") % {
            "day": format_full_day(day),
            "reason": reason,
        }
    return None


def why_not_on_day(office: Office, day: date, *, today: date) -> str | None:
    """The day of a service: not to come, in the office's own zone, and not before the office had a clinic."""
    if day > today:
        return _("Tanggal layanan tidak boleh di masa depan.")
    opened_on = office.places.aggregate(first=Min("opened_on"))["first"]
    if opened_on and day < opened_on:
        return _("Klinik unit ini baru dibuka pada %(day)s.") % {"day": format_full_day(opened_on)}
    return None


def may_open_rows(user: Any, offices: QuerySet[Office]) -> bool:
    """Whether somebody may see the rows behind a figure of these offices: those of every one of them."""
    visible = Office.objects.visible_to(user)
    return user.is_authenticated and not offices.exclude(pk__in=visible.values("pk")).exists()
