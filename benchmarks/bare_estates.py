"""Fifty estates, one query, a plain table: alone and in the portal's frame; the register is measured beside them."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from krs_portal.urls import urlpatterns as portal
from monitoring.register.models import Estate

PAGE = """<!doctype html><title>Bare</title><table>{% for row in rows %}
<tr><td>{{ row.pk }}</td><td>{{ row.name }}</td><td>{{ row.beneficiary }}</td><td>{{ row.condition }}</td></tr>
{% endfor %}</table>"""

FRAMED = (
    """{% extends "base.html" %}{% block heading %}Bare{% endblock %}{% block content %}"""
    + PAGE.partition("</title>")[2]
    + "{% endblock %}"
)


@cache
def template(page: str) -> Any:
    return engines["django"].from_string(page)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    rows: Any = Estate.objects.order_by("name", "pk")[:50]
    return HttpResponse(template(PAGE).render({"rows": rows}, request))


def framed(request: HttpRequest) -> HttpResponse:
    rows: Any = Estate.objects.visible_to(request.user).order_by("name", "pk")[:50]
    return HttpResponse(template(FRAMED).render({"rows": rows}, request))


urlpatterns = [path("bare/", bare), path("framed/", framed), *portal]
