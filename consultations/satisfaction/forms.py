from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.satisfaction.enums import CommentKind, Mark, PeriodPart, SurveyElement
from consultations.satisfaction.models import SurveyComment
from krs_portal.kit.plain_words import PlainWords, speak_plainly
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import Edited, read_fields

QUESTIONS = {
    SurveyElement.REQUIREMENTS: _("Bagaimana kesesuaian persyaratan dengan layanan yang Anda terima?"),
    SurveyElement.PROCEDURE: _("Bagaimana kemudahan prosedurnya, dari membuat janji sampai selesai?"),
    SurveyElement.TIME: _("Bagaimana kecepatan layanannya?"),
    SurveyElement.COST: _("Bagaimana kewajaran biayanya? Layanan klinik seharusnya tanpa biaya."),
    SurveyElement.PRODUCT: _("Bagaimana kesesuaian hasil layanan dengan yang dijanjikan?"),
    SurveyElement.COMPETENCE: _("Bagaimana kemampuan petugas dalam melayani?"),
    SurveyElement.CONDUCT: _("Bagaimana kesopanan dan keramahan petugas?"),
    SurveyElement.COMPLAINTS: _("Bagaimana penanganan pengaduan, saran, dan masukan?"),
    SurveyElement.FACILITIES: _("Bagaimana mutu sarana dan prasarananya?"),
}
UNKNOWN = 0  # sent by whoever chooses “Tidak tahu”


def build_mark_choice(element: SurveyElement) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=QUESTIONS[element],
        choices=[*Mark.choices, (UNKNOWN, _("Tidak tahu"))],
        coerce=lambda text: int(text) or None,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class SurveyForm(PlainWords, RefusableForm):
    """Nine questions and a comment. What is left out counts in no mean."""

    comment = forms.CharField(
        label=_("Saran, keluhan, atau pujian"),
        max_length=1000,
        required=False,
        help_text=_("Jangan tulis nama atau nomor telepon: jawaban ini tanpa nama."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        asked = {element.value: build_mark_choice(element) for element in QUESTIONS}
        for field in asked.values():
            speak_plainly(field)
        self.fields = asked | self.fields

    @property
    def questions(self) -> Iterator[forms.BoundField]:
        return (self[element.value] for element in QUESTIONS)

    @property
    def answer(self) -> dict[str, Any]:
        marks = {element.value: self.cleaned_data[element.value] for element in QUESTIONS}
        return {"marks": marks, "comment": self.cleaned_data["comment"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(element.value) for element in QUESTIONS):
            self.add_error(None, _("Pilih paling sedikit satu nilai."))
        return cleaned


class PeriodForm(forms.Form):
    """The control strip of the figures: a year that has answers, and a part of it."""

    year = forms.ChoiceField(label=_("Tahun"))
    period = forms.ChoiceField(label=_("Periode"), choices=PeriodPart.choices)

    def __init__(self, *arguments: Any, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class CommentForm(RefusableForm):
    """Sort a comment; whoever may reply replies here too."""

    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[choice for choice in CommentKind.choices if choice[0] != CommentKind.UNSORTED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih jenisnya.")},
    )
    element = forms.ChoiceField(
        label=_("Tentang"), choices=[("", _("Tidak satu unsur tertentu")), *SurveyElement.choices], required=False
    )
    reply = forms.CharField(
        label=_("Tanggapan untuk umum"),
        max_length=1000,
        required=False,
        help_text=_("Komentar dan tanggapannya tampil di halaman umum. Kosongkan bila tidak perlu ditanggapi."),
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, data: Any = None, *, comment: SurveyComment, replies: bool) -> None:
        names = ("kind", "element", "reply") if replies else ("kind", "element")
        super().__init__(data, edits=Edited(comment, read_fields(*names)))
        if not replies:
            del self.fields["reply"]
