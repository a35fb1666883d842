from django.db import models
from django.utils.translation import gettext_lazy as _


class EstateKind(models.TextChoices):
    RUSUN = "RUSUN", _("Rumah susun")
    RUSUS = "RUSUS", _("Rumah khusus")


class Beneficiary(models.TextChoices):
    """Who it was built for, in the words of the ministry's list (domain.md §4.2)."""

    MBR = "MBR", _("MBR")
    WORKERS = "WORKERS", _("Pekerja industri")
    STUDENTS_BOARDING = "STUDENTS_BOARDING", _("Peserta didik (LPKB)")
    STUDENTS_CAMPUS = "STUDENTS_CAMPUS", _("Peserta didik (perguruan tinggi)")
    MILITARY = "MILITARY", _("TNI")
    POLICE = "POLICE", _("POLRI")
    CIVIL_SERVANTS = "CIVIL_SERVANTS", _("ASN")
    FISHERS = "FISHERS", _("Nelayan")
    RESETTLED = "RESETTLED", _("Warga relokasi atau korban bencana")
    OTHER = "OTHER", _("Lainnya")


# Whom a round asks for: low-income people and workers.
ROUND_BENEFICIARIES = frozenset({Beneficiary.MBR, Beneficiary.WORKERS})


class Condition(models.TextChoices):
    GOOD = "GOOD", _("Baik")
    LIGHT = "LIGHT", _("Rusak ringan")
    MODERATE = "MODERATE", _("Rusak sedang")
    HEAVY = "HEAVY", _("Rusak berat")


class LandStatus(models.TextChoices):
    CLEAR = "CLEAR", _("Jelas")
    DISPUTED = "DISPUTED", _("Bermasalah")


class CoordinateQuality(models.TextChoices):
    OK = "OK", _("Sesuai")
    NEEDS_CHECK = "NEEDS_CHECK", _("Perlu validasi")
    MISSING = "MISSING", _("Belum ada")


class UnitState(models.TextChoices):
    HABITABLE = "HABITABLE", _("Siap huni")
    BROKEN = "BROKEN", _("Rusak")
    RESERVED = "RESERVED", _("Dipakai pengelola")


class EmptyReason(models.TextChoices):
    BROKEN = "BROKEN", _("Unit rusak")
    NO_UTILITIES = "NO_UTILITIES", _("Air atau listrik belum tersambung")
    WAITING_FACILITIES = "WAITING_FACILITIES", _("Menunggu fasilitas")
    SELECTION = "SELECTION", _("Pendataan calon penghuni belum selesai")
    HAND_OVER = "HAND_OVER", _("Serah terima belum selesai")
    NO_APPLICANTS = "NO_APPLICANTS", _("Belum ada peminat")
    RESERVED = "RESERVED", _("Dipakai pengelola")
    UNKNOWN = "UNKNOWN", _("Belum diketahui")


class OccupancyBand(models.TextChoices):
    """How full an estate is; unknown while a block is unanswered."""

    EMPTY = "EMPTY", _("Kosong")
    LOW = "LOW", _("Di bawah 50 %")
    PARTLY = "PARTLY", _("50 sampai 80 %")
    MOST = "MOST", _("Di atas 80 %")
    FULL = "FULL", _("Penuh")
    UNKNOWN = "UNKNOWN", _("Belum diketahui")


class FacilityKind(models.TextChoices):
    WATER = "WATER", _("Air bersih")
    POWER = "POWER", _("Listrik")
    SANITATION = "SANITATION", _("Sanitasi")
    WASTEWATER = "WASTEWATER", _("IPAL")
    ROAD = "ROAD", _("Jalan lingkungan")
    FENCE = "FENCE", _("Pagar")
    PARKING = "PARKING", _("Parkir")


class TariffBand(models.TextChoices):
    """Structure of rent, Permen PUPR 7/2022 Ps 49."""

    UPPER = "UPPER", _("Atas")
    MIDDLE_OPERATION = "MIDDLE_OPERATION", _("Menengah (operasional)")
    MIDDLE_UPKEEP = "MIDDLE_UPKEEP", _("Menengah (pemeliharaan)")
    LOWER_OPERATION = "LOWER_OPERATION", _("Bawah (operasional)")
    LOWER_UPKEEP = "LOWER_UPKEEP", _("Bawah (pemeliharaan)")


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
# A grant passes the State Secretariat, a transfer of status ends in BAST and TKTM; a file may be sent back one step.
HAND_OVER_PATHS = {
    HandOverPath.GRANT: [
        S.NOT_STARTED, S.SECRETARIAT, S.ASSET_BUREAU, S.FINANCE_MINISTRY, S.STATE_SECRETARIAT, S.WRITE_OFF,
        S.LEDGER_CLEARED, S.DONE,
    ],
    HandOverPath.STATUS_TRANSFER: [
        S.NOT_STARTED, S.SECRETARIAT, S.ASSET_BUREAU, S.FINANCE_MINISTRY, S.TRANSFER_DEED, S.DONE,
    ],
}  # fmt: skip
# One step on, or one step back, along either path; a service also asks which path the file is on.
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


class MaritalStatus(models.TextChoices):
    SINGLE = "SINGLE", _("Lajang")
    MARRIED = "MARRIED", _("Menikah")
    DIVORCED = "DIVORCED", _("Cerai")


class Education(models.TextChoices):
    NONE = "NONE", _("Tidak punya ijazah")
    PRIMARY = "PRIMARY", _("SD")
    JUNIOR = "JUNIOR", _("SMP")
    SENIOR = "SENIOR", _("SMA")
    DIPLOMA = "DIPLOMA", _("D1-D3")
    BACHELOR = "BACHELOR", _("D4/S1")
    MASTER = "MASTER", _("S2/S3")


class Sex(models.TextChoices):
    MALE = "MALE", _("Laki-laki")
    FEMALE = "FEMALE", _("Perempuan")


class Relation(models.TextChoices):
    HEAD = "HEAD", _("Kepala keluarga")
    SPOUSE = "SPOUSE", _("Pasangan")
    CHILD = "CHILD", _("Anak")
    OTHER = "OTHER", _("Anggota lain")


class ConsentPurpose(models.TextChoices):
    PROFILE = "PROFILE", _("Pendataan profil penghuni")
    PROGRAMME = "PROGRAMME", _("Penyampaian data ke program kepemilikan rumah")


class ProblemCategory(models.TextChoices):
    BUILDING = "BUILDING", _("Fisik bangunan")
    WATER = "WATER", _("Air bersih")
    POWER = "POWER", _("Listrik")
    SANITATION = "SANITATION", _("Sanitasi")
    LAND = "LAND", _("Lahan")
    HAND_OVER = "HAND_OVER", _("Serah terima aset")
    MANAGER = "MANAGER", _("Pengelola")
    OCCUPANCY = "OCCUPANCY", _("Penghunian")
    ARREARS = "ARREARS", _("Tunggakan")
    LEASE = "LEASE", _("Masa sewa")
    TARIFF = "TARIFF", _("Tarif")
    BUDGET = "BUDGET", _("Anggaran")
    SOCIAL = "SOCIAL", _("Sosial")
    OTHER = "OTHER", _("Lainnya")


class Severity(models.TextChoices):
    LIGHT = "LIGHT", _("Ringan")
    MODERATE = "MODERATE", _("Sedang")
    HEAVY = "HEAVY", _("Berat")


class ProblemState(models.TextChoices):
    OPEN = "OPEN", _("Terbuka")
    IN_PROGRESS = "IN_PROGRESS", _("Diproses")
    RESOLVED = "RESOLVED", _("Selesai")


# Words of a title that tell nothing apart when problems are compared.
IDLE_WORDS = frozenset(
    ("yang", "dan", "di", "ke", "dari", "pada", "untuk", "dengan", "atau", "sudah", "belum", "ada", "lagi", "masih")
)


PROBLEM_MOVES = {
    ProblemState.OPEN: {ProblemState.IN_PROGRESS, ProblemState.RESOLVED},
    ProblemState.IN_PROGRESS: {ProblemState.RESOLVED, ProblemState.OPEN},
    ProblemState.RESOLVED: {ProblemState.OPEN},
}


class RoundState(models.TextChoices):
    PREPARING = "PREPARING", _("Disiapkan")
    COLLECTING = "COLLECTING", _("Pengisian profil")
    DESK = "DESK", _("Sesi desk")
    CLOSED = "CLOSED", _("Ditutup")


ROUND_MOVES = {
    RoundState.PREPARING: {RoundState.COLLECTING},
    RoundState.COLLECTING: {RoundState.DESK},
    RoundState.DESK: {RoundState.COLLECTING, RoundState.CLOSED},
    RoundState.CLOSED: set(),
}


class ProfileState(models.TextChoices):
    DRAFT = "DRAFT", _("Sedang diisi")
    SUBMITTED = "SUBMITTED", _("Disampaikan")
    RETURNED = "RETURNED", _("Dikembalikan")
    FROZEN = "FROZEN", _("Disepakati dan dibekukan")


PROFILE_MOVES = {
    ProfileState.DRAFT: {ProfileState.SUBMITTED},
    ProfileState.SUBMITTED: {ProfileState.RETURNED, ProfileState.FROZEN},
    ProfileState.RETURNED: {ProfileState.SUBMITTED},
    ProfileState.FROZEN: set(),
}


class QuestionKind(models.TextChoices):
    TEXT = "TEXT", _("Teks")
    NUMBER = "NUMBER", _("Angka")
    YES_NO = "YES_NO", _("Ya atau tidak")
    CHOICE = "CHOICE", _("Pilihan")


class EntryState(models.TextChoices):
    """What became of values somebody saved."""

    TAKEN = "TAKEN", _("Diterima")
    CONFLICT = "CONFLICT", _("Menunggu pilihan")
    SETTLED = "SETTLED", _("Sudah dipilih")
    REPLACED = "REPLACED", _("Diganti isian berikutnya")
    WITHDRAWN = "WITHDRAWN", _("Ditarik kembali")


class SessionState(models.TextChoices):
    PLANNED = "PLANNED", _("Terjadwal")
    RUNNING = "RUNNING", _("Berlangsung")
    DONE = "DONE", _("Disepakati")


SESSION_MOVES = {
    SessionState.PLANNED: {SessionState.RUNNING},
    SessionState.RUNNING: {SessionState.DONE},
    SessionState.DONE: set(),
}


class DeskSection(models.TextChoices):
    """The three headings under which the desk form keeps problems and solutions (domain.md §4.3)."""

    PLANNING = "PLANNING", _("Program dan perencanaan")
    EXECUTION = "EXECUTION", _("Pelaksanaan")
    OCCUPANCY = "OCCUPANCY", _("Penghunian dan serah terima aset")


# Under which heading a problem belongs when nobody says otherwise; all others under occupancy
SECTIONS = {
    ProblemCategory.LAND: DeskSection.PLANNING,
    ProblemCategory.BUDGET: DeskSection.PLANNING,
    ProblemCategory.BUILDING: DeskSection.EXECUTION,
    ProblemCategory.WATER: DeskSection.EXECUTION,
    ProblemCategory.POWER: DeskSection.EXECUTION,
    ProblemCategory.SANITATION: DeskSection.EXECUTION,
}


class Verdict(models.TextChoices):
    READY = "READY", _("Siap")
    NOT_YET = "NOT_YET", _("Belum")
    NEEDS_DATA = "NEEDS_DATA", _("Perlu data")


class CriterionKind(models.TextChoices):
    INCOME_LIMIT = "INCOME_LIMIT", _("Batas penghasilan MBR")
    STAY_AT_LEAST = "STAY_AT_LEAST", _("Lama tinggal")
    NO_OTHER_HOUSE = "NO_OTHER_HOUSE", _("Tidak punya rumah lain")
    NO_ARREARS = "NO_ARREARS", _("Tidak menunggak sewa")
    SAVINGS_AT_LEAST = "SAVINGS_AT_LEAST", _("Tabungan")
    DOCUMENTS = "DOCUMENTS", _("Kelengkapan dokumen")
    LAND_SIZE = "LAND_SIZE", _("Ukuran tanah")
    IN_WELFARE_DATA = "IN_WELFARE_DATA", _("Terdaftar DTKS/DTSEN")
    WANTS_TO_OWN = "WANTS_TO_OWN", _("Berminat memiliki rumah")
    INSTALMENT_AFFORDABLE = "INSTALMENT_AFFORDABLE", _("Kemampuan mengangsur")


class DocumentKind(models.TextChoices):
    """Papers of a household that programmes ask for (domain.md §4.5)."""

    ID_CARD = "ID_CARD", _("KTP")
    FAMILY_CARD = "FAMILY_CARD", _("Kartu Keluarga")
    MARRIAGE = "MARRIAGE", _("Akta nikah, cerai, atau kematian")
    NO_HOUSE = "NO_HOUSE", _("Surat pernyataan belum memiliki rumah")
    INCOME = "INCOME", _("Slip gaji atau pernyataan penghasilan")
    LAND = "LAND", _("Bukti kepemilikan atau penguasaan tanah")
    SAVINGS = "SAVINGS", _("Buku tabungan")


class ObjectionKind(models.TextChoices):
    OBJECTION = "OBJECTION", _("Keberatan atas penilaian")
    CORRECTION = "CORRECTION", _("Permintaan perbaikan data")


class ObjectionState(models.TextChoices):
    OPEN = "OPEN", _("Menunggu jawaban")
    UPHELD = "UPHELD", _("Diterima")
    REJECTED = "REJECTED", _("Tidak diterima")


class ReferralAnswer(models.TextChoices):
    WAITING = "WAITING", _("Menunggu jawaban")
    ACCEPTED = "ACCEPTED", _("Diterima")
    DECLINED = "DECLINED", _("Tidak diterima")


class BacklogKind(models.TextChoices):
    """What a backlog figure counts; the notions differ, so a figure never stands without its own (domain.md §5)."""

    OWNERSHIP = "OWNERSHIP", _("Kepemilikan")
    OCCUPANCY = "OCCUPANCY", _("Kepenghunian")
    HABITABILITY = "HABITABILITY", _("Kelayakhunian")
    POVERTY = "POVERTY", _("Kemiskinan")
