from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyElement(models.TextChoices):
    """The nine elements of Peraturan Menteri PANRB 14/2017. Forms number them differently, so a code names each."""

    REQUIREMENTS = "requirements", _("Persyaratan")
    PROCEDURE = "procedure", _("Sistem, mekanisme, dan prosedur")
    TIME = "time", _("Waktu penyelesaian")
    COST = "cost", _("Biaya/tarif")
    PRODUCT = "product", _("Produk layanan")
    COMPETENCE = "competence", _("Kompetensi pelaksana")
    CONDUCT = "conduct", _("Perilaku pelaksana")
    COMPLAINTS = "complaints", _("Penanganan pengaduan, saran, dan masukan")
    FACILITIES = "facilities", _("Sarana dan prasarana")


class Mark(models.IntegerChoices):
    BAD = 1, _("Tidak baik")
    POOR = 2, _("Kurang baik")
    GOOD = 3, _("Baik")
    VERY_GOOD = 4, _("Sangat baik")


class Grade(models.TextChoices):
    """What an IKM is called (mutu and kinerja)."""

    A = "A", _("Sangat baik")
    B = "B", _("Baik")
    C = "C", _("Kurang baik")
    D = "D", _("Tidak baik")

    @property
    def look(self) -> tuple[str, str]:
        return {"A": "success", "B": "success", "C": "warning", "D": "danger"}[self.value], ""


class AnswerWay(models.TextChoices):
    LINK = "LINK", _("Tautan sesudah konsultasi")
    TABLET = "TABLET", _("Tablet di meja")


class LinkState(models.TextChoices):
    OPEN = "OPEN", _("Menunggu jawaban")
    USED = "USED", _("Dipakai")
    ENDED = "ENDED", _("Berakhir")


LINK_MOVES = {
    LinkState.OPEN: {LinkState.USED, LinkState.ENDED},
    LinkState.USED: set(),
    LinkState.ENDED: set(),
}


class CommentKind(models.TextChoices):
    UNSORTED = "UNSORTED", _("Belum dipilah")
    PRAISE = "PRAISE", _("Pujian")
    SUGGESTION = "SUGGESTION", _("Saran")
    COMPLAINT = "COMPLAINT", _("Keluhan")

    @property
    def look(self) -> tuple[str, str]:
        kinds = {"UNSORTED": "warning", "PRAISE": "success", "SUGGESTION": "info", "COMPLAINT": "danger"}
        return kinds[self.value], ""


class PeriodPart(models.TextChoices):
    YEAR = "year", _("Setahun")
    SEMESTER_1 = "s1", _("Semester I")
    SEMESTER_2 = "s2", _("Semester II")
    QUARTER_1 = "q1", _("Triwulan I")
    QUARTER_2 = "q2", _("Triwulan II")
    QUARTER_3 = "q3", _("Triwulan III")
    QUARTER_4 = "q4", _("Triwulan IV")

    @property
    def months(self) -> tuple[int, int]:
        """Its first and its last month."""
        length = {"y": 12, "s": 6, "q": 3}[self.value[0]]
        number = int(self.value[1:]) if length < 12 else 1
        return length * (number - 1) + 1, length * number
