"""The check-list of papers for a grant, as the ministry keeps it (domain facts §4.2). A transfer of status has none."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from monitoring.enums import HandOverPath, PaperSide


class Paper(NamedTuple):
    code: str
    side: PaperSide
    label: Any


INTERNAL, EXTERNAL = PaperSide.INTERNAL, PaperSide.EXTERNAL
GRANT = [
    Paper("surat-usulan", INTERNAL, _("Surat usulan serah terima aset")),
    Paper("dipa", INTERNAL, _("DIPA")),
    Paper("rka-kl", INTERNAL, _("RKA-KL")),
    Paper("tor", INTERNAL, _("Kerangka acuan kerja (TOR)")),
    Paper("nilai-perolehan", INTERNAL, _("Rincian nilai perolehan")),
    Paper("kontrak-ded", INTERNAL, _("Kontrak dan addendum DED")),
    Paper("kontrak-fisik", INTERNAL, _("Kontrak dan addendum fisik")),
    Paper("kontrak-mk", INTERNAL, _("Kontrak dan addendum MK atau supervisi")),
    Paper("kontrak-meubelair", INTERNAL, _("Kontrak dan addendum meubelair")),
    Paper("pho-fho", INTERNAL, _("BA PHO dan FHO")),
    Paper("as-built", INTERNAL, _("Gambar terlaksana (as-built drawing)")),
    Paper("foto", INTERNAL, _("Foto BMN")),
    Paper("sk-tim", INTERNAL, _("SK tim internal")),
    Paper("ba-penelitian", INTERNAL, _("BA penelitian internal")),
    Paper("sertifikat", EXTERNAL, _("Sertifikat tanah atau surat keterangan kebenarannya")),
    Paper("pbg", EXTERNAL, _("IMB/PBG atau surat keterangannya")),
    Paper("kesediaan", EXTERNAL, _("Surat pernyataan kesediaan menerima BMN")),
    Paper("penetapan", EXTERNAL, _("SK penetapan bantuan")),
    Paper("proposal", EXTERNAL, _("Proposal")),
    Paper("akta", EXTERNAL, _("Akta yayasan (bila penerimanya yayasan)")),
]
CHECK_LISTS: dict[str, list[Paper]] = {HandOverPath.GRANT: GRANT, HandOverPath.STATUS_TRANSFER: []}


def side_of(path: str, code: str) -> PaperSide | None:
    return next((paper.side for paper in CHECK_LISTS[path] if paper.code == code), None)
