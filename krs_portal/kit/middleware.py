"""Every form of a page is sent once, however often its button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from krs_portal.kit.clock import now
from krs_portal.kit.error_pages import build_error_page
from krs_portal.kit.submissions import (
    FIELD,
    LONGEST,
    SubmissionKey,
    collect_values,
    compute_digest,
    name_caller,
    read_answer,
)

FOREIGN = ("django.", "allauth.")  # their views know of no key and have remedies of their own
AS_BYTES = "surrogateescape"  # an answer need not be text

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass
class FormSubmission:
    """The sending of one form: its key, and what became of it so far."""

    key: str
    is_done: bool = False  # the key is used up; the next form gets another
    is_other: bool = False  # the key was used up with other words, so this is not what was sent then


def get_submission(request: HttpRequest | None) -> FormSubmission | None:
    return getattr(request, "submission", None)


def mark_done(request: HttpRequest) -> None:
    """What the form asked for is done; from now on its key answers what is answered now.

    `submit_form` and `press_button` say so. A view that calls its service itself says it too.
    """
    if submission := get_submission(request):
        submission.is_done = True


def send_each_time(view: View) -> View:
    """Mark a view that does again what it is asked again: each time counts, or it looks itself what is left to do."""
    view.is_sent_each_time = True  # type: ignore[attr-defined]
    return view


class SendOnce:
    """Answers a form that was sent before as it was answered then, before its view is asked anything.

    The key stands in the hidden field that `{% csrf_token %}` writes. It is taken in a transaction around the whole
    view; a form that was not done, since words in it are wrong or the service refused, gives its key back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or not takes_keys(view):
            return None
        text = request.POST.get(FIELD, "")
        if not text or len(text) > LONGEST or "\0" in text:
            return None
        request.submission = FormSubmission(text)
        try:
            return self.send_once(request, read_form_key(request, text), lambda: view(request, *args, **kwargs))
        except Exception as error:
            if page := build_error_page(request, error):  # Django asks no middleware about what is raised here
                return page
            raise

    def send_once(self, request: Any, key: SubmissionKey, ask: Callable[[], HttpResponse]) -> HttpResponse | None:
        """The first answer, kept where the form was done; nothing where the key came with other words before."""
        with transaction.atomic():
            if (first := key.take(now())) is None:
                response = ask()
                if request.submission.is_done and not response.streaming:
                    key.keep_answer(describe_answer(request, response))
                else:
                    key.release()
                return response
        if first.digest == key.digest:
            return build_answer(request, read_answer(first))
        request.submission.is_other = True
        return None


def takes_keys(view: Any) -> bool:
    """Views that are exempt from CSRF are those of programs, which send a key in a header that `kit.api` reads."""
    is_exempt = getattr(view, "csrf_exempt", False) or hasattr(view, "is_sent_each_time")
    return not is_exempt and not view.__module__.startswith(FOREIGN)


def read_form_key(request: Any, key: str) -> SubmissionKey:
    """Whoever is not signed in is known by the cookie that the form was sent with."""
    asked = collect_values(request.POST, but=[FIELD, "csrfmiddlewaretoken"]) + collect_values(request.FILES)
    return SubmissionKey(
        caller=name_caller(request.user, request.META.get("CSRF_COOKIE", "")),
        operation=request.resolver_match.view_name,
        key=key,
        digest=compute_digest(request.get_full_path(), asked),
    )


def describe_answer(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """The answer with what is said on the next page, and with the cookies that open what was made."""
    storage: Any = messages.get_messages(request)  # going through it would count as having shown what is in it
    return {
        "status": response.status_code,
        "body": response.content.decode(errors=AS_BYTES),
        "headers": dict(response.headers),
        "cookies": [cookie.OutputString() for cookie in response.cookies.values()],
        "said": [[each.level, str(each.message), each.extra_tags] for each in storage._queued_messages],
    }


def build_answer(request: HttpRequest, answer: dict[str, Any]) -> HttpResponse:
    if elsewhere := answer["headers"].get("Location"):
        response: HttpResponse = HttpResponseRedirect(elsewhere, headers=answer["headers"])
    else:
        body = answer["body"].encode(errors=AS_BYTES)
        response = HttpResponse(body, status=answer["status"], headers=answer["headers"])
    for cookie in answer["cookies"]:
        response.cookies.load(cookie)
    storage: Any = messages.get_messages(request)
    waiting = {str(each.message) for each in storage._loaded_messages}
    for level, sentence, tags in answer["said"]:
        if sentence not in waiting:  # the browser may have received the first answer and not have shown it
            messages.add_message(request, level, sentence, tags)
    return response
