"""The list of citizens' questions, by the day they are due, and answering one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.booking import letters, policies, services
from consultations.booking.enums import EnquiryKind, EnquiryState
from consultations.booking.forms import AnswerForm
from consultations.booking.models.enquiries import Enquiry
from consultations.people.policies import list_served_offices
from krs_portal.kit import formats
from krs_portal.kit.actions import Tab
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form

ORDERS = {EnquiryState.OPEN: ("due_on", "pk"), EnquiryState.ANSWERED: ("-due_on", "-pk")}


@require_safe
@reads_parameters("cursor", "state")
def list_enquiries(request: HttpRequest) -> HttpResponse:
    """Those of the offices one serves: what is due first stands first."""
    refuse_if(policies.why_not_read_enquiries(request.user))
    state = EnquiryState(read_choice(request, "state", EnquiryState.values, EnquiryState.OPEN))
    served = Enquiry.objects.filter(office__in=list_served_offices(request.user))
    shown = served.filter(state=state).select_related("office", "topic", "region")
    page = fetch_keyset_page(shown, order=ORDERS[state], cursor=request.GET.get("cursor"), size=30)
    offices: Any = list_served_offices(request.user).clinics().with_name_on(today())
    names = dict(offices.values_list("pk", "short_name"))
    rows = [(row, build_due_badge(row), names.get(row.office_id)) for row in page]
    base = reverse("consultations:enquiries")
    tabs = [
        Tab(_("Menunggu jawaban"), base, state == EnquiryState.OPEN, served.open().count()),
        Tab(_("Sudah dijawab"), f"{base}?state=ANSWERED", state == EnquiryState.ANSWERED),
    ]
    context = {"page": page, "rows": rows, "tabs": tabs, "several": len(names) > 1, "is_open": state == "OPEN"}
    return render(request, "consultations/booking/enquiries.html", context)


def build_due_badge(enquiry: Enquiry) -> Badge:
    """How much time is left for it, or that it is answered."""
    day = today(enquiry.office.time_zone)
    if enquiry.state == EnquiryState.ANSWERED:
        return build_badge(EnquiryState.ANSWERED)
    if enquiry.is_late(day):
        return Badge(
            _("Terlambat sejak %(day)s") % {"day": formats.format_day(enquiry.due_on)}, "danger", "alert-circle"
        )
    if enquiry.due_on == day:
        return Badge(_("Hari ini"), "warning", "clock")
    return Badge(_("Paling lambat %(day)s") % {"day": formats.format_day(enquiry.due_on)}, "info", "clock")


def answer_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with the form of its answer; once answered it is read."""
    enquiry = get_enquiry(request, pk)
    refusal = policies.why_not_answer(request.user, enquiry)
    form = None
    if refusal is None:
        form = AnswerForm(request.POST or None)
        said = _("Jawaban tersimpan; warga diberi tahu.")
        if submit_form(request, form, services.answer_enquiry, said=said, enquiry=enquiry):
            return redirect("consultations:enquiries")
    elif request.method == "POST":
        refuse_if(refusal)
    context = {
        "enquiry": enquiry,
        "badge": build_due_badge(enquiry),
        "facts": describe_asker(enquiry),
        "is_call": enquiry.kind == EnquiryKind.CALL_BACK,
        "zone": enquiry.office.time_zone,
        "form": form,
    }
    status = form.status if form else 200
    return render(request, "consultations/booking/enquiry_answer.html", context, status=status)


def get_enquiry(request: HttpRequest, pk: int) -> Enquiry:
    """Of the offices one serves: who may see others' figures does not read letters."""
    served = Enquiry.objects.filter(office__in=list_served_offices(request.user))
    return get_object_or_404(served.select_related("office__parent", "topic", "region__parent", "answered_by"), pk=pk)


def describe_asker(enquiry: Enquiry) -> list[tuple[str, Any]]:
    return [
        (_("Jenis"), enquiry.get_kind_display()),
        (_("Nama"), enquiry.name),
        (_("Telepon"), enquiry.phone),
        *([(_("Waktu yang baik"), enquiry.call_when)] if enquiry.call_when else []),
        *([(_("Surel"), enquiry.email)] if enquiry.email else []),
        *([(_("Topik"), str(enquiry.topic))] if enquiry.topic else []),
        *(
            [(_("Kab/kota rumah"), f"{enquiry.region}, {enquiry.region.parent or ''}".rstrip(", "))]
            if enquiry.region
            else []
        ),
        (_("Klinik"), enquiry.office.name_on(today(enquiry.office.time_zone))),
        (_("Dikirim"), formats.format_moment(enquiry.created_at, enquiry.office.time_zone)),
        *letters.describe_triage(enquiry),
    ]
