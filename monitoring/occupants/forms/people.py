"""Forms about a household, its members and its stay. Specific data are typed in, but never shown in a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import fields_for_model, model_to_dict
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.enums import Sex
from krs_portal.accounts.models import User
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.fields import DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, lock_under, read_fields
from krs_portal.offices.models import Region
from monitoring.occupants import identity
from monitoring.occupants.enums import DisclosurePurpose, DocumentKind, Relation
from monitoring.occupants.models import Household, Member
from monitoring.occupants.plausible import BOUNDS
from monitoring.register.models import Unit

UNCHANGED = _("Kosongkan bila tidak berubah; yang tercatat tidak ditampilkan di sini.")
PLAIN = [
    "name", "phone", "origin", "member_count", "marital_status", "education", "occupation", "workplace", "owns_house",
    "has_land", "land_width", "land_length", "wants_to_own", "scheme", "in_welfare_data", "decile", "has_tapera",
]  # fmt: skip


def build_money_field(label: Any, **options: Any) -> forms.IntegerField:
    """Rupiah, with or without dots."""
    field = forms.IntegerField(label=label, min_value=0, max_value=10**15, required=False, localize=True, **options)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
    return field


def build_number_field(label: Any, **options: Any) -> forms.CharField:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
    return forms.CharField(label=label, max_length=30, required=False, widget=forms.TextInput(attrs), **options)


class SectionedForm(RefusableForm):
    """A long form shown in parts: (title, names of its fields)."""

    parts: Sequence[tuple[Any, Sequence[str]]] = ()

    def sections(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.parts]


class HouseholdForm(SectionedForm):
    kk = build_number_field(_("Nomor KK"), help_text=_("16 angka pada Kartu Keluarga."))
    income = build_money_field(_("Penghasilan per bulan (rupiah)"))
    spouse_income = build_money_field(
        _("Penghasilan pasangan per bulan (rupiah)"), help_text=_("Isi 0 bila tidak berpenghasilan.")
    )
    savings = build_money_field(_("Tabungan (rupiah)"))
    instalment = build_money_field(_("Kemampuan mengangsur per bulan (rupiah)"))
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
        edits = Edited(household, read_household) if household else None
        super().__init__(data, edits=edits, **options)
        self.fields |= fields_for_model(Household, fields=PLAIN)
        offer_choices(self, origin=Region.objects.kab_kota_in_force().order_by("code", "pk"))
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
        """The values for the service. An amount that was left empty is not among them, so it stays unchanged."""
        typed = self.cleaned_data
        amounts = {name: typed[name] for name in BOUNDS if typed[name] is not None}
        documents = typed["documents"] if typed["are_documents_seen"] else None
        return {name: typed[name] for name in PLAIN} | amounts | {
            "kk": typed["kk"], "documents": documents,
        }  # fmt: skip


def read_household(household: Household) -> dict[str, Any]:
    seen = household.documents is not None
    documents = {"are_documents_seen": seen, "documents": household.documents or []}
    return model_to_dict(household, fields=PLAIN) | documents


class StayTermsForm(RefusableForm):
    """The agreement of a stay."""

    started_on = DayField(label=_("Mulai sewa"))
    ends_on = DayField(label=_("Akhir perjanjian"), required=False)
    rent = build_money_field(_("Sewa per bulan (rupiah)"))
    arrears = build_money_field(
        _("Tunggakan (rupiah)"), help_text=_("Isi 0 bila tidak menunggak; kosong berarti belum diketahui.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("started_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("Perjanjian berakhir sebelum dimulai."))
        return cleaned


class MoveInForm(HouseholdForm, StayTermsForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Pilih unit kosong"))
    nik = build_number_field(_("NIK kepala keluarga"), help_text=_("16 angka pada KTP."))
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "---------"), *Sex.choices], required=False)
    born_on = DayField(label=_("Tanggal lahir"), required=False)
    parts = (
        (_("Unit dan perjanjian"), ("unit", "started_on", "ends_on", "rent", "arrears")),
        (_("Keluarga"), ("name", "nik", "sex", "born_on", "kk", "phone", "origin", "member_count", "marital_status")),
        *HouseholdForm.parts[1:],
    )

    def __init__(self, data: Any = None, *, units: Any, **options: Any) -> None:
        super().__init__(data, **options)
        offer_choices(self, unit=units)

    def clean_nik(self) -> str:
        return identity.parse_nik(self.cleaned_data["nik"])

    def values_for_service(self) -> dict[str, Any]:
        """The unit, the household's values, those of its head, and the terms of the agreement."""
        typed = self.cleaned_data
        return {
            "unit": typed["unit"],
            "values": self.values,
            "head": {name: typed[name] for name in ("nik", "sex", "born_on")},
            "terms": {name: typed[name] for name in StayTermsForm.base_fields},
        }


class HouseholdMemberForm(RefusableForm):
    name = forms.CharField(label=_("Nama"), max_length=150)
    relation = forms.ChoiceField(label=_("Hubungan"), choices=Relation.choices, initial=Relation.CHILD)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "---------"), *Sex.choices], required=False)
    nik = build_number_field(_("NIK"))
    born_on = DayField(label=_("Tanggal lahir"), required=False)

    def __init__(self, data: Any = None, *, member: Member | None = None) -> None:
        shown = read_fields("name", "relation", "sex")
        super().__init__(data, edits=Edited(member, shown, lock=lock_under(member.household)) if member else None)
        if member:
            for name in ("nik", "born_on"):
                self.fields[name].help_text = UNCHANGED

    def clean_nik(self) -> str:
        return identity.parse_nik(self.cleaned_data["nik"])


class ExtendStayForm(RefusableForm):
    ends_on = DayField(label=_("Perjanjian diperpanjang sampai"))


class EndStayForm(RefusableForm):
    ended_on = DayField(label=_("Keluar tanggal"))


class MoveStayForm(RefusableForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit baru"), empty_label=_("Pilih unit kosong"))
    moved_on = DayField(label=_("Pindah tanggal"))

    def __init__(self, data: Any = None, *, units: Any) -> None:
        super().__init__(data)
        offer_choices(self, unit=units)


class StayDuesForm(RefusableForm):
    rent = build_money_field(_("Sewa per bulan (rupiah)"), help_text=UNCHANGED)
    arrears = build_money_field(
        _("Tunggakan sekarang (rupiah)"), help_text=_("Isi 0 bila sudah lunas. Kosong berarti tetap.")
    )


class DisclosurePurposeForm(RefusableForm):
    purpose = forms.TypedChoiceField(
        label=_("Keperluan membuka data"),
        choices=[("", _("Pilih keperluan")), *DisclosurePurpose.choices],
        coerce=DisclosurePurpose,
    )
    case = forms.CharField(
        label=_("Perkara"),
        max_length=120,
        help_text=_("Nomor surat, atau berkas siapa. Nama Anda, waktu, keperluan dan perkara ini dicatat."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class ReleaseForm(RefusableForm):
    """A head lets somebody open more."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Untuk siapa"), empty_label=_("Pilih orang"))
    reason = forms.CharField(
        label=_("Alasan"), max_length=200, help_text=_("Misalnya nomor surat tugas. Izin berlaku satu jam.")
    )

    def __init__(self, data: Any = None, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        offer_choices(self, user=people)
