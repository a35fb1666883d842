import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from krs_portal.reports.kinds import Params

LARGEST_FILE = 25 * 1024 * 1024


class ParamsForm(forms.Form):
    """What a report is about. A kind's form extends it; page and API use the same one."""

    def params(self) -> Params:
        """The cleaned answers as plain JSON, always written the same way: they tell one report from another."""
        plain: Params = json.loads(json.dumps(self.cleaned_data, cls=DjangoJSONEncoder, sort_keys=True))
        return plain


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan selisih"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CodeForm(forms.Form):
    kode = forms.CharField(
        label=_("Kode dokumen"), max_length=20, help_text=_("Tercetak di kaki setiap halaman, misalnya 7K3MP-X9TQA.")
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas yang Anda terima"),
        help_text=_("Dibandingkan di peramban Anda; berkas tidak dikirim dan tidak disimpan."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Berkas lebih besar dari 25 MB; itu bukan berkas laporan dari portal ini."))
        return file
