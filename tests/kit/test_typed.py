"""What was typed is shown back, whichever of the portal's forms Python happens to know first."""

import pytest
from django.http import QueryDict
from django.urls import get_resolver

from krs_portal.kit import typed
from krs_portal.kit.refusals import Refusable


def list_forms():
    get_resolver().url_patterns  # noqa: B018  all pages, and with them all forms, are loaded
    known = {form for form in typed._list_form_classes(Refusable) if hasattr(form, "base_fields")}
    return sorted(known, key=lambda form: (form.__module__, form.__qualname__))


@pytest.mark.parametrize("order", [list, reversed], ids=["first", "last"])
def test_words_are_shown_back_in_any_order_of_the_forms(monkeypatch, order):
    forms = list_forms()
    monkeypatch.setattr(typed, "_list_form_classes", lambda above: order(forms))
    lost = {}
    for form in forms:
        words = {name for name, field in form.base_fields.items() if typed.is_for_words(field.widget)}
        sent = QueryDict(mutable=True)
        sent.update(dict.fromkeys(form.base_fields, "Ini ditulis panjang lebar"))
        if missing := words - typed.find_labels(sent).keys():
            lost[form.__qualname__] = missing

    assert len(forms) > 50
    assert lost == {}
