"""Who may read, sort and answer, and when a link may be used, as a sentence of refusal. `None` means yes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.policies import acts_for_ministry
from consultations.counter.policies import reads_consultations
from consultations.people.policies import why_not_serve
from consultations.satisfaction.enums import LINK_MOVES, LinkState
from consultations.satisfaction.figures import FEWEST
from consultations.satisfaction.models import SurveyComment, SurveyLink
from krs_portal.kit.formats import format_day
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import why_not_act


def reads_satisfaction(user: Any) -> bool:
    """Everybody of a clinic or of the ministry."""
    return reads_consultations(user)


def why_not_read_satisfaction(user: Any) -> str | None:
    if reads_satisfaction(user):
        return None
    return _("Kepuasan tiap unit hanya untuk klinik dan kementerian; ringkasannya terbuka untuk umum.")


def why_not_report_satisfaction(user: Any) -> str | None:
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang menyusun laporan kepuasan.")


def why_not_use_link(link: SurveyLink | None, day: date) -> str | None:
    """`day` is the office's."""
    if link is None:
        return _("Tautan survei ini tidak dikenal. Buka sekali lagi dari pesan yang Anda terima.")
    if link.state == LinkState.USED:
        return _("Tautan ini sudah dipakai: satu kunjungan, satu jawaban. Terima kasih atas penilaian Anda.")
    if LinkState.USED not in LINK_MOVES[LinkState(link.state)] or day > link.ends_on:
        return _("Tautan ini berakhir pada %(day)s. Anda tetap dapat menyampaikan saran lewat halaman pengaduan.") % {
            "day": format_day(link.ends_on)
        }
    return None


def why_not_open_rows(answers: int) -> str | None:
    """So few could be told apart by those who know them."""
    if answers >= FEWEST:
        return None
    said = ngettext(
        "Baru %(answers)d jawaban; nilai, jawaban, dan komentarnya dibuka mulai %(fewest)d jawaban agar tidak ada yang"
        " dikenali.",
        "Baru %(answers)d jawaban; nilai, jawaban, dan komentarnya dibuka mulai %(fewest)d jawaban agar tidak ada yang"
        " dikenali.",
        answers,
    )
    return said % {"answers": answers, "fewest": FEWEST}


def why_not_start_tablet(user: Any, office: Office) -> str | None:
    return why_not_serve(user, office)


def why_not_sort(user: Any, comment: SurveyComment) -> str | None:
    return why_not_serve(user, comment.office)


def why_not_reply(user: Any, comment: SurveyComment) -> str | None:
    """What is answered in public is the head's word."""
    return why_not_act(user, comment.office, Role.HEAD, Role.ADMIN)
