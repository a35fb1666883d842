"""Citizens read no sentence that came with Django."""

import pytest
from django import forms
from django.utils.translation import override

from krs_portal.kit.plain_words import PlainWords


class Asked(PlainWords, forms.Form):
    name = forms.CharField(max_length=3, error_messages={"required": "Siapa?"})
    wish = forms.CharField(max_length=3)
    email = forms.EmailField()
    people = forms.IntegerField(min_value=1)
    manner = forms.ChoiceField(choices=[("a", "A")])
    needs = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    agrees = forms.BooleanField()


NOTHING = {
    "name": "Siapa?",
    "wish": "Bagian ini perlu diisi.",
    "email": "Bagian ini perlu diisi.",
    "people": "Tulis jumlahnya dengan angka.",
    "manner": "Pilih salah satu.",
    "agrees": "Centang bagian ini untuk melanjutkan.",
}
WRONG = {
    "name": "Terlalu panjang: paling banyak 3 huruf, sekarang 4.",
    "wish": "Ada tanda yang tidak dapat dibaca. Ketik ulang isian ini.",
    "email": "Tulis surel lengkap dengan tanda @, seperti nama@contoh.id.",
    "people": "Paling sedikit 1.",
    "manner": "Pilihan itu tidak tersedia. Pilih salah satu dari daftar.",
    "needs": "Pilihan itu tidak tersedia. Pilih salah satu dari daftar.",
    "agrees": "Centang bagian ini untuk melanjutkan.",
}
TYPED = {"name": "Siti", "wish": "a\0", "email": "siti@", "people": "0", "manner": "b", "needs": ["b"]}


@pytest.mark.parametrize(("typed", "said"), [({}, NOTHING), (TYPED, WRONG), ({"people": "dua"}, {})])
def test_each_mistake_is_told_in_words_of_our_own(typed, said):
    with override("id"):
        errors = {name: " ".join(sentences) for name, sentences in Asked(typed).errors.items()}

    if said:
        assert errors == said
    else:
        assert errors["people"] == "Tulis dengan angka, seperti 2."
