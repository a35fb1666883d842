from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FunnelStage(models.TextChoices):
    """How far a case has come, in order. The values stand in addresses."""

    BOOKED = "terdaftar", _("Terdaftar")
    CAME = "datang", _("Datang atau dihubungi")
    ADVISED = "dilayani", _("Selesai dilayani")
    REFERRED = "dirujuk", _("Dirujuk")
    ANSWERED = "dijawab", _("Dijawab mitra")
    IMPROVED = "membaik", _("Rumah membaik")


class CaseEnd(models.TextChoices):
    """Where a case stands, exactly one for each. The values stand in addresses."""

    CANCELLED = "dibatalkan", _("Membatalkan janji")
    NO_SHOW = "tidak-hadir", _("Tidak hadir")
    EXPECTED = "ditunggu", _("Belum datang")
    LEFT = "pergi", _("Pergi sebelum dilayani")
    BROKEN_OFF = "tidak-dilanjutkan", _("Tidak dilanjutkan pemohon")
    IN_HAND = "berjalan", _("Masih dilayani, atau belum ditutup")
    SETTLED = "tanpa-rujukan", _("Selesai di klinik, tidak dirujuk")
    IMPROVED_HERE = "membaik-tanpa-rujukan", _("Tanpa rujukan; rumahnya membaik")
    NOT_SENT = "belum-dikirim", _("Rujukan belum dikirim")
    WITHDRAWN = "ditarik", _("Rujukan ditarik")
    UNANSWERED = "belum-dijawab", _("Belum dijawab mitra")
    EXPIRED = "ditutup", _("Ditutup tanpa jawaban")
    ON_PAPER = "rujukan-lama", _("Dirujuk di catatan lama, tanpa jawaban")
    IMPROVED_UNANSWERED = "membaik-tanpa-jawaban", _("Tanpa jawaban; rumahnya membaik")
    DECLINED = "ditolak", _("Ditolak mitra")
    ACCEPTED = "diterima", _("Diterima mitra, belum terlaksana")
    DELIVERED = "terlaksana", _("Terlaksana; perbaikan belum tercatat")
    IMPROVED = "rumah-membaik", _("Rumah membaik")


E, S = CaseEnd, FunnelStage
# Those who ended at each stage, by their reason. Who is still under way ends there for now.
ENDS = {
    S.BOOKED: (E.CANCELLED, E.NO_SHOW, E.EXPECTED),
    S.CAME: (E.LEFT, E.BROKEN_OFF, E.IN_HAND),
    S.ADVISED: (E.SETTLED, E.IMPROVED_HERE, E.NOT_SENT, E.WITHDRAWN),
    S.REFERRED: (E.UNANSWERED, E.EXPIRED, E.ON_PAPER, E.IMPROVED_UNANSWERED),
    S.ANSWERED: (E.DECLINED, E.ACCEPTED, E.DELIVERED),
    S.IMPROVED: (E.IMPROVED,),
}
# Every case whose house became better, whichever way.
BETTER = (E.IMPROVED, E.IMPROVED_UNANSWERED, E.IMPROVED_HERE)
ALL_BETTER = "semua-membaik"  # of an address


def list_ends_from(stage: FunnelStage) -> list[CaseEnd]:
    """Where those may stand who came as far as this stage, or further."""
    stages = list(FunnelStage)
    return [end for each in stages[stages.index(stage) :] for end in ENDS[each]]


class CaseOrigin(models.TextChoices):
    """What a case is known by."""

    VISIT = "kunjungan", _("Janji dan kunjungan")
    RECORD = "catatan", _("Catatan tanpa janji atau antrean")
