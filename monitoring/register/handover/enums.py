from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOverPath(models.TextChoices):
    GRANT = "GRANT", _("Hibah")
    STATUS_TRANSFER = "STATUS_TRANSFER", _("Alih status")


class HandOverState(models.TextChoices):
    NOT_STARTED = "NOT_STARTED", _("Belum diproses")
    SECRETARIAT = "SECRETARIAT", _("Usulan dan pemberkasan di Setditjen")
    ASSET_BUREAU = "ASSET_BUREAU", _("Persetujuan di Biro PBMN")
    FINANCE_MINISTRY = "FINANCE_MINISTRY", _("Persetujuan Kementerian Keuangan")
    STATE_SECRETARIAT = "STATE_SECRETARIAT", _("BAST melalui Setneg")
    TRANSFER_DEED = "TRANSFER_DEED", _("BAST dan TKTM")
    WRITE_OFF = "WRITE_OFF", _("Penghapusan di Setditjen")
    LEDGER_CLEARED = "LEDGER_CLEARED", _("Dihapus dari SIMAK BMN")
    DONE = "DONE", _("Serah terima aset selesai")


S = HandOverState

# A grant passes the State Secretariat, a transfer of status ends in BAST and TKTM.
HAND_OVER_PATHS = {
    HandOverPath.GRANT: [
        S.NOT_STARTED, S.SECRETARIAT, S.ASSET_BUREAU, S.FINANCE_MINISTRY, S.STATE_SECRETARIAT, S.WRITE_OFF,
        S.LEDGER_CLEARED, S.DONE,
    ],
    HandOverPath.STATUS_TRANSFER: [
        S.NOT_STARTED, S.SECRETARIAT, S.ASSET_BUREAU, S.FINANCE_MINISTRY, S.TRANSFER_DEED, S.DONE,
    ],
}  # fmt: skip


# One step forward or back, along either path; a service also asks which path this hand-over is on.
HAND_OVER_MOVES: dict[HandOverState, set[HandOverState]] = {
    state: {
        path[place + step]
        for path in HAND_OVER_PATHS.values()
        if state in path
        for place in [path.index(state)]
        for step in (-1, 1)
        if 0 <= place + step < len(path)
    }
    for state in HandOverState
}


class PaperSide(models.TextChoices):
    INTERNAL = "INTERNAL", _("Dokumen internal")
    EXTERNAL = "EXTERNAL", _("Dokumen eksternal")
