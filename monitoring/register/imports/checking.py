"""What must be right in a row before it becomes an estate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports import values
from krs_portal.imports.kinds import ImportLine, Lines, Values
from krs_portal.kit.formats import format_decimals, format_number
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.finding import RegionFinder
from krs_portal.offices.models import Office, Region
from monitoring.register import places
from monitoring.register.handover.enums import HAND_OVER_PATHS, HandOverPath, HandOverState
from monitoring.register.models import Estate

ESTATE_WORDS = ("rumah susun ", "rumah khusus ", "rusunawa ", "rusunami ", "rusun ", "rusus ")


def build_estate_key(row: Values) -> str:
    return row["rusun_id"] or f"{values.normalise_text(row['name'])} / {row['region']}"


def drop_estate_words(name: str) -> str:
    """The name by which an estate is known without saying what it is: "Rusunawa Kaligawe" and "Kaligawe" are one."""
    plain = values.normalise_text(name)
    return next((plain.removeprefix(word) for word in ESTATE_WORDS if plain.startswith(word)), plain)


def get_province_code(office: Office) -> str:
    return office.region.code[:2] if office.region else ""


def check_estate_rows(lines: Lines, office: Office, user: Any) -> None:
    """Check region, coordinates and figures of each row, and mark rows whose estate is registered already."""
    finder = RegionFinder(get_province_code(office))
    own = office.region.code if office.kind == OfficeKind.LOCAL_AGENCY and office.region else ""
    matches = {line.values["region"]: finder.find(line.values["region"]) for line in lines}
    codes = {code for match in matches.values() for code in match.codes}
    found = {region.code: region for region in Region.objects.filter(code__in=codes).select_related("parent")}
    for line in lines:
        row, match = line.values, matches[line.values["region"]]
        row["region_code"] = code = match.codes[0] if len(match.codes) == 1 else None
        if code is None:
            line.wants("region", explain_unclear_region(row["region"], [found[each] for each in match.codes], office))
        elif own and code != own:
            line.wants("region", _("%(region)s bukan wilayah dinas ini.") % {"region": found[code]})
        elif (point := row.get("point")) and (
            wrong := places.explain_wrong_point(point["latitude"], point["longitude"], found[code])
        ):
            line.wants("point", wrong)
        if code is not None and match.is_guess:
            line.hint("region", _("Dibaca sebagai %s.") % found[code])
        check_estate_figures(line)
        check_hand_over(line)
    mark_known_estates(lines)


def explain_unclear_region(written: str, meant: Sequence[Region], office: Office) -> str:
    """Why the name is not one kab/kota: it may mean several, or none of the province."""
    if meant:
        return _("“%(name)s” bisa kabupaten atau kota; tulis %(regions)s.") % {
            "name": written.title(),
            "regions": f" {_('atau')} ".join(f"“{region}”" for region in meant),
        }
    return _("“%(name)s” bukan kab/kota di %(province)s.") % {
        "name": written.title(),
        "province": (office.region.parent or office.region) if office.region else _("wilayah dinas ini"),
    }


def check_estate_figures(line: ImportLine) -> None:
    row = line.values
    units, occupied, empty = row.get("units"), row.get("occupied"), row.get("empty")
    if occupied is not None and units is None:
        line.wants("units", _("Unit terhuni diisi, tetapi jumlah unitnya belum."))
        return
    if occupied is None or units is None:
        return
    told = {"units": format_number(units), "occupied": format_number(occupied), "empty": format_number(empty)}
    if occupied > units:
        line.wants("occupied", _("Unit terhuni (%(occupied)s) melebihi jumlah unit (%(units)s).") % told)
    elif empty is not None and occupied + empty != units:
        line.wants("empty", _("%(occupied)s terhuni dan %(empty)s sisa tidak sama dengan %(units)s unit.") % told)
    elif (share := row.get("share")) is not None and abs(share - 100 * occupied / units) > 1:
        told |= {"share": format_decimals(share, 1), "counted": format_decimals(100 * occupied / units, 1)}
        line.wants("share", _("%(occupied)s dari %(units)s unit adalah %(counted)s %%, tertulis %(share)s %%.") % told)
    if row.get("lived_in") == "no" and occupied:
        line.wants("lived_in", _("Tertulis belum dihuni, tetapi %(occupied)s unit terhuni.") % told)
    elif row.get("lived_in") == "yes" and occupied == 0:
        line.wants("occupied", _("Tertulis sudah dihuni, tetapi 0 unit terhuni; kosongkan bila belum diketahui."))


def check_hand_over(line: ImportLine) -> None:
    row = line.values
    path, state = row.get("path"), row.get("state")
    if state and not path:
        line.wants("path", _("Tahap serah terima diisi, tetapi jenisnya (hibah atau alih status) belum."))
    elif path and state and state not in HAND_OVER_PATHS[HandOverPath(path)]:
        said = {"state": HandOverState(state).label, "path": HandOverPath(path).label.lower()}
        line.wants("state", _("“%(state)s” bukan tahap %(path)s.") % said)


def mark_known_estates(lines: Lines) -> None:
    """An estate is known by its ID; a row without an ID, by its name in the same kab/kota."""
    codes = [line.values["rusun_id"] for line in lines if line.values.get("rusun_id")]
    by_code = dict(Estate.objects.filter(code__in=codes).values_list("code", "name"))
    here = {line.values["region_code"] for line in lines}
    named = {
        (values.normalise_text(name), code)
        for name, code in Estate.objects.filter(region__code__in=here).values_list("name", "region__code")
    }
    for line in lines:
        code = line.values.get("rusun_id")
        if code in by_code:
            line.is_twin(_("ID rusun %(code)s sudah terdaftar: %(name)s.") % {"code": code, "name": by_code[code]})
        elif not code and (values.normalise_text(line.values["name"]), line.values["region_code"]) in named:
            line.is_twin(_("Lokasi dengan nama ini sudah terdaftar di kab/kota yang sama."))
