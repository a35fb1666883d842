"""The page that ours are measured beside: fifty rows, one query, a plain table, the portal's own middleware."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from consultations.counter.models import Consultation
from krs_portal.urls import urlpatterns as portal

PAGE = """<!doctype html><title>Bare</title><table>{% for row in rows %}
<tr><td>{{ row.pk }}</td><td>{{ row.happened_on|date:"j F Y" }}</td><td>{{ row.client_name }}</td>
<td>{{ row.state }}</td></tr>
{% endfor %}</table>"""


@cache
def template() -> Any:
    return engines["django"].from_string(PAGE)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    rows: Any = Consultation.objects.order_by("-pk")[:50]
    return HttpResponse(template().render({"rows": rows}, request))


urlpatterns = [path("bare/", bare), *portal]
