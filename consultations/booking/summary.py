"""What was typed, as facts for the page that shows everything once more before booking."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consultations.booking import channels, letters
from consultations.booking.models.seats import Attendance
from krs_portal.kit import formats


def describe_person(form: Any) -> list[tuple[str, Any]]:
    """Only what was answered; the labels are the form's own."""
    said = form.cleaned_data
    rows = [
        (_("Nama"), said["name"]),
        (_("Untuk"), said["on_behalf_of"]),
        (_("Nomor telepon"), said["phone"]),
        (_("Surel"), said["email"]),
        (_("Jumlah orang"), formats.format_number(said["party_size"]) if said.get("party_size") else ""),
        (_("Kab/kota rumah"), said["region"]),
        (_("Alamat yang dikunjungi"), said.get("address")),
        (_("Yang ingin disampaikan"), said.get("wish")),
        (_("Yang diperlukan"), letters.format_needs(said.get("needs", []))),
        (_("Pesan dikirim ke"), channels.format_message_channels(build_addressee(said))),
        (_("Bahasa pesan"), dict(form.fields["language"].choices)[said["language"]]),
    ]
    return [(label, value) for label, value in rows if value]


def build_addressee(said: dict[str, Any]) -> Attendance:
    """Whoever the messages would go to; not saved."""
    return Attendance(**{name: said[name] for name in ("name", "phone", "email", "contact_by")})
