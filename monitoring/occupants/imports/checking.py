"""What must be right in a row before it becomes a household."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.accounts import nik
from krs_portal.imports import values
from krs_portal.imports.kinds import ImportLine, Lines, Values
from krs_portal.imports.regions import find_written_region
from krs_portal.kit.badges import label_in_sentence
from krs_portal.offices.finding import RegionFinder
from krs_portal.offices.models import Office
from monitoring.occupants.enums import Relation
from monitoring.occupants.models import Household, Member, Tenancy
from monitoring.register.enums import UnitState
from monitoring.register.imports.checking import drop_estate_words
from monitoring.register.models import Estate, Unit
from monitoring.register.policies import list_known_agencies


def build_household_key(row: Values) -> str:
    """A household is known by its family card; without one, by the NIK of its head."""
    return row["kk"] or row["nik"] or ""


def list_importable_estates(office: Office, user: Any) -> Any:
    """The estates of the office and of those below it, as far as the user may write about their occupants."""
    below = {office.pk, *office.children.values_list("pk", flat=True)}
    return Estate.objects.filter(office__in=below & list_known_agencies(user))


def check_occupant_rows(lines: Lines, office: Office, user: Any) -> None:
    """Find the unit of each row; it must be free and habitable, and no row may name one that an earlier row took."""
    places, origins = UnitDirectory(lines, office, user), RegionFinder()
    heads = HeadDirectory(lines)
    taken: dict[int, int] = {}
    for line in lines:
        row = line.values
        unit = places.find(line)
        if unit is not None:
            row["unit_id"] = unit.pk
            if earlier := taken.get(unit.pk):
                line.wants("unit", _("Unit ini sudah dipakai pada baris %(row)s.") % {"row": earlier})
            else:
                taken[unit.pk] = line.number
                places.judge(line, unit)
        if row.get("ends_on") and row["ends_on"] <= row["started_on"]:
            line.wants("ends_on", _("Perjanjian berakhir sebelum dimulai."))
        if (row.get("land_width") is None) != (row.get("land_length") is None):
            line.wants("land_length", _("Lebar dan panjang tanah diisi keduanya, lebih dari nol."))
        find_written_region(line, "origin", origins)
        if row.get("nik"):
            born_on = values.read_iso_day(row.get("born_on"))
            for column, sentence in nik.list_doubts_about_nik(row["nik"], sex=row.get("sex") or "", born_on=born_on):
                line.hint(column, sentence)
            heads.hint_at_same_head(line)


class HeadDirectory:
    """Which heads of households are named more than once: by earlier rows, or as heads of other households."""

    def __init__(self, lines: Lines) -> None:
        self.first: dict[str, int] = {}
        numbers = {nik.hash_nik(line.values["nik"]) for line in lines if line.values.get("nik")}
        heads = Member.objects.filter(
            nik_lookup__in=numbers, relation=Relation.HEAD, household__in=Household.objects.living_there()
        )
        self.living = set(heads.values_list("nik_lookup", flat=True))

    def hint_at_same_head(self, line: ImportLine) -> None:
        number = line.values["nik"]
        if (earlier := self.first.setdefault(number, line.number)) != line.number:
            said = _("NIK ini juga tertulis untuk kepala keluarga pada baris %d; periksa apakah orangnya sama.")
            line.hint("nik", said % earlier)
        if nik.hash_nik(number) in self.living:
            line.hint("nik", _("NIK ini sudah tercatat sebagai kepala rumah tangga lain yang masih menghuni."))


def list_unit_numbers(row: Values) -> list[str]:
    """What the unit may be called: as written, or with its floor before it (floor 4 and unit 17 are 417)."""
    number, floor = row["unit"], row.get("floor")
    if floor is None or not number.isascii() or not number.isdigit() or len(number) > 2:
        return [number]
    return [number, f"{floor}{number.zfill(2)}"]


class UnitDirectory:
    """The units that the rows name, and who lives in them: a few queries for thousands of rows."""

    def __init__(self, lines: Lines, office: Office, user: Any) -> None:
        named = {values.normalise_text(line.values["estate"]) for line in lines}
        bare = {drop_estate_words(line.values["estate"]) for line in lines}
        self.estates: dict[str, list[Estate]] = {}
        self.bare: dict[str, list[Estate]] = {}
        for estate in list_importable_estates(office, user).only("pk", "name", "code"):
            for word in {values.normalise_text(estate.name), values.normalise_text(estate.code)} & named:
                self.estates.setdefault(word, []).append(estate)
            if (word := drop_estate_words(estate.name)) in bare:
                self.bare.setdefault(word, []).append(estate)
        ids = {estate.pk for found in (*self.estates.values(), *self.bare.values()) for estate in found}
        numbers = {number for line in lines for number in list_unit_numbers(line.values)}
        units = Unit.objects.filter(block__estate__in=ids, number__in=numbers)
        self.units: dict[tuple[int, str], list[Unit]] = {}
        for unit in units.select_related("block"):
            self.units.setdefault((unit.block.estate_id, unit.number.casefold()), []).append(unit)
        found = [unit.pk for same in self.units.values() for unit in same]
        living = Tenancy.objects.active().filter(unit__in=found)
        self.living = dict(living.values_list("unit", "household__kk_lookup"))
        cards = {nik.hash_nik(line.values["kk"]) for line in lines if line.values.get("kk")}
        homes = Household.objects.filter(estate__in=ids, kk_lookup__in=cards)
        self.known = set(homes.values_list("estate", "kk_lookup"))

    def find(self, line: ImportLine) -> Unit | None:
        row = line.values
        if (estate := self.find_estate(line)) is None:
            return None
        found = {number: self.list_units(estate, number, row.get("block")) for number in list_unit_numbers(row)}
        found = {number: units for number, units in found.items() if units}
        if not found:
            line.wants("unit", _("Unit ini tidak ada pada daftar unit %(estate)s.") % {"estate": estate})
            return None
        on_floor = {
            number: [unit for unit in units if unit.floor == row.get("floor")] for number, units in found.items()
        }
        if len(found) > 1 and on_floor[row["unit"]]:
            found = {row["unit"]: on_floor[row["unit"]]}
        if len(found) > 1:
            line.wants("unit", _("Bisa unit %s; tulis nomor unit selengkapnya.") % f" {_('atau')} ".join(found))
            return None
        number, units = next(iter(found.items()))
        if len(units) > 1:
            line.wants("block", _("Nomor unit ini ada di beberapa blok; tulis bloknya."))
            return None
        if number != row["unit"]:
            line.hint("unit", _("Dengan lantainya dibaca sebagai unit %s.") % number)
        return units[0]

    def find_estate(self, line: ImportLine) -> Estate | None:
        """The estate by its name or ID; else by its name without "Rusunawa" and the like, where only one fits."""
        written = line.values["estate"]
        if not (estates := self.estates.get(values.normalise_text(written), [])):
            estates = self.bare.get(drop_estate_words(written), [])
            if len(estates) == 1:
                line.hint("estate", _("Dibaca sebagai %s.") % estates[0])
        if not estates:
            line.wants("estate", _("“%s” tidak ada pada daftar hunian dinas ini.") % values.quote_cell(written))
        elif len(estates) > 1:
            line.wants("estate", _("Ada beberapa hunian bernama ini; tulis ID rusunnya."))
        return estates[0] if len(estates) == 1 else None

    def list_units(self, estate: Estate, number: str, block: str | None) -> list[Unit]:
        units = self.units.get((estate.pk, number.casefold()), [])
        if block:
            wanted = values.normalise_text(block)
            units = [unit for unit in units if values.normalise_text(unit.block.name) in (wanted, f"blok {wanted}")]
        return units

    def judge(self, line: ImportLine, unit: Unit) -> None:
        """A row about the household that lives there already is a duplicate; any other row must wait."""
        card = nik.hash_nik(line.values["kk"]) if line.values.get("kk") else ""
        if unit.pk in self.living:
            if card and card == self.living[unit.pk]:
                line.is_twin(_("Rumah tangga ini sudah tercatat di unit yang sama."))
            else:
                line.wants("unit", _("Unit ini sudah dihuni rumah tangga lain."))
        elif card and (unit.block.estate_id, card) in self.known:
            line.wants("kk", _("Nomor KK ini sudah terdaftar di lokasi yang sama, di unit lain."))
        elif unit.state != UnitState.HABITABLE:
            line.wants("unit", _("Unit ini %(state)s.") % {"state": label_in_sentence(UnitState(unit.state))})
