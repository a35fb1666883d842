"""`{% monitoring_tabs %}`: the room's own navigation, with the place where we are marked."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.actions import Tab

register = template.Library()
PLACES = [
    (_("Gambaran"), "monitoring:picture"),
    (_("Hunian"), "monitoring:estates"),
    (_("Penghuni"), "monitoring:people"),
    (_("Masalah"), "monitoring:problems"),
    (_("Serah terima"), "monitoring:hand_overs"),
    (_("Putaran"), "monitoring:rounds"),
    (_("Kesiapan"), "monitoring:readiness"),
]

# Pages of a place outside its address.
ALSO = {"monitoring:rounds": ("/monitoring/profil/", "/monitoring/lapangan/", "/monitoring/desk/")}


@register.inclusion_tag("monitoring/tabs.html", takes_context=True)
def monitoring_tabs(context: dict[str, Any]) -> dict[str, Any]:
    path = context["request"].path
    urls = [(label, url) for label, name in PLACES if (url := address(name))]
    moved = next((address(name) for name, also in ALSO.items() if path.startswith(also)), "")
    here = moved or max((url for _label, url in urls if path.startswith(url)), key=len, default="")
    tabs = [Tab(label, url, current=url == here) for label, url in urls]
    return {"tabs": tabs, "label": _("Bagian monitoring")}


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
