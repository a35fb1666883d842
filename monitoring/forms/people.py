"""Forms about a household, its members and its stay. What is specific data is typed in, never shown in a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.models import fields_for_model, model_to_dict
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.phones import parse_phone
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from monitoring import identity
from monitoring.enums import DocumentKind, Relation, Sex
from monitoring.forms.rounds import Refusing, day_field
from monitoring.models import Household, Member, Unit
from monitoring.plausible import BOUNDS

UNCHANGED = _("Kosongkan bila tidak berubah; yang tercatat tidak ditampilkan di sini.")
PLAIN = [
    "name", "phone", "origin", "member_count", "marital_status", "education", "occupation", "workplace", "owns_house",
    "has_land", "land_width", "land_length", "wants_to_own", "scheme", "in_welfare_data", "decile", "has_tapera",
]  # fmt: skip


def money(label: Any, **options: Any) -> forms.IntegerField:
    """Rupiah, with or without dots."""
    field = forms.IntegerField(label=label, min_value=0, max_value=10**15, required=False, localize=True, **options)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
    return field


def number_field(label: Any, **options: Any) -> forms.CharField:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
    return forms.CharField(label=label, max_length=30, required=False, widget=forms.TextInput(attrs), **options)


def kab_kota() -> Any:
    kinds = (RegionKind.KABUPATEN, RegionKind.KOTA)
    return Region.objects.filter(kind__in=kinds, valid_until__isnull=True).order_by("code", "pk")


class Sectioned(Refusing):
    """A long form in parts: (title, names of its fields)."""

    parts: Sequence[tuple[Any, Sequence[str]]] = ()

    def sections(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.parts]


class HouseholdForm(Sectioned):
    kk = number_field(_("Nomor KK"), help_text=_("16 angka pada Kartu Keluarga."))
    income = money(_("Penghasilan per bulan (rupiah)"))
    spouse_income = money(_("Penghasilan pasangan per bulan (rupiah)"), help_text=_("Isi 0 bila tidak berpenghasilan."))
    savings = money(_("Tabungan (rupiah)"))
    instalment = money(_("Kemampuan mengangsur per bulan (rupiah)"))
    are_documents_seen = forms.BooleanField(label=_("Kelengkapan dokumen sudah diperiksa"), required=False)
    documents = forms.MultipleChoiceField(
        label=_("Dokumen yang ada"), choices=DocumentKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    parts = (
        (_("Keluarga"), ("name", "kk", "phone", "origin", "member_count", "marital_status")),
        (_("Pendidikan dan pekerjaan"), ("education", "occupation", "workplace")),
        (
            _("Keuangan"),
            ("income", "spouse_income", "savings", "instalment", "has_tapera", "in_welfare_data", "decile"),
        ),
        (
            _("Rumah dan rencana memiliki"),
            ("owns_house", "has_land", "land_width", "land_length", "wants_to_own", "scheme"),
        ),
        (_("Dokumen"), ("are_documents_seen", "documents")),
    )

    def __init__(self, data: Any = None, *, household: Household | None = None, **options: Any) -> None:
        initial = model_to_dict(household, fields=PLAIN) if household else {}
        if household and household.documents is not None:
            initial |= {"are_documents_seen": True, "documents": household.documents}
        super().__init__(data, initial=initial | (options.pop("initial", None) or {}), **options)
        self.fields |= fields_for_model(Household, fields=PLAIN)
        self.fields["origin"].queryset = kab_kota()
        if household:
            for name in ("kk", *BOUNDS):
                self.fields[name].help_text = UNCHANGED

    def clean_kk(self) -> str:
        return identity.parse_kk(self.cleaned_data["kk"])

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return parse_phone(phone) if phone else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sides = [cleaned.get(name) for name in ("land_width", "land_length")]
        if not {"land_width", "land_length"} & set(self.errors) and any(sides) and not all(sides):
            self.add_error("land_length", _("Lebar dan panjang tanah diisi keduanya, lebih dari nol."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the services take: an amount that was left empty is not named, so that it stays."""
        typed = self.cleaned_data
        amounts = {name: typed[name] for name in BOUNDS if typed[name] is not None}
        documents = typed["documents"] if typed["are_documents_seen"] else None
        return {name: typed[name] for name in PLAIN} | amounts | {
            "kk": typed["kk"], "documents": documents,
        }  # fmt: skip


class TermsForm(Refusing):
    """The agreement of a stay."""

    started_on = day_field(label=_("Mulai sewa"))
    ends_on = day_field(label=_("Akhir perjanjian"), required=False)
    rent = money(_("Sewa per bulan (rupiah)"))
    arrears = money(_("Tunggakan (rupiah)"), help_text=_("Isi 0 bila tidak menunggak; kosong berarti belum diketahui."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("started_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("Perjanjian berakhir sebelum dimulai."))
        return cleaned


class MoveInForm(HouseholdForm, TermsForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Pilih unit kosong"))
    nik = number_field(_("NIK kepala keluarga"), help_text=_("16 angka pada KTP."))
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "---------"), *Sex.choices], required=False)
    born_on = day_field(label=_("Tanggal lahir"), required=False)
    parts = (
        (_("Unit dan perjanjian"), ("unit", "started_on", "ends_on", "rent", "arrears")),
        (_("Keluarga"), ("name", "nik", "sex", "born_on", "kk", "phone", "origin", "member_count", "marital_status")),
        *HouseholdForm.parts[1:],
    )

    def __init__(self, data: Any = None, *, units: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["unit"].queryset = units

    def clean_nik(self) -> str:
        return identity.parse_nik(self.cleaned_data["nik"])

    @property
    def head(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("nik", "sex", "born_on")}

    @property
    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TermsForm.base_fields}


class MemberForm(Refusing):
    name = forms.CharField(label=_("Nama"), max_length=150)
    relation = forms.ChoiceField(label=_("Hubungan"), choices=Relation.choices, initial=Relation.CHILD)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "---------"), *Sex.choices], required=False)
    nik = number_field(_("NIK"))
    born_on = day_field(label=_("Tanggal lahir"), required=False)

    def __init__(self, data: Any = None, *, member: Member | None = None) -> None:
        super().__init__(data, initial=model_to_dict(member, ["name", "relation", "sex"]) if member else None)
        if member:
            for name in ("nik", "born_on"):
                self.fields[name].help_text = UNCHANGED

    def clean_nik(self) -> str:
        return identity.parse_nik(self.cleaned_data["nik"])


class ExtendForm(Refusing):
    ends_on = day_field(label=_("Perjanjian diperpanjang sampai"))


class LeaveForm(Refusing):
    ended_on = day_field(label=_("Keluar tanggal"))


class MoveForm(Refusing):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit baru"), empty_label=_("Pilih unit kosong"))
    moved_on = day_field(label=_("Pindah tanggal"))

    def __init__(self, data: Any = None, *, units: Any) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units


class DuesForm(Refusing):
    rent = money(_("Sewa per bulan (rupiah)"), help_text=UNCHANGED)
    arrears = money(_("Tunggakan sekarang (rupiah)"), help_text=_("Isi 0 bila sudah lunas. Kosong berarti tetap."))


class PurposeForm(Refusing):
    purpose = forms.CharField(
        label=_("Keperluan membuka data"),
        max_length=200,
        help_text=_("Misalnya: verifikasi berkas KPR. Nama Anda, waktu, dan keperluan ini dicatat."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
