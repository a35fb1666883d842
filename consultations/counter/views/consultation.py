"""Consultations: the list, one of them, and what may be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.models import LedgerEntry
from consultations.booking import letters
from consultations.booking.models.seats import Attendance
from consultations.counter import history, policies, referring, services
from consultations.counter.assistance.views.card import build_consultation_card
from consultations.counter.attachments import build_about
from consultations.counter.enums import ConsultationState
from consultations.counter.facts.showing import describe_facts, list_facts
from consultations.counter.forms import ConsultationForm, CorrectionForm, ReopenConsultationForm, VoidConsultationForm
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE
from consultations.counter.promises.views.card import build_promise_card
from consultations.counter.review.showing import build_review_card
from consultations.counter.services.record import lock_with_visits
from consultations.counter.slips import why_not_make_slip
from consultations.counter.views.place import call_at_place
from consultations.people.forms import list_house_choices
from consultations.people.models.house import House
from consultations.people.policies import list_served_offices, sees_person, why_not_serve
from krs_portal.accounts.phones import format_phone
from krs_portal.files.shelves import build_shelf
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.numbers import read_key
from krs_portal.kit.parameters import refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.models import Office, Region
from krs_portal.referrals.policies import why_not_refer
from krs_portal.referrals.showing import build_referral_badge


def record_consultation(request: HttpRequest) -> HttpResponse:
    """Write down what happened outside the queue."""
    offices = list_served_offices(request.user).clinics().with_name_on(today()).order_by("code", "pk")
    office = get_chosen_office(request, list(offices))
    houses = policies.list_known_houses(request.user)
    form = ConsultationForm(request.POST or None, office=office, closing="close" in request.POST, houses=houses)
    if made := submit_consultation_form(request, form, office):
        return redirect("consultations:consultation", made.pk)
    context = {"form": form, "office": office, "offices": offices}
    return render(request, "consultations/counter/new.html", context, status=form.status)


@require_safe
def find_alike_houses(request: HttpRequest) -> HttpResponse:
    """The houses that look like the address being typed, as a part of the form."""
    refuse_if(policies.why_not_look_up_houses(request.user))
    address, region = request.GET.get("house_address", ""), read_key(request.GET.get("house_region", ""))
    found: list[House] = []
    if address.isprintable():
        within = Region.objects.filter(pk=region).first() if region else None
        found = policies.list_known_houses(request.user).list_alike(address[:300], within)
    return render(request, "consultations/counter/houses.html", {"choices": list_house_choices(found), "chosen": ""})


def get_chosen_office(request: HttpRequest, offices: list[Office]) -> Office:
    """The office written for; without one there is nothing to write."""
    if not offices:
        refuse_if(_("Hanya petugas dan kepala klinik yang mencatat konsultasi."))
    asked = request.GET.get("office")
    if asked and all(office.code != asked for office in offices):
        refuse_parameter("office")  # written for another office in silence, it would count there
    return next((office for office in offices if office.code == asked), offices[0])


def show_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an open consultation; a closed one, or another office's, is only read."""
    consultation = get_consultation(request, pk)
    refusal = policies.why_not_edit(request.user, consultation)
    if request.method == "POST":
        refuse_if(refusal)
    if refusal:
        context = build_record_context(request, consultation) | {"refusal": refusal}
        return render(request, "consultations/counter/consultation.html", context)
    office, closing = consultation.office, "close" in request.POST
    houses = policies.list_known_houses(request.user)
    form = ConsultationForm(
        request.POST or None,
        office=office,
        consultation=consultation,
        closing=closing,
        lock=lock_with_visits,
        houses=houses,
    )
    if made := submit_consultation_form(request, form, office, consultation):
        return go_on_from(request, made)
    coming = consultation.attendance
    context = {
        "form": form,
        "consultation": consultation,
        "steps": history.list_history_steps(consultation, known=True),
        "booked": describe_booked_person(coming) if coming else [],
        "links": list_known_links(consultation),
        "shelf": build_shelf(request.user, build_about(consultation)),
        "card": build_promise_card(request, consultation),
        "referrals": describe_referrals(request, consultation),
        "review": build_review_card(request.user, consultation),
        "calls_next": policies.why_not_call_after(consultation, day=today(office.time_zone)) is None,
        "help": build_consultation_card(request, consultation),
    }
    return render(request, "consultations/counter/edit.html", context, status=form.status)


def submit_consultation_form(
    request: HttpRequest, form: ConsultationForm, office: Office, consultation: Consultation | None = None
) -> Consultation | None:
    """Save the form and, with the second button, close the consultation."""
    closes = "close" in request.POST
    made: Consultation | None = submit_form(
        request,
        form,
        services.save_consultation,
        said=say_closed if closes else _("Konsultasi tersimpan."),
        typed=lambda: {"values": form.values, "topics": form.cleaned_data["topics"], "facts": form.told_facts},
        office=office,
        consultation=consultation,
        closes=closes,
    )
    return made


def go_on_from(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Back to the record; with the third button, on to whoever is next at the same window."""
    place, day = consultation.place, today(consultation.office.time_zone)
    if request.POST.get("close") == "next" and place and not policies.why_not_call_after(consultation, day=day):
        return call_at_place(request, place)
    return redirect("consultations:consultation", consultation.pk)


def say_closed(consultation: Consultation) -> str:
    """A closing that counts nowhere, because of how it ended, says so."""
    if list_live_entries(consultation).exists():
        return _("Konsultasi ditutup dan masuk capaian.")
    return _("Konsultasi ditutup dengan hasil “%(outcome)s”, yang tidak dihitung dalam capaian.") % {
        "outcome": consultation.get_outcome_display()
    }


def reopen_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = get_consultation(request, pk)
    refuse_if(policies.why_not_reopen(request.user, consultation))
    form = ReopenConsultationForm(request.POST or None)
    said = _("Konsultasi dibuka kembali; capaiannya dibatalkan.")
    if submit_form(request, form, services.reopen_consultation, said=said, consultation=consultation):
        return redirect("consultations:consultation", pk)
    return render_form_page(
        request,
        form,
        title=_("Buka kembali konsultasi ini?"),
        button=_("Buka kembali"),
        icon="lock-open",
        lead=f"{consultation.client_name}, {formats.format_day(consultation.happened_on)}",
        cancel_url=reverse("consultations:consultation", args=[pk]),
        template="consultations/counter/reopen.html",
        entries=list_live_entries(consultation),
    )


def void_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a consultation that never was."""
    consultation = get_consultation(request, pk)
    refuse_if(policies.why_not_void(request.user, consultation))
    form = VoidConsultationForm(request.POST or None)
    said = _("Konsultasi dibatalkan; tidak dihitung dan tidak tampil dalam daftar.")
    if submit_form(request, form, services.void_consultation, said=said, consultation=consultation):
        return redirect("consultations:consultation", pk)
    return render_form_page(
        request,
        form,
        title=_("Batalkan konsultasi ini?"),
        button=_("Batalkan konsultasi"),
        lead=_("Catatannya tetap tersimpan dengan alasannya, keluar dari capaian dan dari semua daftar."),
        kind="danger",
        icon="trash",
        cancel_url=reverse("consultations:consultation", args=[pk]),
        cancel=_("Kembali"),
    )


def correct_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = get_consultation(request, pk)
    refuse_if(policies.why_not_correct(request.user, consultation))
    houses = policies.list_known_houses(request.user)
    form = CorrectionForm(
        request.POST or None,
        office=consultation.office,
        consultation=consultation,
        lock=lock_with_visits,
        houses=houses,
    )
    if submit_form(
        request,
        form,
        services.correct_consultation,
        said=_("Koreksi tersimpan; capaian dihitung ulang."),
        typed=lambda: {
            "values": form.values,
            "facts": form.told_facts,
            "topics": form.cleaned_data["topics"],
            "reason": form.cleaned_data["reason"],
        },
        consultation=consultation,
    ):
        return redirect("consultations:consultation", pk)
    context = {"form": form, "consultation": consultation}
    return render(request, "consultations/counter/correct.html", context, status=form.status)


def get_consultation(request: HttpRequest, pk: int) -> Consultation:
    related = ("office__parent", "officer", "recorded_by", "closed_by", "place", "house__region", "attendance")
    return get_object_or_404(Consultation.objects.visible_to(request.user).select_related(*related), pk=pk)


def list_live_entries(consultation: Consultation) -> Any:
    return LedgerEntry.objects.of_source(SOURCE, consultation.pk).live().select_related("indicator")


def build_record_context(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """A consultation to read: what was done, what it counted for, what became of it."""
    known = sees_person(request.user, consultation.office)
    entries = LedgerEntry.objects.of_source(SOURCE, consultation.pk).select_related("indicator", "rule", "exception")
    return {
        "consultation": consultation,
        "name": formats.format_person_name(consultation.client_name, known=known),
        "badge": build_badge(ConsultationState(consultation.state)),
        "facts": describe_consultation(consultation, known=known),
        "entries": entries.order_by("pk"),
        "steps": history.list_history_steps(consultation, known=known),
        "zone": consultation.office.time_zone,
        "uncounted": explain_uncounted(consultation),
        "links": list_known_links(consultation) if known else [],
        "shelf": build_shelf(request.user, build_about(consultation)),
        "card": build_promise_card(request, consultation),
        "referrals": describe_referrals(request, consultation),
        "topic_facts": [(each.topic, describe_facts(each)) for each in list_facts(consultation)],
        "review": build_review_card(request.user, consultation),
        "help": build_consultation_card(request, consultation),
        "actions": list_amendment_actions(request, consultation)
        if consultation.state == ConsultationState.CLOSED
        else [],
    }


def describe_referrals(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """To whom the person was sent, and the button that sends them."""
    found = referring.list_referrals(consultation)
    refer = Action(
        _("Rujuk"),
        reverse("referrals:new", args=[referring.CONSULTATION, consultation.pk]),
        why_not_refer(request.user, consultation.office),
        "arrow-right",
    )
    return {
        "lines": [(each, build_referral_badge(each)) for each in found],
        "actions": [] if consultation.state == ConsultationState.VOIDED else [refer],
    }


def list_known_links(consultation: Consultation) -> list[tuple[Any, str]]:
    """To who came and to the house, for those who may read about them."""
    known = (
        (_("Daftar hadir sesi ini"), "consultations:session_list", consultation.session_id),
        (_("Kunjungan lain orang ini"), "consultations:person_page", consultation.person_id),
        (_("Semua tentang rumah ini"), "consultations:house", consultation.house_id),
    )
    return [(label, reverse(name, args=[key])) for label, name, key in known if key]


def list_amendment_actions(request: HttpRequest, consultation: Consultation) -> list[Action]:
    """Correcting and reopening a closed consultation, each with the sentence that stands against it."""
    user, key = request.user, [consultation.pk]
    correct, reopen = reverse("consultations:correct", args=key), reverse("consultations:reopen", args=key)
    slip = why_not_serve(user, consultation.office) or why_not_make_slip(consultation)
    return [
        Action(_("Cetak lembar saran"), reverse("consultations:slip", args=key), slip, "printer"),
        Action(_("Koreksi"), correct, policies.why_not_correct(user, consultation), "pencil"),
        Action(_("Buka kembali"), reopen, policies.why_not_reopen(user, consultation), "lock-open"),
        Action(
            _("Batalkan"),
            reverse("consultations:void", args=key),
            policies.why_not_void(user, consultation),
            "trash",
            "danger",
        ),
    ]


def explain_uncounted(consultation: Consultation) -> str:
    """Why nothing stands in the ledger for a consultation that has no entries."""
    match consultation.state:
        case ConsultationState.CLOSED:
            return _("Tidak masuk capaian: hasil “%(outcome)s” tidak dihitung.") % {
                "outcome": consultation.get_outcome_display()
            }
        case ConsultationState.VOIDED:
            return _("Tidak masuk capaian: konsultasi ini dibatalkan.")
    return _("Belum masuk capaian: konsultasi masuk capaian saat ditutup.")


def describe_consultation(consultation: Consultation, *, known: bool) -> list[tuple[str, Any]]:
    """Telephone and NIK only for readers who work at the office; the NIK is masked for everybody."""
    coming, house = consultation.attendance, consultation.house
    person = describe_booked_person(coming) if known and coming else []
    return [
        (_("Tanggal layanan"), formats.format_full_day(consultation.happened_on)),
        (_("Unit kerja"), consultation.office.name_on(consultation.happened_on)),
        (
            _("Jenis"),
            f"{consultation.get_kind_display()}, {formats.format_number(consultation.head_count)} {_('orang')}",
        ),
        (_("Cara"), consultation.get_channel_display()),
        (_("Topik"), ", ".join(str(topic) for topic in consultation.topics.in_order())),
        (_("Petugas"), consultation.officer),
        *person,
        *([(_("Rumah"), format_house(house, known=known))] if house else []),
        *([(_("Bantuan teknis"), _("Ya, untuk rumah ini"))] if consultation.is_technical_assistance else []),
        *([(_("Hasil"), consultation.get_outcome_display())] if consultation.outcome else []),
    ]


def describe_booked_person(coming: Attendance) -> list[tuple[str, Any]]:
    """What the booking says beyond the record: how to reach them, for whom, what they answered and were advised."""
    return [
        (_("Telepon"), format_phone(coming.phone) if coming.phone else None),
        (_("NIK"), coming.nik_masked or None),
        *([(_("Didaftarkan untuk"), coming.on_behalf_of)] if coming.on_behalf_of else []),
        *([(_("Alamat yang dikunjungi"), coming.address)] if coming.address else []),
        *letters.describe_wishes(coming),
        *letters.describe_triage(coming),
    ]


def format_house(house: House, *, known: bool) -> str:
    """The address identifies a person, so it is for those who may see names; others get the region."""
    return ", ".join(str(part) for part in (house.address if known else None, house.region) if part) or formats.BLANK
