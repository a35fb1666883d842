from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.enums import Role


class PartnerKind(models.TextChoices):
    BANK = "BANK", _("Bank")
    SELF_HELP_AID = "SELF_HELP_AID", _("Penyelenggara BSPS")
    SUBSIDY = "SUBSIDY", _("Penyalur FLPP")
    AGENCY = "AGENCY", _("Dinas")
    PERMIT_DESK = "PERMIT_DESK", _("Loket PBG")
    NOTARY = "NOTARY", _("Notaris atau PPAT")
    LAND_OFFICE = "LAND_OFFICE", _("Kantor pertanahan")
    SUPPLIER = "SUPPLIER", _("Pemasok bahan")
    CHARITY = "CHARITY", _("CSR atau BAZNAS")
    OTHER = "OTHER", _("Lainnya")


class SharedDatum(models.TextChoices):
    """What may be told to the partner besides the name and what is needed."""

    PHONE = "PHONE", _("Nomor telepon")
    ADDRESS = "ADDRESS", _("Alamat")
    NIK = "NIK", _("NIK")


class ReferralState(models.TextChoices):
    DRAFT = "DRAFT", _("Draf")
    SENT = "SENT", _("Dikirim")
    RECEIVED = "RECEIVED", _("Sampai di mitra")
    ACCEPTED = "ACCEPTED", _("Diterima")
    DECLINED = "DECLINED", _("Ditolak")
    DELIVERED = "DELIVERED", _("Terlaksana")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")
    CLOSED = "CLOSED", _("Ditutup tanpa jawaban")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "DRAFT": ("neutral", "pencil"),
            "SENT": ("info", "mail"),
            "RECEIVED": ("info", "check"),
            "ACCEPTED": ("success", "circle-check"),
            "DECLINED": ("danger", "circle-x"),
            "DELIVERED": ("success", "rosette-discount-check"),
            "WITHDRAWN": ("neutral", "ban"),
            "CLOSED": ("danger", "lock"),
        }[self.value]


REFERRAL_MOVES = {
    ReferralState.DRAFT: {ReferralState.SENT, ReferralState.WITHDRAWN},
    ReferralState.SENT: {
        ReferralState.RECEIVED,
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.WITHDRAWN,
        ReferralState.CLOSED,
    },
    ReferralState.RECEIVED: {
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.WITHDRAWN,
        ReferralState.CLOSED,
    },
    # A partner may find out later that it cannot deliver what it accepted.
    ReferralState.ACCEPTED: {ReferralState.DELIVERED, ReferralState.DECLINED, ReferralState.WITHDRAWN},
    ReferralState.DECLINED: set(),
    ReferralState.DELIVERED: set(),
    ReferralState.WITHDRAWN: set(),
    ReferralState.CLOSED: set(),
}
# What a partner can say, in the order in which it is asked.
ANSWERS = (ReferralState.RECEIVED, ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.DELIVERED)
AWAITING = (ReferralState.SENT, ReferralState.RECEIVED)  # the partner has not said yes or no
ANSWERED = (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.DELIVERED)  # yes or no, at any time
RUNNING = (ReferralState.DRAFT, *AWAITING, ReferralState.ACCEPTED)
REFUSED = (ReferralState.DECLINED, ReferralState.CLOSED)  # not abandoned: each needs a next act


class ClockMark(models.TextChoices):
    """What the clocks say of a referral that waits for its answer."""

    NONE = "", _("Dalam waktu")
    UNANSWERED = "UNANSWERED", _("Belum dijawab")
    AT_RISK = "AT_RISK", _("Terancam")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "": ("neutral", "clock"),
            "UNANSWERED": ("warning", "hourglass"),
            "AT_RISK": ("danger", "alert-triangle"),
        }[self.value]


class NextAct(models.TextChoices):
    """What was done for a person whom a partner refused."""

    NONE = "", _("Tidak perlu")
    PENDING = "PENDING", _("Belum ditentukan")
    ANOTHER = "ANOTHER", _("Dirujuk ke program lain")
    EXPLAINED = "EXPLAINED", _("Dijelaskan kepada pemohon")


class Basket(models.TextChoices):
    """Every referral lies in exactly one."""

    TO_SEND = "kirim", _("Belum dikirim")
    WAITING = "menunggu", _("Menunggu jawaban")
    UNANSWERED = "belum-dijawab", _("Belum dijawab")
    AT_RISK = "terancam", _("Terancam")
    ACCEPTED = "diterima", _("Diterima")
    DECLINED = "ditolak", _("Ditolak")
    EXPIRED = "ditutup", _("Ditutup tanpa jawaban")
    DELIVERED = "terlaksana", _("Terlaksana")
    DONE = "selesai", _("Selesai ditangani")

    @property
    def next_act(self) -> str:
        return str(NEXT_ACTS[self])


NEXT_ACTS = {
    Basket.TO_SEND: _("Periksa, lalu kirim kepada mitra; atau tarik bila pemohon tidak jadi."),
    Basket.WAITING: _("Tidak ada yang perlu dilakukan sebelum batas waktu; mitra menjawab lewat tautannya."),
    Basket.UNANSWERED: _("Mitra sudah diingatkan dengan surat. Telepon mitra dan catat jawabannya."),
    Basket.AT_RISK: _("Hubungi pimpinan mitra, atau tarik dan rujuk ke program lain sebelum ditutup."),
    Basket.ACCEPTED: _("Pastikan pemohon tahu apa yang harus dibawa; tanyakan kepada mitra apakah sudah terlaksana."),
    Basket.DECLINED: _("Rujuk ke program lain, atau jelaskan alasannya kepada pemohon."),
    Basket.EXPIRED: _("Rujuk ke mitra lain, atau jelaskan kepada pemohon bahwa mitra tidak menjawab."),
    Basket.DELIVERED: _("Tidak ada lagi; pemohon sudah dilayani mitra."),
    Basket.DONE: _("Tidak ada lagi: ditarik, atau penolakannya sudah ditindaklanjuti."),
}

KEEPER_ROLES = (Role.OFFICER, Role.HEAD, Role.ADMIN)  # who refers an office's people and sees their names
DIRECTORY_ROLES = (Role.HEAD, Role.ADMIN, Role.EVALUATOR)  # who keeps the directory of partners
LINK_LASTS = timedelta(days=365)  # from the sending; an accepted referral is often delivered months later
