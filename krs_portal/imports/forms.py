from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from krs_portal.imports.checking import shown
from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.offices.models import Office

ACCEPTED = ".xlsx,.csv"


class UploadForm(forms.Form):
    office = forms.ModelChoiceField(queryset=Office.objects.none(), label=_("Untuk unit kerja"))
    file = forms.FileField(
        label=_("Buku kerja"),
        help_text=_("XLSX atau CSV, paling besar 25 MB. Judul kolom boleh berbeda; portal menebaknya."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args, offices: Sequence[Office], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        self.fields["office"].empty_label = None
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
            self.fields["office"].widget = forms.HiddenInput()


class CorrectionsForm(forms.Form):
    file = forms.FileField(
        label=_("Buku perbaikan yang sudah diisi"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED})
    )


class ColumnsForm(forms.Form):
    """Which sheet, which header, and what each of its columns tells."""

    sheet = forms.ChoiceField(label=_("Lembar"))
    header_row = forms.IntegerField(
        label=_("Baris judul"),
        min_value=1,
        max_value=1_000,
        help_text=_("Bila judulnya bertingkat: baris terbawahnya. Mengganti lembar atau baris menebak kolom kembali."),
    )

    def __init__(self, *args, batch: Batch, **kwargs):
        self.batch, self.kind = batch, batch.import_kind
        super().__init__(*args, initial={"sheet": batch.sheet, "header_row": batch.header_row}, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in batch.layout["sheets"]]
        offered = [("", _("tidak dipakai"))]
        offered += [(c.code, f"{c.title} *" if c.required else c.title) for c in self.kind.columns]
        for column in batch.layout["columns"]:
            name = f"column-{column['index']}"
            self.fields[name] = forms.ChoiceField(choices=offered, required=False, label=heading(column))
            self.fields[name].initial = batch.mapping.get(str(column["index"]), "")

    def columns(self):
        """(what the file says, the field) of each column that is in use or wrong, and of the others."""
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
        if self.errors or not self.is_same_table:
            return
        mapping, titles = self.mapping(), {column.code: column.title for column in self.kind.columns}
        chosen = list(mapping.values())
        for index, code in mapping.items():
            if chosen.count(code) > 1:
                self.add_error(f"column-{index}", _t("“%s” dipilih untuk lebih dari satu kolom.") % titles[code])
        missing = [str(c.title) for c in self.kind.columns if c.required and c.code not in chosen]
        if missing:
            raise forms.ValidationError(_t("Kolom wajib belum dipasangkan: %s.") % ", ".join(missing))


def heading(column) -> str:
    """A column of the file as people speak of it: its title, or "Kolom E" where it has none."""
    return column["title"] or _t("Kolom %s") % column["letters"]


class RowForm(forms.Form):
    """The cells of a row as text. A private one is not shown; left blank it stays."""

    def __init__(self, *args, row: Row, kind: ImportKind, **kwargs):
        super().__init__(*args, auto_id=f"id_{row.pk}_%s", **kwargs)
        self.kind, self.row = kind, row
        written = row.written
        reasons: dict[str, list[str]] = {}
        for problem in row.problems:
            reasons.setdefault(problem["column"], []).append(problem["text"])
        for column in kind.columns:
            private = column.is_private and written.get(column.code) not in (None, "")
            self.fields[column.code] = forms.CharField(
                label=column.title,
                required=False,
                max_length=1000,
                initial="" if private else shown(written.get(column.code)),
                help_text=_("Tersimpan dan tidak ditampilkan; isi hanya bila diganti.") if private else column.help,
            )
        self.wrong = [(self[code], texts) for code, texts in reasons.items() if code in self.fields]
        self.general = reasons.get("", [])
        self.right = [self[column.code] for column in kind.columns if column.code not in reasons]

    def written(self) -> dict[str, str]:
        """What was sent; a private cell left blank is not."""
        return {
            code: text
            for code, text in self.cleaned_data.items()
            if code in self.data and (text or not self.kind.by_code[code].is_private)
        }
