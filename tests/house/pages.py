"""A page as a browser without script sees it: its links, and its forms with what stands in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.http import HttpResponse

from krs_portal.kit.clock import today

SAMPLES = {
    "date": lambda: (today() + timedelta(days=3)).isoformat(),
    "time": lambda: "09:00",
    "number": lambda: "1",
    "email": lambda: "uji@krs.test",
    "tel": lambda: "0812 3456 7890",
    "url": lambda: "https://krs.test/rapat",
}


def read_page(answer: HttpResponse) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(answer.content.decode())


def find_form(page: lxml.html.HtmlElement, here: str, there: str) -> lxml.html.FormElement | None:
    """The form on this page that is sent there."""
    path = urlsplit(there).path
    forms = [form for form in page.forms if form.method == "POST"]
    return next((form for form in forms if urlsplit(urljoin(here, form.action or here)).path == path), None)


def fill_form(form: lxml.html.FormElement) -> dict[str, Any]:
    """What a browser would send, with something in each field that has to be filled in."""
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))  # the first line break of a text area is no content
    for field in form.inputs:
        if field.name and field.get("required") is not None and not any(sent.get(field.name, ())):
            sent[field.name] = [choose_value(field)]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def choose_value(field: Any) -> str:
    if field.tag == "select":
        return next((value for value in field.value_options if value), "")
    kind = field.get("type", "text")
    if kind in {"radio", "checkbox"}:
        return field.get("value", "on")
    return SAMPLES.get(kind, lambda: "Uji coba")()
