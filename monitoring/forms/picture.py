from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from monitoring.enums import Condition, EmptyReason, EstateKind
from monitoring.figures import COLUMNS, Tally
from monitoring.models import Profile, Round


class PictureForm(forms.Form):
    """Which round; without an answer, the newest that was talked through."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("Putaran"), required=False, empty_label=None)

    def __init__(self, *arguments: Any, rounds: QuerySet[Round], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["round"].queryset = rounds
        self.is_valid()

    @property
    def chosen(self) -> Round | None:
        chosen: Round | None = self.cleaned_data.get("round")
        return chosen

    def shown(self, round_: Round | None) -> PictureForm:
        """The same form, filled with what the page shows."""
        return PictureForm({"round": round_.pk} if round_ else {}, rounds=self.fields["round"].queryset)


class RowsForm(forms.Form):
    """Which figure of a round, and of which part of it."""

    angka = forms.ChoiceField(choices=[(name, name) for name in COLUMNS])
    jenis = forms.ChoiceField(choices=EstateKind.choices, required=False)
    wilayah = forms.ModelChoiceField(
        Region.objects.filter(kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA)), to_field_name="code", required=False
    )
    kondisi = forms.ChoiceField(choices=Condition.choices, required=False)
    sebab = forms.ChoiceField(choices=EmptyReason.choices, required=False)

    def narrowed(self, profiles: QuerySet[Profile]) -> QuerySet[Profile]:
        asked = self.cleaned_data
        given = {"estate__kind": asked["jenis"], "estate__region": asked["wilayah"], "condition": asked["kondisi"]}
        profiles = profiles.filter(**{field: value for field, value in given.items() if value})
        if asked["sebab"]:
            profiles = profiles.filter(occupied__isnull=False)
        if asked["angka"] == "unanswered":
            profiles = profiles.filter(occupied__isnull=True)
        return profiles

    def total(self, tally: Tally, profiles: QuerySet[Profile]) -> int:
        if reason := self.cleaned_data["sebab"]:
            return sum(profile.empty_because(reason) or 0 for profile in profiles)
        return int(getattr(tally, self.cleaned_data["angka"]))

    def with_counts(self, profiles: Iterable[Any]) -> list[tuple[Any, int | None]]:
        """Each profile with what it adds to the figure."""
        reason = self.cleaned_data["sebab"]
        return [(each, each.empty_because(reason) if reason else each.counts) for each in profiles]

    def words(self) -> list[str]:
        """What the figure was narrowed to."""
        asked = self.cleaned_data
        chosen = [
            EstateKind(asked["jenis"]).label if asked["jenis"] else "",
            str(asked["wilayah"]) if asked["wilayah"] else "",
            Condition(asked["kondisi"]).label if asked["kondisi"] else "",
            EmptyReason(asked["sebab"]).label if asked["sebab"] else "",
        ]
        return [str(each) for each in chosen if each]
