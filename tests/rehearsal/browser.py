"""A browser without JavaScript: keeps cookies, trusts one certificate, fills in the forms of a page."""

import http.client
import http.cookiejar
import re
import socket
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin


@dataclass
class Form:
    """A form as it would be sent untouched: each field's values by its name; and its buttons."""

    action: str
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is None or "disabled" in said:
            return
        name = said.get("name", "")
        if tag == "input" and name:
            self.read_input(self.form, name, said)
        elif tag == "button" and said.get("type", "submit") == "submit":
            self.form.buttons.append((name, said.get("value", "")))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.form.choices.setdefault(self.select, []).append(said.get("value", ""))
            if "selected" in said or self.select not in self.form.fields:
                self.form.fields[self.select] = [said.get("value", "")]
        elif tag == "textarea":
            self.textarea = name
            self.form.fields.setdefault(name, [""])

    def read_input(self, form: Form, name: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(said.get("value", "on"))
            if "checked" in said:
                form.fields.setdefault(name, []).append(said.get("value", "on"))
        elif kind in {"submit", "image"}:
            form.buttons.append((name, said.get("value", "")))
        elif kind != "file":
            form.fields.setdefault(name, []).append(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.textarea:
            self.form.fields[self.textarea] = [self.form.fields[self.textarea][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""


@dataclass(frozen=True)
class Page:
    """What came back: where we ended up, with which status and headers, and the body."""

    url: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def words(self) -> str:
        """What is read on the page."""
        return " ".join(re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]*>", " ", self.text).split())

    def form(self, *names: str) -> Form:
        """The form that has these fields or buttons."""
        reader = FormReader()
        reader.feed(self.text)
        for form in reader.forms:
            if set(names) <= {*form.fields, *form.choices, *(name for name, _ in form.buttons)}:
                return form
        raise AssertionError(f"No form with {names} at {self.url}: {[sorted(form.fields) for form in reader.forms]}")


class Browser:
    """Asks one host, whose name leads to a port of this machine."""

    def __init__(self, base: str, port: int, certificate: Path) -> None:
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        trust = ssl.create_default_context(cafile=str(certificate))

        class Connection(http.client.HTTPSConnection):
            def connect(self) -> None:
                plain = socket.create_connection(("127.0.0.1", port), timeout=60)
                self.sock = trust.wrap_socket(plain, server_hostname=self.host)

        class Handler(urllib.request.HTTPSHandler):
            def https_open(self, request: urllib.request.Request) -> Any:
                return self.do_open(Connection, request)  # type: ignore[arg-type]

        self.opener = urllib.request.build_opener(Handler, urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Page:
        url = urljoin(self.base, path)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, data, {"Referer": url} | named)
        try:
            with self.opener.open(request) as answer:
                return Page(answer.url, answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Page(error.url or url, error.code, error.headers, error.read())

    def get(self, path: str) -> Page:
        page = self.ask(path)
        assert page.status == 200, f"{path}: {page.status}\n{page.body[:2000]!r}"
        return page

    def send(self, page: Page, *marks: str, **values: str | list[str]) -> Page:
        """Fill in the page's form that has the fields `marks` and `values`, and send it."""
        form = page.form(*marks)
        fields: dict[str, Any] = {**form.fields, **values}
        asked = urlencode(fields, doseq=True)
        address = urljoin(page.url, form.action or page.url)
        if form.method == "get":
            return self.get(f"{address.split('?')[0]}?{asked}")
        return self.ask(address, asked.encode(), Origin=self.base)

    def cookie(self, name: str) -> http.cookiejar.Cookie:
        return next(cookie for cookie in self.cookies if cookie.name == name)
