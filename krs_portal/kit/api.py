"""What every API answer shares: keyset lists `{"results", "next"}` and errors as problem+json with a `fields` map."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.pagination import BasePagination, CursorPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import exception_handler

from krs_portal.kit.clock import now
from krs_portal.kit.locking import lock_alone
from krs_portal.kit.numbers import read_number
from krs_portal.kit.pagination import KeysetPage, fetch_keyset_page
from krs_portal.kit.sealing import Unreadable
from krs_portal.kit.submissions import (
    HEADER,
    LONGEST,
    USED_OTHERWISE,
    SubmissionKey,
    collect_values,
    compute_digest,
    name_caller,
    read_answer,
)

PROBLEM = "application/problem+json"
PAGE_PARAMETERS = ("cursor", "page_size")


class CodeRelatedField(serializers.SlugRelatedField):
    """A row named by its code. PostgreSQL fails on a NUL character, so a code that holds one names no row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="code", **options)

    def to_internal_value(self, data: Any) -> Any:
        if "\0" in str(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class KnownParameters:
    """A view of the API that refuses parameters it does not know, so that a misspelt filter is never taken for none.

    It knows those of its filters and pages where it lists, and those it names in `asks`.
    """

    asks: Sequence[str] = ()

    def initial(self, request: Request, *arguments: Any, **named: Any) -> None:
        super().initial(request, *arguments, **named)  # type: ignore[misc]
        is_answered = hasattr(self, str(request.method).lower())  # another method is told so first
        if is_answered and (unknown := set(request.query_params) - self.list_parameters()):
            raise exceptions.ValidationError({name: [_("Parameter ini tidak dikenal.")] for name in sorted(unknown)})

    def list_parameters(self) -> set[str]:
        if getattr(self, "action", "") != "list":
            return set(self.asks)
        filters = getattr(getattr(self, "filterset_class", None), "base_filters", getattr(self, "filterset_fields", ()))
        pages = PAGE_PARAMETERS if getattr(self, "pagination_class", None) else ()
        return {*self.asks, *filters, *pages}


def fetch_request_page(request: Request, queryset: QuerySet[Any], *, order: Sequence[str]) -> KeysetPage[Any]:
    """The page that `cursor` and `page_size` ask for.

    A cursor that cannot be read is refused: a program that got the first page again would read it for ever.
    """
    cursor = request.query_params.get("cursor")
    page = fetch_keyset_page(queryset, order=order, cursor=cursor, size=read_page_size(request))
    if cursor and page.is_first:
        raise exceptions.NotFound(CursorPagination.invalid_cursor_message)
    return page


def read_page_size(request: Request) -> int:
    """How many rows are asked for. Raises ValidationError for what is no number of rows that one page holds."""
    if not (text := request.query_params.get("page_size", "")):
        return KeysetPagination.page_size
    most = KeysetPagination.max_page_size
    if asked := read_number(text, 1, most):
        return asked
    raise exceptions.ValidationError(
        {"page_size": [_("Tulis bilangan bulat dari 1 sampai %(most)d.") % {"most": most}]}
    )


def build_next_url(request: Request, page: KeysetPage[Any]) -> str | None:
    return replace_query_param(request.build_absolute_uri(), "cursor", page.next) if page.next else None


class KeysetPagination(BasePagination):
    """50 a page by key, so that the last page costs what the first does; in the `ordering` that each view names."""

    page_size = 50
    max_page_size = 500

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        self.request = request
        self.page = fetch_request_page(request, queryset, order=view.ordering)
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": build_next_url(self.request, self.page)})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": {"type": ["string", "null"], "format": "uri"}},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        asked = {"cursor": ("From `next`.", {"type": "string"}), "page_size": ("Rows a page.", size)}
        return [
            {"name": name, "in": "query", "required": False, "description": said, "schema": schema}
            for name, (said, schema) in asked.items()
        ]


def read_body(request: Request, serializer: type[serializers.Serializer], **options: Any) -> dict[str, Any]:
    """What was sent, as the serializer reads it. Raises ValidationError, which answers 400 by field."""
    asked = serializer(data=request.data, **options)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


class NewerVersion(exceptions.APIException):
    status_code = 412
    default_detail = gettext_lazy("Data ini berubah sejak Anda membacanya. Baca lagi, lalu kirim yang masih berlaku.")
    default_code = "stale"


class VersionedMixin:
    """Each answer about one row carries its `ETag`, for operations that take it as `If-Match`."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answered: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        is_one = getattr(self, "detail", None) or response.status_code == 201
        if is_one and response.status_code < 300 and isinstance(response.data, dict):
            answered["ETag"] = compute_etag(response.data)
        return answered


def compute_etag(data: Any) -> str:
    """A digest of what is shown of the row: whatever changed in it, through whichever door, it is another one."""
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of the answer that the request is about. If it changed since: 412 (`stale`), nothing done.",
)


def takes_version(lock: Callable[[Any], Any] = lock_alone) -> Callable[[Any], Any]:
    """Let an operation on one row be refused where the row is not as its caller read it (`If-Match`).

    `lock` locks as the service does, what it locks first first.
    """

    def decorate(operation: Any) -> Any:
        @extend_schema(parameters=[IF_MATCH])
        @wraps(operation)
        def compare_first(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
            known = [each.strip().removeprefix("W/") for each in request.headers.get("If-Match", "*").split(",")]
            if "*" in known:
                return operation(view, request, *args, **kwargs)
            with transaction.atomic():
                lock(view.get_object())
                if compute_etag(view.get_serializer(view.get_object()).data) not in known:
                    raise NewerVersion
                return operation(view, request, *args, **kwargs)

        return compare_first

    return decorate


class KeyUsedOtherwise(exceptions.APIException):
    status_code = 422
    default_detail = USED_OTHERWISE
    default_code = "key-used"


KEY_PARAMETER = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description=(
        f"A text of your own choice, at most {LONGEST} characters, new for each request that is meant. Sent again with"
        " the same body, within three days, it answers what the first request was answered and does nothing; with"
        " another body it answers 422 (`key-used`). A request that was refused does not use its key up."
    ),
)


def get_address(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def takes_key(known_by: Callable[[Request], str] = get_address) -> Callable[[Any], Any]:
    """Let an operation be done once for each `Idempotency-Key`, and say so in the schema.

    Whoever has no account is known by what `known_by` reads, by default the network address.
    """

    def decorate(operation: Any) -> Any:
        @extend_schema(parameters=[KEY_PARAMETER])
        @wraps(operation)
        def answer_once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
            if not (text := read_key(request)):
                return operation(view, request, *args, **kwargs)
            key = SubmissionKey(
                caller=name_caller(request.user, known_by(request)),
                operation=request.resolver_match.view_name,
                key=text,
                digest=compute_digest(request.get_full_path(), collect_values(request.data)),
            )
            with transaction.atomic():
                if (first := key.take(now())) is None:
                    response = operation(view, request, *args, **kwargs)
                    data = json.loads(JSONRenderer().render(response.data) or "null")
                    key.keep_answer({"status": response.status_code, "data": data})
                    return response
            if first.digest != key.digest:
                raise KeyUsedOtherwise
            answer = read_answer(first)
            return Response(answer["data"], status=answer["status"])

        return answer_once

    return decorate


def read_key(request: Request) -> str:
    """The key as it came. A longer one is refused: cut, two keys could become the same."""
    key = request.headers.get(HEADER, "")
    if len(key) > LONGEST or not key.isprintable():
        sentence = _("Kunci permintaan paling panjang %(length)d huruf yang dapat dicetak.") % {"length": LONGEST}
        raise exceptions.ValidationError({HEADER: [sentence]})
    return key


def build_problem(title: Any, status: int, code: str, fields: Any = None) -> dict[str, Any]:
    return {"type": "about:blank", "title": str(title), "status": status, "code": code, "fields": fields or {}}


def answer_problem(error: exceptions.APIException) -> JsonResponse:
    """The error as problem+json, for what is refused before a view of the API is reached."""
    status = error.status_code
    return JsonResponse(build_problem(error.detail, status, error.detail.code), status=status, content_type=PROBLEM)


class UnreadableColumn(exceptions.APIException):
    """The data is there, and is answered again when its key is."""

    status_code = 503
    default_detail = gettext_lazy("Data pribadi ini belum dapat dibaca.")
    default_code = "unreadable"


class BodyTooLarge(exceptions.APIException):
    status_code = 413
    default_detail = gettext_lazy("Kiriman ini terlalu besar.")
    default_code = "too_large"


def describe_suspicion(error: Exception) -> exceptions.APIException:
    """What Django refuses to read at all."""
    return BodyTooLarge() if isinstance(error, RequestDataTooBig) else exceptions.ParseError()


def build_problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of the API: every error as RFC 9457 problem+json, also what Django itself raises."""
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(
            error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
        )
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    elif isinstance(error, Unreadable):
        error = UnreadableColumn()
    elif isinstance(error, SuspiciousOperation):
        error = describe_suspicion(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data
    fields = detail if isinstance(error, exceptions.ValidationError) and isinstance(detail, dict) else {}
    text = detail.get("detail") if isinstance(detail, dict) else None
    code = getattr(getattr(error, "detail", None), "code", None) or "invalid"
    title = text or next((message for messages in fields.values() for message in messages), "")
    response.data = build_problem(title, response.status_code, code, fields)
    response.content_type = PROBLEM
    return response
