"""The check-list of papers for a grant, as the ministry uses it (domain.md §4.2). A transfer of status has none."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from monitoring.register.handover.enums import HandOverPath, PaperSide


class RequiredPaper(NamedTuple):
    code: str
    side: PaperSide
    label: Any


INTERNAL, EXTERNAL = PaperSide.INTERNAL, PaperSide.EXTERNAL
GRANT = [
    RequiredPaper("surat-usulan", INTERNAL, _("Surat usulan serah terima aset")),
    RequiredPaper("dipa", INTERNAL, _("DIPA")),
    RequiredPaper("rka-kl", INTERNAL, _("RKA-KL")),
    RequiredPaper("tor", INTERNAL, _("Kerangka acuan kerja (TOR)")),
    RequiredPaper("nilai-perolehan", INTERNAL, _("Rincian nilai perolehan")),
    RequiredPaper("kontrak-ded", INTERNAL, _("Kontrak dan addendum DED")),
    RequiredPaper("kontrak-fisik", INTERNAL, _("Kontrak dan addendum fisik")),
    RequiredPaper("kontrak-mk", INTERNAL, _("Kontrak dan addendum MK atau supervisi")),
    RequiredPaper("kontrak-meubelair", INTERNAL, _("Kontrak dan addendum meubelair")),
    RequiredPaper("pho-fho", INTERNAL, _("BA PHO dan FHO")),
    RequiredPaper("as-built", INTERNAL, _("Gambar terlaksana (as-built drawing)")),
    RequiredPaper("foto", INTERNAL, _("Foto BMN")),
    RequiredPaper("sk-tim", INTERNAL, _("SK tim internal")),
    RequiredPaper("ba-penelitian", INTERNAL, _("BA penelitian internal")),
    RequiredPaper("sertifikat", EXTERNAL, _("Sertifikat tanah atau surat keterangan kebenarannya")),
    RequiredPaper("pbg", EXTERNAL, _("IMB/PBG atau surat keterangannya")),
    RequiredPaper("kesediaan", EXTERNAL, _("Surat pernyataan kesediaan menerima BMN")),
    RequiredPaper("penetapan", EXTERNAL, _("SK penetapan bantuan")),
    RequiredPaper("proposal", EXTERNAL, _("Proposal")),
    RequiredPaper("akta", EXTERNAL, _("Akta yayasan (bila penerimanya yayasan)")),
]
CHECK_LISTS: dict[str, list[RequiredPaper]] = {HandOverPath.GRANT: GRANT, HandOverPath.STATUS_TRANSFER: []}


def find_paper_side(path: str, code: str) -> PaperSide | None:
    return next((paper.side for paper in CHECK_LISTS[path] if paper.code == code), None)
