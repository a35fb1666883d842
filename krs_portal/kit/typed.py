"""What somebody typed is shown back where it could not be saved, so that nobody has to write it twice."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.urls.exceptions import Resolver404

from krs_portal.kit.refusals import Refusable

# What pages send beside what people write.
OWN = re.compile(r"(^|[-_])(csrfmiddlewaretoken|submission_key|version|choice|writing|next)$")
SAFE = ("GET", "HEAD")
# A form may have a field `language` of its own: the button that switches beside it has another name.
SWITCH, SESSION_KEY = "switch_language", "typed"
MOST_KEPT = 20_000  # characters of one form
SHORTEST = 3  # characters; less is a number or a choice


@dataclass(frozen=True)
class TypedText:
    label: Any
    text: str


def list_typed_texts(request: HttpRequest) -> list[TypedText]:
    """The words of a form that was sent and not saved, each with the label of its field."""
    labels = find_labels(request.POST)
    return [
        TypedText(labels.get(name, ""), text)
        for name in request.POST
        if name in labels
        for text in request.POST.getlist(name)
        if len(text.strip()) >= SHORTEST
    ]


def find_labels(sent: QueryDict) -> dict[str, Any]:
    """The labels of the text fields that were sent: those of the form that most of the names belong to.

    The page that refuses has no form any more; the names tell which it was. Of two forms that know as many of them,
    it is the one in which more of them are words: better a text shown back under another's label than not at all.
    """
    names = {name: name.rpartition("-")[2] for name in sent if not OWN.search(name)}
    known = [form.base_fields for form in _list_form_classes(Refusable) if hasattr(form, "base_fields")]

    def count_known(fields: dict[str, forms.Field]) -> tuple[int, int]:
        common = fields.keys() & set(names.values())
        return len(common), sum(is_for_words(fields[name].widget) for name in common)

    fields: dict[str, forms.Field] = max(known, key=count_known, default={})
    return {
        name: fields[own].label or own.replace("_", " ")
        for name, own in names.items()
        if own in fields and is_for_words(fields[own].widget)
    }


def is_for_words(widget: forms.Widget) -> bool:
    """Not a choice, a day or a number, which are entered again at once."""
    return isinstance(widget, forms.Textarea) or (
        isinstance(widget, forms.TextInput) and widget.attrs.get("type", widget.input_type) == "text"
    )


def _list_form_classes(above: type[Any]) -> Iterator[type[Any]]:
    for form in above.__subclasses__():
        yield form
        yield from _list_form_classes(form)


def list_sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent, to send it once more; a password is not written into a page."""
    if any("password" in name for name in request.POST):
        return []
    return [
        (name, value) for name in request.POST if name != "csrfmiddlewaretoken" for value in request.POST.getlist(name)
    ]


def keep_typed_fields(request: HttpRequest, page: str) -> None:
    """Keep what a half-filled form sent along, for the page that shows it again in another language."""
    fields = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if not OWN.search(name) and name != SWITCH
    }
    if SWITCH in request.POST and sum(map(len, request.POST.values())) <= MOST_KEPT:
        request.session[SESSION_KEY] = {"page": page, "fields": fields}


def take_typed_fields(request: HttpRequest) -> dict[str, Any]:
    """What was typed on this page before the language was switched; once, then it is gone."""
    if request.method != "GET" or request.session.get(SESSION_KEY, {}).get("page") != request.get_full_path():
        return {}
    fields: dict[str, Any] = request.session.pop(SESSION_KEY)["fields"]
    return fields


def comes_from_us(request: HttpRequest) -> bool:
    """Whether a page of this portal sent the form: what others send is neither shown back nor sent once more."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said)[:2] == (request.scheme, request.get_host())


def find_page(request: HttpRequest) -> str:
    """The page to come back to: the one that was asked for, or that the form stood on, or else the first."""
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = before[:2] == (request.scheme, request.get_host())
    here, there = request.get_full_path(), before._replace(scheme="", netloc="", fragment="").geturl()
    asked = [here] if request.method in SAFE else [there, here] if is_ours else [here]
    return next((page for page in asked if shows_page(page)), "/")


def shows_page(address: str) -> bool:
    """Whether there is a page to look at; some addresses only take what is sent to them."""
    try:
        view: Any = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    while view is not None:
        known = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "GET" not in known.get("request_method_list", SAFE):
            return False
        view = getattr(view, "__wrapped__", None)
    return True
