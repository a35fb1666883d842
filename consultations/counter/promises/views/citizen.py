"""The citizen says whether what was promised is done."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.booking.remembered import find_remembered_booking
from consultations.counter.promises import policies, services
from consultations.counter.promises.enums import CitizenWord
from consultations.counter.promises.forms import CitizenWordForm
from consultations.counter.promises.models import Promise
from krs_portal.kit.clock import today
from krs_portal.kit.submitting import render_form_page, submit_form


@login_not_required
@never_cache
def say_whether_done(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """For the browser that proved to know the number; the page of the reference asks for it."""
    attendance = find_remembered_booking(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    of_visit = Promise.objects.filter(consultation__attendance=attendance).select_related("office", "consultation")
    promise = get_object_or_404(of_visit, pk=pk)
    if policies.why_not_say(promise, attendance, today=today(promise.office.time_zone)) and request.method != "POST":
        return redirect("consultations:manage", reference)
    form = CitizenWordForm(request.POST or None)
    if submit_form(request, form, take_word, said=say_thanks, promise=promise, attendance=attendance):
        return redirect("consultations:manage", reference)
    return render_form_page(
        request,
        form,
        title=_("Sudah atau belum?"),
        lead=_("Klinik akan %(text)s") % {"text": promise.text},
        button=_("Kirim"),
        cancel_url=reverse("consultations:manage", args=[reference]),
    )


def take_word(*, by: Any, **known: Any) -> Promise:
    """A citizen has no account."""
    return services.take_citizens_word(**known)


def say_thanks(promise: Promise) -> str:
    if promise.citizen_says == CitizenWord.NOT_DONE:
        return _("Terima kasih. Kepala klinik menunjuk petugas lain untuk melanjutkannya.")
    return _("Terima kasih. Klinik tahu bahwa Anda sudah menerimanya.")
