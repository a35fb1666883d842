"""The documentation page of the API, built from the generated schema: no script, no foreign server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from krs_portal.accounts.enums import Scope
from krs_portal.api_schema import build_schema

METHODS = ("get", "post", "put", "patch", "delete")
EXAMPLES = {  # what the demo data answers
    "year": "2022",
    "as_at": "2022-12-05",
    "indicator": "layanan",
    "office": "JAW3",
    "q": "semarang",
    "code": "JAW3",
    "id": "1",
    "fmt": "pdf",
}
DEMO_TOKEN, YOUR_TOKEN = "demo-kementerian", "…"  # of the demo, which is shown while DEBUG is on
SHOWN_IN_EXAMPLE = ("year", "as_at", "indicator", "office", "q")


@dataclass(frozen=True)
class EndpointField:
    name: str
    kind: str
    required: bool
    description: str
    where: str = ""


@dataclass(frozen=True)
class Endpoint:
    anchor: str
    method: str
    path: str
    description: str
    public: bool
    parameters: list[EndpointField]
    body: list[EndpointField]
    answers: list[tuple[str, list[EndpointField]]]
    example: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class EndpointGroup:
    name: str
    endpoints: list[Endpoint]


@login_not_required
def show_api_docs(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "api/docs.html",
        {
            "groups": list_endpoint_groups(get_language(), DEMO_TOKEN if settings.DEBUG else YOUR_TOKEN),
            "is_trial": settings.DEBUG,
            "scopes": Scope.choices,
        },
    )


@cache
def list_endpoint_groups(language: str, token: str) -> list[EndpointGroup]:
    """Built once a process and language: the schema does not change while it lives."""
    schema = build_schema(language)
    found: dict[str, list[Endpoint]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if operation := methods.get(method):
                found.setdefault(path.split("/")[3], []).append(build_endpoint(schema, path, method, operation, token))
    return [EndpointGroup(name, endpoints) for name, endpoints in found.items()]


def build_endpoint(schema: Any, path: str, method: str, operation: Any, token: str) -> Endpoint:
    parameters = [build_parameter_field(each) for each in operation.get("parameters", [])]
    body = list_schema_fields(schema, get_content_schema(operation.get("requestBody", {})))
    answers = [
        (code, list_schema_fields(schema, get_content_schema(answer)))
        for code, answer in operation.get("responses", {}).items()
    ]
    public = {} in operation.get("security", [])
    return Endpoint(
        anchor=f"{method}-{operation['operationId']}",
        method=method.upper(),
        path=path,
        description=operation.get("description", ""),
        public=public,
        parameters=parameters,
        body=body,
        answers=answers,
        example=build_curl_command(path, method, parameters, body, token="" if public else token),
    )


def build_parameter_field(part: Any) -> EndpointField:
    before_choices = part.get("description", "").split("* `")[0]  # the choices stand beside it already
    description = before_choices.strip().replace("`", "")
    return EndpointField(
        part["name"], describe_schema_type(part["schema"]), part.get("required", False), description, part["in"]
    )


def get_content_schema(part: Any) -> Any:
    kinds = part.get("content", {})
    return (kinds.get("application/json") or next(iter(kinds.values()), {})).get("schema", {})


def resolve_reference(schema: Any, part: Any) -> Any:
    """Follow `$ref` and a single `allOf` to the schema they point to."""
    if reference := part.get("$ref"):
        return resolve_reference(schema, schema["components"]["schemas"][reference.rsplit("/", 1)[1]])
    if len(part.get("allOf", [])) == 1:
        return resolve_reference(schema, part["allOf"][0])
    return part


def list_schema_fields(schema: Any, part: Any, prefix: str = "", depth: int = 0) -> list[EndpointField]:
    """List an object's fields; those of nested objects have dotted names (`total.target`, `offices[].name`)."""
    part = resolve_reference(schema, part)
    required = set(part.get("required", []))
    listed = []
    for name, given in part.get("properties", {}).items():
        inner = resolve_reference(schema, given)
        many = "[]" if describe_schema_type(inner).startswith("array") else ""
        text = given.get("description") or ""
        listed.append(EndpointField(f"{prefix}{name}{many}", describe_schema_type(inner), name in required, text))
        if depth < 3:  # deeper levels are not worth reading
            below = resolve_reference(schema, inner.get("items", inner) if many else inner)
            listed += list_schema_fields(schema, below, f"{prefix}{name}{many}.", depth + 1)
    return listed


def describe_schema_type(part: Any) -> str:
    for several in ("oneOf", "anyOf"):
        if several in part:
            return " | ".join(describe_schema_type(each) for each in part[several])
    kind = part.get("type") or ("one of" if part.get("enum") else "object")
    kinds = kind if isinstance(kind, list) else [kind]
    text = " | ".join([part.get("format") or kinds[0], *kinds[1:]])
    choices = [str(choice) for choice in part.get("enum", []) if choice is not None]
    return f"{text}: {', '.join(choices)}" if choices else text


def build_curl_command(
    path: str, method: str, parameters: list[EndpointField], body: list[EndpointField], token: str
) -> str:
    for field in parameters:
        if field.where == "path":
            path = path.replace(f"{{{field.name}}}", EXAMPLES.get(field.name, "1"))
    asked = [field.name for field in parameters if field.where == "query" and field.name in SHOWN_IN_EXAMPLE]
    query = "?" + "&".join(f"{name}={EXAMPLES[name]}" for name in asked) if asked else ""
    lines = [f"curl '{settings.BASE_URL}{path}{query}'"]
    if method != "get":
        lines[0] = f"curl -X {method.upper()} '{settings.BASE_URL}{path}'"
    if token:
        lines.append(f"-H 'Authorization: Token {token}'")
    if body:
        sample = {field.name: build_sample_value(field) for field in body if field.required and "." not in field.name}
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(sample, ensure_ascii=False)}'"]
    return " \\\n  ".join(lines)


def build_sample_value(field: EndpointField) -> Any:
    if field.name in EXAMPLES:
        return int(EXAMPLES[field.name]) if field.kind == "integer" else EXAMPLES[field.name]
    kinds = {"integer": 250, "boolean": True, "date": "2022-01-03", "object": {}}
    return kinds.get(field.kind, [] if field.kind.startswith("array") else "…")
