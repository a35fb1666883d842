from __future__ import annotations

import json
from collections.abc import Collection
from itertools import zip_longest
from operator import attrgetter
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, lock_under, read_fields
from krs_portal.kit.words import squeeze_spaces
from krs_portal.reports.enums import DifferenceCategory
from krs_portal.reports.kinds import DifferenceLine, Params
from krs_portal.reports.models import Reconciliation, ReconciliationLine, Revision

LARGEST_FILE = 25 * 1024 * 1024


class ParamsForm(RefusableForm):
    """What a report is about. A kind's form extends it; page and API use the same one."""

    def params(self) -> Params:
        """The cleaned data as plain JSON with sorted keys. It identifies the report, so equal data give equal text."""
        plain: Params = json.loads(json.dumps(self.cleaned_data, cls=DjangoJSONEncoder, sort_keys=True))
        return plain


class DifferenceReasonForm(RefusableForm):
    """Why two figures differ, line by line; a line without an amount is left out."""

    ROOM, MOST = 2, 40  # empty lines below those that are there; lines in all

    def __init__(self, *arguments: Any, row: Reconciliation, **options: Any) -> None:
        edits = Edited(row, self.read_lines, lock_under(row.revision))
        super().__init__(*arguments, edits=edits, **options)
        asked = [name for name in self.data if name.endswith("-amount")]  # as the page had when it was filled in
        self.count = min(max(len(row.lines.all()) + self.ROOM, 1 + self.ROOM, len(asked)), self.MOST)
        for place in range(1, self.count + 1):
            self.add_line(place)

    def read_lines(self, row: Reconciliation) -> dict[str, Any]:
        """The stored lines, or the whole difference without a reason; then blanks: who takes a line away is noticed."""
        stored = sorted(row.lines.all(), key=attrgetter("position")) or [ReconciliationLine(amount=row.difference)]
        parts = ("amount", "category", "reference")
        return {
            f"{place}-{part}": getattr(line, part) if line else ""
            for place, line in zip_longest(range(1, self.MOST + 1), stored)
            for part in parts
        }

    def add_line(self, place: int) -> None:
        words, is_first = {"place": place}, place == 1
        self.fields[f"{place}-amount"] = forms.IntegerField(
            label=_("Jumlah, baris %(place)d") % words, required=is_first,
            widget=forms.TextInput(attrs={"inputmode": "text"}),
        )  # fmt: skip
        self.fields[f"{place}-category"] = forms.ChoiceField(
            label=_("Sebab, baris %(place)d") % words, required=is_first,
            choices=[("", _("Pilih sebab")), *DifferenceCategory.choices],
            error_messages={"required": _("Pilih sebab bagian ini.")},
        )  # fmt: skip
        self.fields[f"{place}-reference"] = forms.CharField(
            label=_("Keterangan atau rujukan, baris %(place)d") % words, required=False, max_length=300,
        )  # fmt: skip

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        parts = ("amount", "category", "reference")
        return [[self[f"{place}-{part}"] for part in parts] for place in range(1, self.count + 1)]

    @property
    def shows_more_lines(self) -> bool:
        """Whether more than the first line may hold something; else the others are folded."""
        return self.is_bound or self.count > 1 + self.ROOM

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        lines = []
        for place in range(1, self.count + 1):
            amount, category = typed.get(f"{place}-amount"), typed.get(f"{place}-category")
            if not amount or f"{place}-category" in self.errors:
                continue
            if not category:
                self.add_error(f"{place}-category", _("Pilih sebab bagian ini."))
                continue
            lines.append(DifferenceLine(category, amount, squeeze_spaces(typed.get(f"{place}-reference") or "")))
        return {"lines": lines}


class PublishingForm(RefusableForm):
    """What publishing needs in words: why with changed figures, and why in place of a published revision."""

    drift_reason = forms.CharField(
        label=_("Mengapa tetap terbit dengan angka yang dibekukan"), max_length=1000,
        help_text=_("Dicetak di laporan, bersama angka yang berubah."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Mengapa revisi yang terbit diganti"), max_length=1000,
        help_text=_("Dicetak di laporan sebagai catatan revisi."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *arguments: Any, asked: Collection[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in self.fields.keys() - asked:
            del self.fields[name]


class ParticularsForm(RefusableForm):
    """What a paper carries besides its contents; what is left empty is a line to write on."""

    official_number = forms.CharField(
        label=_("Nomor"), max_length=80, required=False,
        help_text=_("Seperti diberikan tata usaha. Kosong: laporan mencetak titik-titik."),
    )  # fmt: skip
    place = forms.CharField(label=_("Tempat"), max_length=100, required=False, help_text=_("Tanggalnya hari terbit."))
    signatory_position = forms.CharField(label=_("Jabatan penanda tangan"), max_length=150, required=False)
    signatory_name = forms.CharField(label=_("Nama penanda tangan"), max_length=150, required=False)
    signatory_nip = forms.CharField(
        label=_("NIP penanda tangan"), max_length=25, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )  # fmt: skip
    copies_to = forms.CharField(
        label=_("Tembusan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu penerima per baris."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, revision: Revision, **options: Any) -> None:
        super().__init__(*arguments, edits=Edited(revision, read_fields(*self.base_fields)), **options)

    def clean_signatory_nip(self) -> str:
        digits = "".join(str(self.cleaned_data["signatory_nip"]).split())
        if digits and not (digits.isascii() and digits.isdecimal() and len(digits) == 18):
            raise forms.ValidationError(_("NIP terdiri atas 18 angka, misalnya 19700430 199103 1 001."))
        return digits


class DocumentCodeForm(forms.Form):
    kode = forms.CharField(
        label=_("Kode dokumen"), max_length=20, help_text=_("Tercetak di kaki setiap halaman, misalnya 7K3MP-X9TQA.")
    )


class ReceivedFileForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas yang Anda terima"),
        help_text=_("Dibandingkan di peramban Anda; berkas tidak dikirim dan tidak disimpan."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Berkas lebih besar dari 25 MB; itu bukan berkas laporan dari portal ini."))
        return file
