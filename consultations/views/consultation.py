"""Consultations: the list, one of them, and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinics.models import LedgerEntry
from clinics.services import refuse
from consultations import history, people, policies, services
from consultations.enums import ConsultationState
from consultations.filters import ConsultationFilter
from consultations.forms import ConsultationForm, CorrectionForm, ReasonForm
from consultations.models import Consultation, House
from consultations.posting import SOURCE
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from krs_portal.offices.models import Office


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    refuse(policies.why_not_read_consultations(request.user))
    narrowed = ConsultationFilter(
        request.GET, Consultation.objects.visible_to(request.user).with_people(), request=request
    )
    page = keyset(narrowed.qs, order=("-happened_on", "-pk"), cursor=request.GET.get("cursor"), size=30)
    served = set(policies.offices_served(request.user).values_list("pk", flat=True))
    offices: Any = Office.objects.visible_to(request.user).clinics().with_name_on(today())
    names = dict(offices.values_list("pk", "short_name"))
    rows = [
        (row, people.shown(row.client_name, known=row.office_id in served), names.get(row.office_id)) for row in page
    ]
    context = {"filter": narrowed, "page": page, "rows": rows, "several": len(names) > 1, "may_write": bool(served)}
    return faces(request, "consultations/index.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Write down what happened outside the queue."""
    offices = policies.offices_served(request.user).clinics().with_name_on(today()).order_by("code", "pk")
    office = chosen_office(request, list(offices))
    form = ConsultationForm(request.POST or None, office=office, closing="close" in request.POST)
    if request.method == "POST" and form.is_valid() and (made := written(request, form, office)):
        return redirect("consultations:consultation", made.pk)
    context = {"form": form, "office": office, "offices": offices}
    return render(request, "consultations/new.html", context, status=422 if form.errors else 200)


def chosen_office(request: HttpRequest, offices: list[Office]) -> Office:
    """The office written for; without one there is nothing to write."""
    if not offices:
        refuse(_("Hanya petugas dan kepala klinik yang mencatat konsultasi."))
    return next((office for office in offices if office.code == request.GET.get("office")), offices[0])


def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = one(request, pk)
    refusal = policies.why_not_edit(request.user, consultation)
    if refusal and request.method == "POST" and consultation.state == ConsultationState.OPEN:
        refuse(refusal)
    if refusal:
        return render(request, "consultations/consultation.html", record(request, consultation) | {"refusal": refusal})
    closing = "close" in request.POST
    form = ConsultationForm(
        request.POST or None, office=consultation.office, consultation=consultation, closing=closing
    )
    if request.method == "POST" and form.is_valid() and written(request, form, consultation.office, consultation):
        return redirect("consultations:consultation", pk)
    context = {"form": form, "consultation": consultation, "steps": history.steps(consultation)}
    return render(request, "consultations/edit.html", context, status=422 if form.errors else 200)


def written(
    request: HttpRequest, form: ConsultationForm, office: Office, consultation: Consultation | None = None
) -> Consultation | None:
    """Saved, and closed where that was pressed: both or neither. A refusal lands in the form."""
    closing, by, at = "close" in request.POST, request.user, now()
    try:
        with transaction.atomic():
            values = form.values | {"house": house_of(form)}
            topics = form.cleaned_data["topics"]
            if consultation is None:
                made = services.record_consultation(office=office, by=by, at=at, topics=topics, **values)
            else:
                made = services.edit_consultation(consultation=consultation, values=values, topics=topics, by=by, at=at)
            if closing:
                made = services.close_consultation(consultation=made, outcome=values["outcome"], by=by, at=at)
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, _("Konsultasi ditutup dan masuk capaian.") if closing else _("Konsultasi tersimpan."))
    return made


def house_of(form: ConsultationForm) -> Any:
    typed = form.cleaned_data
    return services.house_at(
        address=typed["house_address"], region=typed["house_region"], owner_name=typed["client_name"], at=now()
    )


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = one(request, pk)
    refuse(policies.why_not_reopen(request.user, consultation))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen_consultation(consultation=consultation, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Konsultasi dibuka kembali; capaiannya dibatalkan."))
            return redirect("consultations:consultation", pk)
    context = {"form": form, "consultation": consultation, "entries": live(consultation)}
    return render(request, "consultations/reopen.html", context, status=422 if form.errors else 200)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = one(request, pk)
    refuse(policies.why_not_correct(request.user, consultation))
    form = CorrectionForm(request.POST or None, office=consultation.office, consultation=consultation)
    if request.method == "POST" and form.is_valid() and corrected(request, form, consultation):
        messages.success(request, _("Koreksi tersimpan; capaian dihitung ulang."))
        return redirect("consultations:consultation", pk)
    context = {"form": form, "consultation": consultation}
    return render(request, "consultations/correct.html", context, status=422 if form.errors else 200)


def corrected(request: HttpRequest, form: CorrectionForm, consultation: Consultation) -> bool:
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            services.correct_consultation(
                consultation=consultation,
                values=form.values | {"house": house_of(form)},
                topics=typed["topics"],
                reason=typed["reason"],
                by=request.user,
                at=now(),
            )
    except ValidationError as error:
        form.refuse(error)
    return not form.errors


def one(request: HttpRequest, pk: int) -> Consultation:
    related = ("office__parent", "officer", "recorded_by", "closed_by", "place", "house__region", "attendance")
    return get_object_or_404(Consultation.objects.visible_to(request.user).select_related(*related), pk=pk)


def live(consultation: Consultation) -> Any:
    return LedgerEntry.objects.of_source(SOURCE, consultation.pk).live().select_related("indicator")


def record(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """A consultation to read: what was done, what it counted for, what became of it."""
    known = policies.sees_person(request.user, consultation.office)
    entries = LedgerEntry.objects.of_source(SOURCE, consultation.pk).select_related("indicator", "rule", "exception")
    return {
        "consultation": consultation,
        "name": people.shown(consultation.client_name, known=known),
        "facts": facts(consultation, known=known),
        "entries": entries.order_by("pk"),
        "steps": history.steps(consultation),
        "zone": consultation.office.time_zone,
        "actions": amendments(request, consultation) if consultation.state == ConsultationState.CLOSED else [],
    }


def amendments(request: HttpRequest, consultation: Consultation) -> list[Action]:
    """What may still be done with a closed one, each with its refusal."""
    user, key = request.user, [consultation.pk]
    correct, reopen = reverse("consultations:correct", args=key), reverse("consultations:reopen", args=key)
    return [
        Action(_("Koreksi"), correct, policies.why_not_correct(user, consultation), "pencil"),
        Action(_("Buka kembali"), reopen, policies.why_not_reopen(user, consultation), "lock-open"),
    ]


def facts(consultation: Consultation, *, known: bool) -> list[tuple[str, Any]]:
    """The person is told only to those who meet them; a NIK is masked for everybody."""
    coming, house = consultation.attendance, consultation.house
    person = [(_("Telepon"), coming.phone or None), (_("NIK"), coming.nik_masked or None)] if known and coming else []
    return [
        (_("Tanggal layanan"), formats.day_full(consultation.happened_on)),
        (_("Unit kerja"), consultation.office.name_on(consultation.happened_on)),
        (_("Jenis"), f"{consultation.get_kind_display()}, {formats.number(consultation.head_count)} {_('orang')}"),
        (_("Cara"), consultation.get_channel_display()),
        (_("Topik"), ", ".join(str(topic) for topic in consultation.topics.in_order())),
        (_("Petugas"), consultation.officer),
        *person,
        *([(_("Rumah"), house_told(house, known=known))] if house else []),
        *([(_("Bantuan teknis"), _("Ya, untuk rumah ini"))] if consultation.is_technical_assistance else []),
        *([(_("Hasil"), consultation.get_outcome_display())] if consultation.outcome else []),
    ]


def house_told(house: House, *, known: bool) -> str:
    """An address leads to a person as well; others read the region."""
    return ", ".join(str(part) for part in (house.address if known else None, house.region) if part) or formats.BLANK
