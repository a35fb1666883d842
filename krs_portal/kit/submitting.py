"""From a form or a button to one service and back: success is said on the next page, a refusal in the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from krs_portal.kit import clock
from krs_portal.kit.middleware import get_submission, mark_done
from krs_portal.kit.refusals import Refusable
from krs_portal.kit.signals import form_saved


class FormGroup:
    """Several forms that are sent and saved as one."""

    def __init__(self, forms: Iterable[Refusable]) -> None:
        self.forms = list(forms)

    @property
    def edits(self) -> Any:
        return self.forms[0].edits

    @property
    def status(self) -> int:
        return max(form.status for form in self.forms)

    @property
    def cleaned_data(self) -> dict[str, Any]:
        return {form.prefix or "": form.cleaned_data for form in self.forms}

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])  # noqa: C419 each form is asked, and shows its mistakes

    def keeps_up(self) -> bool:
        return all([form.keeps_up() for form in self.forms])  # noqa: C419

    def take_refusal(self, error: ValidationError) -> None:
        self.forms[0].take_refusal(error)


Service = Callable[..., Any]
Typed = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


def submit_form(
    request: HttpRequest, form: Refusable | FormGroup, service: Service, *, said: Any = "", typed: Typed | None = None,
    **known: Any,
) -> Any:  # fmt: skip
    """Call `service` with what the form holds (or `typed`), who asks and when; `None` when it is not done.

    It is not done while the form is only looked at, while a word in it is wrong, when somebody else saved what it edits
    meanwhile, or when the service refuses: the form then carries the reasons. `typed` may be a function, which is
    called once the form is known to be valid.
    `said` is the sentence for success, or a function of what the service made. A service that returns nothing counts
    as done: the answer is then True.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    if sentence := why_not_send(request):
        form.take_refusal(ValidationError(sentence))
        return None
    values = form.cleaned_data if typed is None else typed() if callable(typed) else typed
    try:
        with transaction.atomic() if form.edits else nullcontext():
            if not form.keeps_up():
                return None
            made = service(**known, **values, by=request.user, at=clock.now())
    except ValidationError as error:
        form.take_refusal(error)
        return None
    mark_done(request)
    form_saved.send(sender=type(form), request=request)
    say_done(request, said, made)
    return True if made is None else made


def press_button(request: HttpRequest, service: Service, *, said: Any = "", **known: Any) -> Any:
    """Call `service` for a button without a form; a refusal is said on the next page, and `None` is returned."""
    if sentence := why_not_send(request):
        messages.error(request, sentence)
        return None
    try:
        made = service(**known, by=request.user, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    mark_done(request)
    say_done(request, said, made)
    return True if made is None else made


def why_not_send(request: HttpRequest) -> str | None:
    """A form that was done and comes again with other words: from the page before, or from a second press."""
    submission = get_submission(request)
    if submission is None or not submission.is_other:
        return None
    return _(
        "Formulir ini sudah pernah dikirim dengan isian lain, dan isian itu yang tersimpan. Periksa dahulu hasilnya;"
        " kirim sekali lagi hanya bila isian di sini memang yang baru."
    )


def say_done(request: HttpRequest, said: Any, made: Any) -> None:
    """Show the sentence for success on the next page, if there is one."""
    if sentence := said(made) if callable(said) else said:
        messages.success(request, sentence)


def render_form_page(
    request: HttpRequest, form: Any, *, title: Any, button: Any, trail: Any = (), lead: Any = "", icon: str = "check",
    kind: str = "primary", cancel_url: str = "", template: str = "kit/form_page.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """The page with one form and one button. Status 422 when something in it is wrong, 409 when it is stale."""
    page = {
        "form": form, "title": title, "button": button, "places": trail, "lead": lead, "icon": icon, "kind": kind,
        "cancel_url": cancel_url,
    }  # fmt: skip
    return render(request, template, page | context, status=form.status)
