from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.imports.values import format_cell
from krs_portal.kit.fields import offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, lock_under
from krs_portal.offices.models import Office

ACCEPTED = ".xlsx,.csv"


class UploadForm(RefusableForm):
    office = forms.ModelChoiceField(queryset=Office.objects.none(), label=_("Untuk unit kerja"))
    file = forms.FileField(
        label=_("Buku kerja"),
        help_text=_("XLSX atau CSV, paling besar 25 MB. Judul kolom boleh berbeda; portal menebaknya."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args, offices: Sequence[Office], **kwargs):
        super().__init__(*args, **kwargs)
        offer_choices(self, office=Office.objects.filter(pk__in=[office.pk for office in offices]))
        self.fields["office"].empty_label = None
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()


class CorrectionsForm(RefusableForm):
    file = forms.FileField(
        label=_("Buku perbaikan yang sudah diisi"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED})
    )


class ColumnsForm(RefusableForm):
    """The sheet, the header row, and which column of the file is which column of the import."""

    sheet = forms.ChoiceField(label=_("Lembar"))
    header_row = forms.IntegerField(
        label=_("Baris judul"),
        min_value=1,
        max_value=1_000,
        help_text=_("Bila judulnya bertingkat: baris terbawahnya. Mengganti lembar atau baris menebak kolom kembali."),
    )

    reads_hidden_rows = forms.BooleanField(label=_("Baca juga baris yang tersembunyi"), required=False)

    def __init__(self, *args, batch: Batch, lock: Callable[[Any], Any], **kwargs):
        self.batch, self.kind = batch, batch.import_kind
        super().__init__(*args, edits=Edited(batch, read_layout, lock), **kwargs)
        if not batch.layout.get("hidden_rows"):
            del self.fields["reads_hidden_rows"]
        self.fields["sheet"].choices = [(name, name) for name in batch.layout["sheets"]]
        offered = [("", _("tidak dipakai"))]
        offered += [(c.code, f"{c.title} *" if c.required else c.title) for c in self.kind.columns]
        for column in batch.layout["columns"]:
            name = f"column-{column['index']}"
            self.fields[name] = forms.ChoiceField(choices=offered, required=False, label=label_file_column(column))

    def columns(self):
        """The file's columns with their fields: those that are mapped or have an error, and all others."""
        told = [(column, self[f"column-{column['index']}"]) for column in self.batch.layout["columns"]]
        used = [pair for pair in told if pair[1].value() or pair[1].errors]
        return {"used": used, "others": [pair for pair in told if pair not in used]}

    @property
    def is_same_table(self) -> bool:
        told = self.cleaned_data
        return (told.get("sheet"), told.get("header_row")) == (self.batch.sheet, self.batch.header_row)

    def mapping(self) -> dict[str, str]:
        told = self.cleaned_data
        return {
            str(column["index"]): code
            for column in self.batch.layout["columns"]
            if (code := told.get(f"column-{column['index']}"))
        }

    def clean(self):
        """Give the service one mapping instead of a field for each column."""
        typed = {"sheet": self.cleaned_data.get("sheet"), "header_row": self.cleaned_data.get("header_row")}
        typed["mapping"] = self.mapping()
        typed["reads_hidden_rows"] = self.cleaned_data.get("reads_hidden_rows", True)
        if self.errors or not self.is_same_table:
            return typed
        mapping, titles = self.mapping(), {column.code: column.title for column in self.kind.columns}
        chosen = list(mapping.values())
        for index, code in mapping.items():
            if chosen.count(code) > 1:
                self.add_error(f"column-{index}", _t("“%s” dipilih untuk lebih dari satu kolom.") % titles[code])
        missing = [str(c.title) for c in self.kind.columns if c.required and c.code not in chosen]
        if missing:
            raise forms.ValidationError(_t("Kolom wajib belum dipasangkan: %s.") % ", ".join(missing))
        return typed


def read_layout(batch: Batch) -> dict[str, Any]:
    """What the form shows of a workbook: where its table stands, and which of its columns is what."""
    columns = [str(column["index"]) for column in batch.layout["columns"]]
    return {
        "sheet": batch.sheet,
        "header_row": batch.header_row,
        "reads_hidden_rows": batch.reads_hidden_rows,
        **{f"column-{index}": batch.mapping.get(index, "") for index in columns},
    }


def label_file_column(column) -> str:
    """The title of a column of the file, or "Kolom E" if it has none."""
    return column["title"] or _t("Kolom %s") % column["letters"]


class RowForm(RefusableForm):
    """The cells of a row as text. A private cell is not shown; if its field is left blank, it stays as it is."""

    def __init__(self, *args, row: Row, kind: ImportKind, **kwargs):
        shown = partial(read_cells, kind)
        edits = Edited(row, shown, lock_under(row.batch))
        super().__init__(*args, auto_id=f"id_{row.pk}_%s", edits=edits, **kwargs)
        self.kind, self.row = kind, row
        written = row.written
        reasons: dict[str, list[str]] = {}
        for problem in (*row.problems, *row.hints):
            reasons.setdefault(problem["column"], []).append(problem["text"])
        for column in kind.columns:
            private = column.is_private and written.get(column.code) not in (None, "")
            self.fields[column.code] = forms.CharField(
                label=column.title,
                required=False,
                max_length=1000,
                help_text=_("Tersimpan dan tidak ditampilkan; isi hanya bila diganti.") if private else column.help,
            )
        self.wrong = [(self[code], texts) for code, texts in reasons.items() if code in self.fields]
        self.general = reasons.get("", [])
        self.right = [self[column.code] for column in kind.columns if column.code not in reasons]

    def written(self) -> dict[str, str]:
        """The cells that were sent, without private ones that were left blank."""
        return {
            code: text
            for code, text in self.cleaned_data.items()
            if code in self.data and (text or not self.kind.by_code[code].is_private)
        }


def read_cells(kind: ImportKind, row: Row) -> dict[str, str]:
    """The cells of a row as its form shows them, private ones left out."""
    written = row.written
    return {column.code: format_cell(written.get(column.code)) for column in kind.columns if not column.is_private}
