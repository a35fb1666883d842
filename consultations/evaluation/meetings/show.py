"""What is proposed for a meeting and shown of it, all from figures, notes and decisions."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clinics.figures import Achievements, OfficeFigure
from clinics.models import ReportingPeriod
from consultations.evaluation.meetings.kind import ABOUT
from krs_portal.kit.formats import format_day, format_number, format_percent
from krs_portal.kit.links import build_absolute_url
from krs_portal.meetings.models import Decision


def list_open_follow_ups(period: ReportingPeriod) -> QuerySet[Decision]:
    """What meetings about earlier years decided and nobody has finished."""
    earlier = Decision.objects.open().about(*ABOUT).filter(meeting__evaluation__period__starts_on__lt=period.starts_on)
    return earlier.select_related("meeting").by_due_day()


def propose_theme(period: ReportingPeriod) -> str:
    return _("Rapat evaluasi layanan Klinik Rumah Swadaya %(year)s") % {"year": period.starts_on.year}


def propose_agenda(found: Achievements, open_count: int) -> str:
    """One item a line: the figures, each office that missed its target, what is still open, what is decided."""
    return "\n".join([
        _("Pembukaan dan tujuan rapat"),
        describe_totals(found),
        *(describe_missed(row) for row in found.offices if row.is_missed),
        *([describe_open(open_count)] if open_count else []),
        _("Kendala dan usulan unit kerja"),
        _("Keputusan, penanggung jawab, dan batas waktunya"),
    ])  # fmt: skip


def describe_totals(found: Achievements) -> str:
    total = found.total
    words = {"day": format_day(found.as_at), "realised": format_number(total.targeted or 0)}
    if total.target is None:
        return _("Capaian per %(day)s: %(realised)s layanan, target belum ditetapkan") % words
    words |= {
        "target": format_number(total.target),
        "percent": format_percent(total.percent),
        "reached": format_number(total.offices_reached),
        "offices": format_number(total.offices),
    }
    return (
        _(
            "Capaian per %(day)s: %(realised)s layanan dari target %(target)s (%(percent)s);"
            " %(reached)s dari %(offices)s unit mencapai target"
        )
        % words
    )


def describe_missed(row: OfficeFigure) -> str:
    words = {
        "office": row.name,
        "realised": format_number(row.realised or 0),
        "target": format_number(row.target),
        "percent": format_percent(row.percent or 0),
        "short": format_number(row.short),
    }
    return (
        _("%(office)s: %(realised)s dari %(target)s (%(percent)s), kurang %(short)s; kendala dan langkah perbaikan")
        % words
    )


def describe_open(count: int) -> str:
    return _("Tindak lanjut evaluasi sebelumnya yang masih terbuka: %(count)s") % {"count": format_number(count)}


def propose_introduction(period: ReportingPeriod, as_at: date) -> str:
    """The letter asks each office to write beforehand, and says where."""
    words = {
        "year": period.starts_on.year,
        "day": format_day(as_at),
        "page": f"{build_absolute_url('consultations:evaluation')}?year={period.starts_on.year}",
    }
    return (
        _(
            "Sehubungan dengan evaluasi layanan Klinik Rumah Swadaya tahun %(year)s dengan data per %(day)s, kami"
            " mengundang Bapak/Ibu pada rapat di bawah ini. Sebelum rapat, mohon kepala unit menulis kendala, tindak"
            " lanjut, dan usulannya pada %(page)s."
        )
        % words
    )
