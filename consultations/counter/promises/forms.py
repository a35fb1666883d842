"""Forms of promises: what is promised, how it stands, what became of it, and what the citizen says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.counter.promises.enums import CitizenWord
from consultations.counter.promises.policies import list_officers
from krs_portal.accounts.models import User
from krs_portal.kit.fields import DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.offices.models import Office


class PromiseForm(RefusableForm):
    """One line and a day; whoever writes it keeps it, unless a colleague is chosen."""

    text = forms.CharField(
        label=_("Klinik akan"),
        max_length=200,
        help_text=_("Satu kalimat yang juga dibaca pemohon, misalnya “mengirim gambar denah tipe 36”."),
    )
    due_on = DayField(label=_("Paling lambat"))
    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Petugas"), required=False, empty_label=_("Saya sendiri")
    )

    def __init__(self, *args: Any, office: Office, **options: Any):
        super().__init__(*args, **options)
        offer_choices(self, officer=list_officers(office))


class PromiseAnswerForm(RefusableForm):
    answer = forms.CharField(
        label=_("Jawaban untuk pemohon"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Pemohon membacanya di halaman janjinya. Menjawab belum berarti selesai."),
    )

    def __init__(self, *args: Any, promise: Any, **options: Any):
        super().__init__(*args, edits=Edited(promise, read_fields("answer")), **options)


class FinishForm(RefusableForm):
    note = forms.CharField(
        label=_("Apa yang sudah dilakukan"),
        max_length=300,
        required=False,
        help_text=_("Pemohon diberi tahu dan dapat menjawab sudah atau belum."),
    )


class DropForm(RefusableForm):
    note = forms.CharField(label=_("Mengapa tidak diperlukan lagi"), max_length=300)


class ExtendForm(RefusableForm):
    due_on = DayField(label=_("Tenggat yang baru"))
    reason = forms.CharField(label=_("Alasan"), max_length=300, help_text=_("Pemohon membacanya."))


class AssignForm(RefusableForm):
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Petugas"), empty_label=_("Pilih petugas"))

    def __init__(self, *args: Any, office: Office, **options: Any):
        super().__init__(*args, **options)
        offer_choices(self, officer=list_officers(office))


class CitizenWordForm(RefusableForm):
    says = forms.ChoiceField(label=_("Apakah sudah Anda terima?"), choices=CitizenWord, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)
