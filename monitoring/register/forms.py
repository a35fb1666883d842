"""Forms about an estate. They check what was typed; a doubtful coordinate is stored as NEEDS_CHECK, with a warning."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from krs_portal.imports.coordinates import build_coordinates_parser
from krs_portal.imports.values import InvalidCell
from krs_portal.kit.fields import DayField
from krs_portal.kit.formats import format_number
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.kit.versions import Edited
from krs_portal.offices.models import Region
from monitoring.register import places
from monitoring.register.enums import CoordinateQuality, FacilityKind
from monitoring.register.models import Block, Estate, Facility, Tariff, Unit


class EstateForm(RefusableModelForm):
    point = forms.CharField(
        label=_("Titik koordinat"),
        required=False,
        max_length=120,
        help_text=_("Lintang lalu bujur, seperti -7.0051, 110.4381."),
    )
    point_checked = forms.BooleanField(label=_("Titik ini sudah diperiksa di lapangan atau pada peta"), required=False)
    occupied_since_on = DayField(label=_("Dihuni sejak"), required=False)

    class Meta:
        model = Estate
        fields = (
            "name", "kind", "beneficiary", "region", "address", "point", "point_checked", "code", "package_name",
            "built_year", "budget_year_first", "budget_year_last", "builder", "proposer", "unit_type", "variant",
            "floors", "capacity", "condition", "land_status", "manager", "occupied_since_on", "lease_years",
            "stay_limit_years", "stay_rule_source", "notes",
        )  # fmt: skip

    def __init__(self, *args: Any, regions: QuerySet[Region], instance: Estate | None = None, **options: Any):
        edits = Edited(instance, read_point) if instance else None
        super().__init__(*args, instance=instance, edits=edits, **options)
        self.remarks: list[str] = []
        self.fields["region"].queryset = regions
        self.fields["region"].empty_label = _("Pilih kab/kota")
        for name in ("condition", "land_status"):
            self.fields[name].choices = [("", _("Belum diketahui")), *list(self.fields[name].choices)[1:]]

    def clean_point(self) -> dict[str, Any] | None:
        try:
            return build_coordinates_parser()(self.cleaned_data["point"])
        except InvalidCell as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "point" not in cleaned or "region" not in cleaned:
            return cleaned
        point = cleaned["point"]
        self.instance.latitude = self.instance.longitude = None
        self.instance.coordinate_quality = CoordinateQuality.MISSING
        if point:
            self.instance.latitude, self.instance.longitude = (
                Decimal(f"{point[name]:.6f}") for name in ("latitude", "longitude")
            )
            self.instance.coordinate_quality = self.judge_point(point, cleaned["region"], cleaned.get("point_checked"))
        return cleaned

    def judge_point(self, point: dict[str, Any], region: Region, is_checked: bool | None) -> CoordinateQuality:
        wrong = places.explain_wrong_point(point["latitude"], point["longitude"], region)
        if wrong:
            self.remarks.append(_now("%(wrong)s Titik disimpan sebagai “perlu validasi”.") % {"wrong": wrong})
        if point.get("note"):
            self.remarks.append(_now("Titik dibaca dengan catatan: %(note)s.") % {"note": point["note"]})
        return CoordinateQuality.OK if is_checked and not wrong else CoordinateQuality.NEEDS_CHECK

    def values(self) -> dict[str, Any]:
        """The values for the service: the point as latitude, longitude and quality."""
        typed = {name: value for name, value in self.cleaned_data.items() if not name.startswith("point")}
        kept = ("latitude", "longitude", "coordinate_quality")
        return typed | {name: getattr(self.instance, name) for name in kept}


def read_point(estate: Estate) -> dict[str, Any]:
    point = "" if estate.latitude is None else f"{estate.latitude}, {estate.longitude}"
    return {"point": point, "point_checked": bool(point) and estate.coordinate_quality == CoordinateQuality.OK}


class BlockForm(RefusableModelForm):
    declared_on = DayField(label=_("Data per tanggal"), required=False)

    class Meta:
        model = Block
        fields = ("name", "towers", "floors", "is_listed", "declared_units", "declared_occupied", "declared_on")
        help_texts = {
            "is_listed": _("Unit dan penghuninya dihitung dari daftar; angka gabungan di bawah dikosongkan."),
            "declared_units": _("Kosongkan bila belum diketahui; nol berarti memang tidak ada."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        units, occupied = cleaned.get("declared_units"), cleaned.get("declared_occupied")
        if occupied is not None and units is None and not cleaned.get("is_listed"):
            self.add_error("declared_units", _("Isi jumlah unitnya juga."))
        elif occupied is not None and units is not None and occupied > units:
            self.add_error(
                "declared_occupied",
                _now("Unit terhuni (%(occupied)s) melebihi jumlah unit (%(units)s).")
                % {"occupied": format_number(occupied), "units": format_number(units)},
            )
        if cleaned.get("is_listed"):
            cleaned |= {"declared_units": None, "declared_occupied": None, "declared_on": None}
        return cleaned

    def _post_clean(self) -> None:
        """Leave the check of the whole row to the service, which may still change it; the form checks single fields."""


class AddUnitsForm(RefusableForm):
    floor = forms.IntegerField(label=_("Lantai"), min_value=0, max_value=60)
    first = forms.IntegerField(label=_("Nomor pertama"), min_value=1, max_value=99_999)
    count = forms.IntegerField(label=_("Banyaknya"), min_value=1, max_value=200)
    unit_type = forms.CharField(label=_("Tipe"), max_length=30, required=False)


class UnitForm(RefusableModelForm):
    class Meta:
        model = Unit
        fields = ("number", "floor", "unit_type", "state", "empty_reason")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["empty_reason"].choices = [("", "–"), *list(self.fields["empty_reason"].choices)[1:]]


ANSWERS = [("", _("Belum diketahui")), ("yes", _("Ya")), ("no", _("Tidak"))]
WRITTEN = {None: "", True: "yes", False: "no"}
ASKED = ("is_present", "is_connected", "is_working")


class FacilityForm(RefusableForm):
    """One kind of facility: three questions, each of which may remain unanswered."""

    is_present = forms.ChoiceField(label=_("Ada"), choices=ANSWERS, required=False)
    is_connected = forms.ChoiceField(label=_("Tersambung"), choices=ANSWERS, required=False)
    is_working = forms.ChoiceField(label=_("Berfungsi"), choices=ANSWERS, required=False)
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)

    def __init__(self, *args: Any, kind: FacilityKind, estate: Estate, **options: Any):
        def read_facility(estate: Estate) -> dict[str, Any]:
            facility = next((each for each in estate.facilities.all() if each.kind == kind), None) or Facility()
            return {name: WRITTEN[getattr(facility, name)] for name in ASKED} | {"note": facility.note}

        super().__init__(*args, prefix=kind.lower(), edits=Edited(estate, read_facility), **options)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        answers = {name: {"": None, "yes": True, "no": False}[self.cleaned_data.get(name, "")] for name in ASKED}
        if answers["is_present"] is False and (answers["is_connected"] or answers["is_working"]):
            self.add_error("is_present", _("Fasilitas yang tidak ada tidak mungkin tersambung atau berfungsi."))
        return answers | {"note": self.cleaned_data.get("note", "")}


class TariffForm(RefusableModelForm):
    valid_from = DayField(label=_("Berlaku dari"))

    class Meta:
        model = Tariff
        fields = ("valid_from", "floor", "band", "operating_cost", "upkeep_cost", "units", "factor", "decree")
        help_texts = {"floor": _("Kosongkan bila berlaku untuk semua lantai.")}

    def _post_clean(self) -> None:
        """Leave the check of the whole row to the service, which computes the amount first."""
