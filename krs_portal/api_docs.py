"""The API's reading room: the generated schema as a plain page of ours, without any script or foreign server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

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
SHOWN_IN_EXAMPLE = ("year", "as_at", "indicator", "office", "q")


@dataclass(frozen=True)
class Field:
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
    parameters: list[Field]
    body: list[Field]
    answers: list[tuple[str, list[Field]]]
    example: str


@dataclass(frozen=True)
class Group:
    name: str
    endpoints: list[Endpoint]


@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html", {"groups": groups(), "base_url": settings.BASE_URL})


@cache
def groups() -> list[Group]:
    """The schema does not change while the process lives."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    found: dict[str, list[Endpoint]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if operation := methods.get(method):
                found.setdefault(path.split("/")[3], []).append(endpoint(schema, path, method, operation))
    return [Group(name, endpoints) for name, endpoints in found.items()]


def endpoint(schema: Any, path: str, method: str, operation: Any) -> Endpoint:
    parameters = [parameter(each) for each in operation.get("parameters", [])]
    body = fields_of(schema, content_of(operation.get("requestBody", {})))
    answers = [(code, fields_of(schema, content_of(answer))) for code, answer in operation.get("responses", {}).items()]
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
        example=curl(path, method, parameters, body, public),
    )


def parameter(part: Any) -> Field:
    before_choices = part.get("description", "").split("* `")[0]  # the choices stand beside it already
    description = before_choices.strip().replace("`", "")
    return Field(part["name"], kind_of(part["schema"]), part.get("required", False), description, part["in"])


def content_of(part: Any) -> Any:
    kinds = part.get("content", {})
    return (kinds.get("application/json") or next(iter(kinds.values()), {})).get("schema", {})


def resolved(schema: Any, part: Any) -> Any:
    """The part itself, whichever name it is kept under."""
    if reference := part.get("$ref"):
        return resolved(schema, schema["components"]["schemas"][reference.rsplit("/", 1)[1]])
    if len(part.get("allOf", [])) == 1:
        return resolved(schema, part["allOf"][0])
    return part


def fields_of(schema: Any, part: Any, prefix: str = "", depth: int = 0) -> list[Field]:
    """The fields of an object, those of objects in it below their name: `total.target`, `offices[].name`."""
    part = resolved(schema, part)
    required = set(part.get("required", []))
    listed = []
    for name, given in part.get("properties", {}).items():
        inner = resolved(schema, given)
        many = "[]" if kind_of(inner).startswith("array") else ""
        text = given.get("description") or ""
        listed.append(Field(f"{prefix}{name}{many}", kind_of(inner), name in required, text))
        if depth < 3:  # deeper nobody reads
            below = resolved(schema, inner.get("items", inner) if many else inner)
            listed += fields_of(schema, below, f"{prefix}{name}{many}.", depth + 1)
    return listed


def kind_of(part: Any) -> str:
    for several in ("oneOf", "anyOf"):
        if several in part:
            return " | ".join(kind_of(each) for each in part[several])
    kind = part.get("type") or ("one of" if part.get("enum") else "object")
    kinds = kind if isinstance(kind, list) else [kind]
    text = " | ".join([part.get("format") or kinds[0], *kinds[1:]])
    choices = [str(choice) for choice in part.get("enum", []) if choice is not None]
    return f"{text}: {', '.join(choices)}" if choices else text


def curl(path: str, method: str, parameters: list[Field], body: list[Field], public: bool) -> str:
    for field in parameters:
        if field.where == "path":
            path = path.replace(f"{{{field.name}}}", EXAMPLES.get(field.name, "1"))
    asked = [field.name for field in parameters if field.where == "query" and field.name in SHOWN_IN_EXAMPLE]
    query = "?" + "&".join(f"{name}={EXAMPLES[name]}" for name in asked) if asked else ""
    lines = [f"curl '{settings.BASE_URL}{path}{query}'"]
    if method != "get":
        lines[0] = f"curl -X {method.upper()} '{settings.BASE_URL}{path}'"
    if not public:
        lines.append("-H 'Authorization: Token demo-kementerian'")
    if body:
        sample = {field.name: sample_of(field) for field in body if field.required and "." not in field.name}
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(sample, ensure_ascii=False)}'"]
    return " \\\n  ".join(lines)


def sample_of(field: Field) -> Any:
    if field.name in EXAMPLES:
        return int(EXAMPLES[field.name]) if field.kind == "integer" else EXAMPLES[field.name]
    kinds = {"integer": 250, "boolean": True, "date": "2022-01-03", "object": {}}
    return kinds.get(field.kind, [] if field.kind.startswith("array") else "…")
