"""Breadcrumbs of the pages of rounds, profiles and the desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.rounds.models import Round


def build_round_trail(round_: Round | None, here: str, *between: tuple[str, str]) -> list[tuple[str, str | None]]:
    """All rounds, this round, the pages `between` with their URLs, and the present page."""
    trail: list[tuple[str, str | None]] = [(_("Putaran"), reverse("monitoring:rounds"))]
    if round_:
        trail.append((round_.name, reverse("monitoring:round", args=[round_.pk])))
    return [*trail, *between, (here, None)]
