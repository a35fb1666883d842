"""Forms about the life of an office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.fields import DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office, Region, Succession

MOST_SUCCESSORS = 4


class OfficeNameForm(RefusableForm):
    name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    short_name = forms.CharField(label=_("Nama pendek"), max_length=60, help_text=_("Seperti tampil dalam tabel."))
    valid_from = DayField(
        label=_("Berlaku dari"), help_text=_("Kertas dan angka dari hari sebelumnya tetap memakai nama lamanya.")
    )


class OfficeForm(RefusableForm):
    """A new office. What it does and where comes afterwards."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=OfficeKind)
    code = forms.SlugField(
        label=_("Kode"),
        max_length=20,
        help_text=_("Pendek dan tetap, misalnya JAW3; tidak berubah bila namanya ganti."),
    )
    name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    short_name = forms.CharField(label=_("Nama pendek"), max_length=60, help_text=_("Seperti tampil dalam tabel."))
    parent = forms.ModelChoiceField(
        Office.objects.none(), label=_("Di bawah"), required=False, empty_label=_("Tidak di bawah unit lain")
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Kedudukan"), required=False, empty_label=_("Pilih provinsi")
    )
    time_zone = forms.ChoiceField(label=_("Zona waktu"), choices=Office._meta.get_field("time_zone").choices)
    opened_on = DayField(label=_("Berdiri"))

    def __init__(self, *arguments: Any, offices: Any, regions: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer_choices(self, parent=offices, region=regions)


class CloseOfficeForm(RefusableForm):
    """When an office ends and in which it goes on: one is a merger, several are a split, none is the end of it."""

    closed_on = DayField(label=_("Hari terakhir"))
    decree = forms.CharField(
        label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan yang menetapkannya.")
    )

    def __init__(self, *arguments: Any, offices: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for number in range(1, MOST_SUCCESSORS + 1):
            self.fields[f"successor_{number}"] = forms.ModelChoiceField(
                offices, label=_("Unit penerus %(number)d") % {"number": number}, required=False,
                empty_label=_("Tidak ada"),
            )  # fmt: skip
            self.fields[f"share_{number}"] = forms.IntegerField(
                label=_("Bagiannya, persen"), required=False, min_value=1, max_value=100,
                widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip

    def get_closing(self) -> dict[str, Any]:
        """What the service asks for."""
        asked = self.cleaned_data
        successions = [
            Succession(successor=successor, share=asked.get(f"share_{number}"))
            for number in range(1, MOST_SUCCESSORS + 1)
            if (successor := asked.get(f"successor_{number}"))
        ]
        return {"closed_on": asked["closed_on"], "decree": asked["decree"], "successions": successions}
