"""What was typed, as the page that shows everything once more says it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats


def person_facts(form: Any) -> list[tuple[str, Any]]:
    """Only what was answered; the labels are the form's own."""
    said = form.cleaned_data
    rows = [
        (_("Nama"), said["name"]),
        (_("Untuk"), said["on_behalf_of"]),
        (_("Nomor telepon"), said["phone"]),
        (_("Surel"), said["email"]),
        (_("Jumlah orang"), formats.number(said["party_size"]) if said.get("party_size") else ""),
        (_("Kab/kota rumah"), said["region"]),
        (_("Pesan lewat"), dict(form.fields["contact_by"].choices)[said["contact_by"]]),
        (_("Bahasa pesan"), dict(form.fields["language"].choices)[said["language"]]),
    ]
    return [(label, value) for label, value in rows if value]
