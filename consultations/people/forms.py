"""The questions who came and which house is meant, parts of every form that writes a name or an address; and the forms
in which people and houses are corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consultations.people.addresses import has_house_number
from consultations.people.enums import Component, ComponentState, Need
from consultations.people.lookalikes import Lookalike, Sought, find_lookalikes
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.people.names import build_name_key
from consultations.people.querysets import HouseQuerySet, PersonQuerySet
from krs_portal.accounts.nik import read_nik
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.fields import DayField
from krs_portal.kit.numbers import read_key
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.kit.versions import Edited
from krs_portal.offices.models import Region

NEW = "new"  # none of those that are offered


class PhoneField(forms.CharField):
    """A telephone number, cleaned to E.164."""

    default_error_messages = {"required": _("Tulis nomor telepon.")}

    def __init__(self, **options: Any):
        attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "class": "short"}
        super().__init__(label=_("Nomor telepon"), max_length=30, widget=forms.TextInput(attrs), **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return parse_phone(text) if text else ""


class HouseChoiceMixin(forms.Form):
    """Asks whether a house that looks the same is meant, before another one is made.

    `known_houses` are those whose addresses the writer may read. The same address in the same region is the same house
    without a question.
    """

    house_choice = forms.CharField(required=False, widget=forms.HiddenInput)
    known_houses: HouseQuerySet = House.objects.none()
    own_house: House | None = None  # of what is edited; it is not asked about again
    chosen_house: House | None = None
    house_mark = ""  # tells another house at a known address apart: the name of whoever came for it
    alike: Sequence[House] = ()

    def clean(self) -> Any:
        cleaned = super().clean()
        address, region = self.cleaned_data.get("house_address"), self.cleaned_data.get("house_region")
        if address and "house_region" not in self.errors:
            standing = House.objects.standing_at(address, region)
            if self.may_be_another(standing, address) or not standing.exists():
                self.ask_which_house(address, region)
        return cleaned

    def may_be_another(self, standing: HouseQuerySet, address: str) -> bool:
        """Whether several houses may have this address: it has no number of its own, and others own what is known."""
        who = self.cleaned_data.get("client_name") or ""
        if not who or (self.own_house and self.own_house.has_address(address)) or has_house_number(address):
            return False
        owners = [build_name_key(name) for name in standing.values_list("owner_name", flat=True) if name]
        return bool(owners) and build_name_key(who) not in owners

    def ask_which_house(self, address: str, region: Region | None) -> None:
        if self.own_house and self.own_house.has_address(address) and region is None:
            self.chosen_house = self.own_house  # its region may be a finer one than the form offers
            return
        self.alike = self.known_houses.list_alike(address, region)
        chosen = self.cleaned_data.get("house_choice", "")
        self.chosen_house = next((house for house in self.alike if str(house.pk) == chosen), None)
        if chosen == NEW and not self.chosen_house and House.objects.standing_at(address, region).exists():
            self.house_mark = self.cleaned_data.get("client_name") or ""
        if self.alike and not self.chosen_house and chosen != NEW:
            self.add_error("house_address", explain_alike(self.alike))

    @property
    def offered_houses(self) -> list[tuple[str, str]]:
        """What may be chosen: the houses that look the same, and none of them."""
        return list_house_choices(self.alike)


def explain_alike(houses: Sequence[House]) -> str:
    return _t("Rumah ini mirip “%(house)s”; pakai rumah itu, atau nyatakan ini rumah lain.") % {
        "house": describe_house(houses[0])
    }


def list_house_choices(houses: Sequence[House]) -> list[tuple[str, str]]:
    if not houses:
        return []
    return [(str(house.pk), describe_house(house)) for house in houses] + [(NEW, str(_("Bukan, ini rumah lain")))]


def describe_house(house: House) -> str:
    """ "Jl. Melati 3, Kota Semarang (Slamet)"."""
    where = ", ".join(str(part) for part in (house.address, house.region) if part)
    mark = house.mark or (house.owner_name if not has_house_number(house.address) else "")
    return f"{where} ({mark})" if mark else where


class PersonChoiceMixin(forms.Form):
    """Asks who came, among those who came before, before somebody new is written down.

    `known_people` are those whom the writer may know. Whoever is not chosen is known again by the same NIK, or by the
    same telephone and name (`services.find_same_person`).
    """

    person_choice = forms.CharField(required=False, widget=forms.HiddenInput)
    known_people: PersonQuerySet = Person.objects.none()
    chosen_person: Person | None = None
    is_new_person = False

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["name"].required = True  # only a held seat has no name yet
        if self.is_bound:
            choice = str(self.data.get("person_choice", ""))
            self.is_new_person = choice == NEW
            key = read_key(choice)
            found = self.known_people.select_related("merged_into").filter(pk=key).first() if key else None
            self.chosen_person = found.kept if found else None
            self.fields["name"].required = self.chosen_person is None

    def clean(self) -> Any:
        cleaned = super().clean()
        if number := self.cleaned_data.get("nik"):
            self.check_whose_nik(number)
        return cleaned

    def check_whose_nik(self, number: str) -> None:
        """A NIK names one person: the one who was chosen or typed, or somebody else whom the writer is told."""
        owner = self.known_people.with_nik(number).select_related("merged_into").first()
        chosen = self.chosen_person
        if owner and chosen and owner.kept.pk == chosen.pk:
            return
        name = self.cleaned_data.get("name", "")
        if owner and (chosen or not (owner.is_named(name) or owner.kept.is_named(name))):
            said = _("NIK ini tercatat atas nama %(name)s. Pilih orang itu, atau periksa NIK-nya.")
            self.add_error("nik", said % {"name": owner.kept.name})
        elif chosen and chosen.nik_lookup:
            said = _("Orang yang dipilih tercatat dengan NIK %(nik)s. Periksa NIK-nya, atau pilih orang lain.")
            self.add_error("nik", said % {"nik": chosen.nik_masked})

    def find_lookalikes(self) -> list[Lookalike]:
        """Who may be meant by what stands in the form."""
        typed = {name: str(self[name].value() or "") for name in ("name", "phone", "nik")}
        return find_lookalikes(self.known_people, Sought.read(**typed))


class PersonDataForm(RefusableModelForm):
    """What is known of somebody."""

    phone = PhoneField(required=False)
    nik = forms.CharField(label=_("NIK"), required=False, max_length=30)
    born_on = DayField(label=_("Tanggal lahir"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("Yang perlu disiapkan"), choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Person
        fields = ("name", "phone", "nik", "born_on", "sex", "address", "region", "needs")

    def __init__(self, data: Any = None, *, person: Person, regions: Any):
        super().__init__(data, edits=Edited(person, read_person))
        self.fields["region"].queryset = regions
        self.fields["nik"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_nik(self) -> str:
        text = self.cleaned_data["nik"]
        return read_nik(text).text if text else ""


def read_person(person: Person) -> dict[str, Any]:
    """A person as the form shows them."""
    shown = model_to_dict(person, fields=("name", "phone", "sex", "address", "region", "needs"))
    return shown | {"born_on": person.born_on, "nik": person.nik_ciphertext or ""}


class PersonSearchForm(forms.Form):
    """One box; it is sent by POST, so that no NIK and no name stands in an address or a log."""

    q = forms.CharField(
        label=_("Nama, telepon, atau NIK"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "data-shortcut": "KeyK"}),
    )


class DegreeField(forms.DecimalField):
    """Degrees as people copy them from a map, with a point or with a comma."""

    widget = forms.TextInput({"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class HouseDataForm(RefusableModelForm):
    """What is known of a house. The components of the building are fields of their own, each with its state."""

    parts: Any = None
    latitude = DegreeField(
        label=_("Lintang"), max_digits=8, decimal_places=6, required=False, help_text=_("Seperti -7,797068.")
    )
    longitude = DegreeField(
        label=_("Bujur"), max_digits=9, decimal_places=6, required=False, help_text=_("Seperti 110,370529.")
    )

    class Meta:
        model = House
        fields = (
            "address", "region", "mark", "owner_name", "tenure", "land_title", "land_origin", "toilet", "sewage",
            "water", "power", "surroundings", "latitude", "longitude",
        )  # fmt: skip
        help_texts = {
            "mark": _("Bila beberapa rumah beralamat sama: rumah siapa, atau di sebelah apa."),
        }

    def __init__(self, data: Any = None, *, house: House, regions: Any):
        super().__init__(data, edits=Edited(house, read_house))
        self.fields["region"].queryset = regions
        for component in Component:
            self.fields[component.value] = forms.ChoiceField(
                label=component.label, required=False, choices=[("", "---------"), *ComponentState.choices]
            )
        own = {"address", "region", "mark", "owner_name", "latitude", "longitude"}
        land = {"tenure", "land_title", "land_origin", "surroundings"}
        dwelling = {"toilet", "sewage", "water", "power"}
        self.parts = [
            (_("Rumah yang mana"), own),
            (_("Kepemilikan dan tanah"), land),
            (_("Sanitasi, air, dan listrik"), dwelling),
            (_("Kondisi bangunan"), set(Component.values)),
        ]

    @property
    def sections(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[name] for name in self.fields if name in names]) for title, names in self.parts]

    @property
    def values(self) -> dict[str, Any]:
        """What the service sets on the house."""
        states = {name: self.cleaned_data[name] for name in Component.values if self.cleaned_data.get(name)}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"components": states}


def read_house(house: House) -> dict[str, Any]:
    """A house as the form shows it."""
    return model_to_dict(house, fields=HouseDataForm.Meta.fields) | dict(house.components)


class MergeForm(RefusableForm):
    """Nothing is asked; the service may refuse."""
