"""What is asked of each topic: the list, the versions of one topic, and the next version."""

from __future__ import annotations

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.booking.models.topics import Topic
from consultations.counter.facts import policies, services
from consultations.counter.facts.definitions import FactDefinition
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.forms import NextFactsForm
from consultations.counter.facts.models import FactForm
from krs_portal.kit.formats import format_number
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form


@require_safe
def list_fact_forms(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_facts(request.user))
    newest = {form.topic_id: form for form in FactForm.objects.newest()}
    rows = [(topic, newest.get(topic.pk)) for topic in Topic.objects.in_order()]
    context = {"rows": rows, "places": build_breadcrumbs()}
    return render(request, "consultations/counter/facts/index.html", context)


@require_safe
def show_facts(request: HttpRequest, code: str) -> HttpResponse:
    refuse_if(policies.why_not_read_facts(request.user))
    versions = FactForm.objects.select_related("made_by").annotate(records=Count("answers")).order_by("-version")
    topics = Topic.objects.prefetch_related(Prefetch("fact_forms", versions))
    topic = get_object_or_404(topics, code=code)
    context = {
        "topic": topic,
        "versions": [(form, describe_version(form)) for form in topic.fact_forms.all()],
        "refusal": policies.why_not_ask_anew(request.user),
        "places": build_breadcrumbs(topic),
    }
    return render(request, "consultations/counter/facts/topic.html", context)


def ask_anew(request: HttpRequest, code: str) -> HttpResponse:
    """Write the next version, beginning with what is asked now."""
    refuse_if(policies.why_not_ask_anew(request.user))
    topic = get_object_or_404(Topic, code=code)
    newest = FactForm.objects.filter(topic=topic).order_by("-version").first()
    form = NextFactsForm(request.POST or None, topic=topic, newest=newest)
    if submit_form(
        request,
        form,
        services.add_fact_form,
        said=_("Versi baru berlaku untuk konsultasi yang dicatat mulai sekarang."),
        typed=lambda: {"definitions": form.definitions},
        topic=topic,
    ):
        return redirect("consultations:topic_facts", code)
    context = {"topic": topic, "form": form, "places": build_breadcrumbs(topic, _("Versi baru"))}
    return render(request, "consultations/counter/facts/new.html", context, status=form.status)


def describe_version(form: FactForm) -> list[tuple[FactDefinition, str, str]]:
    """Each fact, its kind, and what may be answered."""
    return [(fact, FactKind(fact.kind).label, describe_answers(fact)) for fact in form.definitions]


def describe_answers(fact: FactDefinition) -> str:
    if fact.choices:
        return ", ".join(str(each) for each in fact.choices)
    if not fact.kind.is_measured:
        return ""
    bounds = [format_number(each) for each in (fact.low, fact.high) if each is not None]
    return f"{'–'.join(bounds)} {fact.unit}".strip()


def build_breadcrumbs(topic: Topic | None = None, here: str = "") -> list[tuple[str, str]]:
    places = [
        (_("Konsultasi"), reverse("consultations:list")),
        (_("Isian per topik"), reverse("consultations:facts") if topic else ""),
    ]
    if topic:
        places.append((str(topic), reverse("consultations:topic_facts", args=[topic.code]) if here else ""))
    return [*places, (here, "")] if here else places
