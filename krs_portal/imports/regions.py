"""The kab/kota that a cell names, where it may stay unknown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from krs_portal.imports import values
from krs_portal.imports.kinds import ImportLine
from krs_portal.offices.finding import RegionFinder


def find_written_region(line: ImportLine, column: str, finder: RegionFinder) -> None:
    """Put the code of the region beside the column, as `<column>_code`, where the words mean one kab/kota.

    Otherwise it stays unknown, and is said.
    """
    if not (written := line.values.get(column)):
        return
    match = finder.find(written)
    line.values[f"{column}_code"] = match.codes[0] if len(match.codes) == 1 else None
    named = {"name": values.quote_cell(written.title())}
    if not match.codes:
        line.hint(column, _("“%(name)s” bukan nama kab/kota. Dibiarkan kosong.") % named)
    elif len(match.codes) > 1:
        line.hint(column, _("“%(name)s” bisa kabupaten atau kota. Dibiarkan kosong.") % named)
    elif match.is_guess:
        line.hint(column, _("Dibaca sebagai %s.") % match.regions[0])
