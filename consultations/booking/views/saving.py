"""The way so far, to go on with later: its answers stand in an address, so the address is all there is to keep."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.booking import way
from krs_portal.kit import qr
from krs_portal.kit.links import build_absolute_url

# What the address of the way may hold; a seat or a name is never among it.
KEPT = ("topic", "answers", "region", "home", "office", "place", "channel", "day")
LONGEST = 500  # a QR code of more is not read by an old camera


@login_not_required
@require_safe
def save_way(request: HttpRequest) -> HttpResponse:
    """A link to go on with, by whatever messenger somebody uses; nothing is stored here."""
    so_far = way.read_answers(request.GET)
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    if so_far.asked is None or len(urlencode(kept)) > LONGEST:
        return redirect("consultations:book")
    address = build_absolute_url("consultations:book", **kept)
    words = _("Lanjutkan janji konsultasi rumah: %(address)s") % {"address": address}
    context = {
        "way": so_far,
        "path": f"{reverse('consultations:book')}?{urlencode(kept)}",
        "address": address,
        "qr": qr.draw_qr(address),
        "whatsapp_url": f"https://wa.me/?{urlencode({'text': words})}",
        "mail_url": "mailto:?" + urlencode({"subject": "Klinik Rumah Swadaya", "body": words}).replace("+", "%20"),
    }
    return render(request, "consultations/booking/saved_way.html", context)
