from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import offer_choices
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from monitoring.register.enums import Condition, EmptyReason, EstateKind, UnitState
from monitoring.register.models import Estate, Unit
from monitoring.rounds import figures
from monitoring.rounds.figures import COLUMNS, RoundTally
from monitoring.rounds.models import Profile, Round

SET, ABOVE = "ada", "atas"
RENTS = [(SET, _("Tarif sudah dicatat")), (ABOVE, _("Di atas sepertiga UMP"))]
UNIT_STATES = [("occupied", _("Terhuni")), ("empty", _("Kosong")), ("broken", _("Rusak"))]


class ChooseRoundForm(forms.Form):
    """The round to show; optional."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("Putaran"), required=False, empty_label=None)

    def __init__(self, *arguments: Any, rounds: QuerySet[Round], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer_choices(self, round=rounds)
        self.is_valid()

    @property
    def chosen(self) -> Round | None:
        chosen: Round | None = self.cleaned_data.get("round")
        return chosen

    def with_round(self, round_: Round | None) -> ChooseRoundForm:
        """A copy of the form in which the round that the page shows is selected."""
        return ChooseRoundForm({"round": round_.pk} if round_ else {}, rounds=self.fields["round"].queryset)


class FigureRowsForm(forms.Form):
    """The figure of a round whose rows are shown, and the filters that narrow it."""

    angka = forms.ChoiceField(choices=[(name, name) for name in COLUMNS])
    jenis = forms.ChoiceField(choices=EstateKind.choices, required=False)
    wilayah = forms.ModelChoiceField(
        Region.objects.filter(kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA)), to_field_name="code", required=False
    )
    kondisi = forms.ChoiceField(choices=Condition.choices, required=False)
    sebab = forms.ChoiceField(choices=EmptyReason.choices, required=False)
    umur = forms.ChoiceField(choices=[(band, band) for band in figures.AGE_BANDS], required=False)
    sewa = forms.ChoiceField(choices=RENTS, required=False)

    def __init__(self, data: Any, *, round_: Round) -> None:
        super().__init__(data)
        self.round = round_

    def narrow_profiles(self, profiles: QuerySet[Profile]) -> QuerySet[Profile]:
        asked = self.cleaned_data
        given = {"estate__kind": asked["jenis"], "estate__region": asked["wilayah"], "condition": asked["kondisi"]}
        profiles = profiles.filter(**{field: value for field, value in given.items() if value})
        if asked["sebab"]:
            profiles = profiles.filter(occupied__isnull=False)
        if asked["umur"]:
            profiles = figures.filter_age_band(profiles, asked["umur"])
        if asked["sewa"]:
            profiles = profiles.filter(estate__in=self.find_estates_by_rent(profiles))
        if asked["angka"] == "unanswered":
            profiles = profiles.filter(occupied__isnull=True)
        return profiles

    def find_estates_by_rent(self, profiles: QuerySet[Profile]) -> list[int]:
        rents = figures.find_newest_rents(Estate.objects.filter(pk__in=profiles.values("estate")))
        _wage, cap = figures.find_rent_cap(self.round)
        return [estate for estate, rent in rents.items() if self.cleaned_data["sewa"] == SET or (cap and rent > cap)]

    def compute_total(self, tally: RoundTally, profiles: QuerySet[Profile]) -> int:
        if reason := self.cleaned_data["sebab"]:
            return sum(profile.empty_because(reason) or 0 for profile in profiles)
        return int(getattr(tally, self.cleaned_data["angka"]))

    def list_contributions(self, profiles: Iterable[Any]) -> list[tuple[Any, int | None]]:
        """Each profile with the number that it adds to the figure."""
        reason = self.cleaned_data["sebab"]
        return [(each, each.empty_because(reason) if reason else each.counts) for each in profiles]

    def list_words(self) -> list[str]:
        """The filters in words, for the heading."""
        asked = self.cleaned_data
        chosen = [
            EstateKind(asked["jenis"]).label if asked["jenis"] else "",
            str(asked["wilayah"]) if asked["wilayah"] else "",
            Condition(asked["kondisi"]).label if asked["kondisi"] else "",
            EmptyReason(asked["sebab"]).label if asked["sebab"] else "",
            figures.label_age_band(*map(int, asked["umur"].split("-"))) if asked["umur"] else "",
            dict(RENTS).get(asked["sewa"], ""),
        ]
        return [str(each) for each in chosen if each]


class UnitFilterForm(forms.Form):
    """Which units of an estate are shown."""

    state = forms.ChoiceField(choices=UNIT_STATES, required=False)
    block = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    floor = forms.IntegerField(min_value=0, max_value=2**15 - 1, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()
        self.state: str = self.cleaned_data.get("state", "")

    def narrow_blocks(self, blocks: Any) -> Any:
        asked = self.cleaned_data.get("block")
        return blocks if asked is None else blocks.filter(pk=asked)

    def list_words(self, blocks: Iterable[Any]) -> list[str]:
        """The block and the floor in words, for the heading."""
        asked = self.cleaned_data
        names = [_now("Blok %(name)s") % {"name": block.name} for block in blocks] if asked.get("block") else []
        floor = asked.get("floor")
        return [*names, *([_now("Lt. %(floor)s") % {"floor": floor}] if floor is not None else [])]

    def narrow_units(self, units: QuerySet[Unit]) -> QuerySet[Unit]:
        asked = {name: self.cleaned_data.get(name) for name in ("block", "floor")}
        units = units.filter(**{name: value for name, value in asked.items() if value is not None})
        if self.state == "broken":
            return units.filter(state=UnitState.BROKEN)
        return units.filter(is_occupied=self.state == "occupied") if self.state else units
