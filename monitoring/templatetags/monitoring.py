"""`{% monitoring_tabs %}`: the tabs of monitoring, with the present one marked."""

from typing import Any

from django import template
from django.urls import reverse
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

# Pages that belong to a tab although their address does not begin with its own.
ALSO = {
    "monitoring:rounds": ("/monitoring/profil/", "/monitoring/lapangan/", "/monitoring/desk/"),
    "monitoring:estates": ("/monitoring/selisih/",),
}


@register.inclusion_tag("monitoring/tabs.html", takes_context=True)
def monitoring_tabs(context: dict[str, Any]) -> dict[str, Any]:
    path = context["request"].path
    urls = [(label, reverse(name)) for label, name in PLACES]
    moved = next((reverse(name) for name, also in ALSO.items() if path.startswith(also)), "")
    here = moved or max((url for _label, url in urls if path.startswith(url)), key=len, default="")
    tabs = [Tab(label, url, current=url == here) for label, url in urls]
    return {"tabs": tabs, "label": _("Bagian monitoring")}
