from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.people.enums import Component, ComponentState, PowerSource, SewageOutlet, Toilet


class AssistanceKind(models.TextChoices):
    """What is done for the house (domain: the topics of technical help)."""

    DESIGN = "DESIGN", _("Desain rumah")
    COST_PLAN = "COST_PLAN", _("Rencana anggaran biaya (RAB)")
    STRUCTURE = "STRUCTURE", _("Saran struktur")
    SUPERVISION = "SUPERVISION", _("Kunjungan pengawasan")
    MATERIALS = "MATERIALS", _("Bahan bangunan")
    BUILDERS = "BUILDERS", _("Tukang dan pelaksanaan")
    SANITATION = "SANITATION", _("Air minum dan sanitasi")
    PERMIT = "PERMIT", _("Pendampingan perizinan")
    OTHER = "OTHER", _("Bantuan teknis lain")


class AssistanceState(models.TextChoices):
    PLANNED = "PLANNED", _("Direncanakan")
    UNDER_WAY = "UNDER_WAY", _("Dikerjakan")
    FINISHED = "FINISHED", _("Selesai")
    GIVEN_UP = "GIVEN_UP", _("Dihentikan")
    VOIDED = "VOIDED", _("Dibatalkan")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "PLANNED": ("neutral", "calendar-event"),
            "UNDER_WAY": ("info", "clock"),
            "FINISHED": ("success", "circle-check"),
            "GIVEN_UP": ("warning", "ban"),
            "VOIDED": ("neutral", "trash"),
        }[self.value]


# Each step has its way back; only what was recorded by mistake is void for good.
ASSISTANCE_MOVES = {
    AssistanceState.PLANNED: {AssistanceState.UNDER_WAY, AssistanceState.GIVEN_UP, AssistanceState.VOIDED},
    AssistanceState.UNDER_WAY: {
        AssistanceState.FINISHED,
        AssistanceState.GIVEN_UP,
        AssistanceState.PLANNED,
        AssistanceState.VOIDED,
    },
    AssistanceState.FINISHED: {AssistanceState.UNDER_WAY, AssistanceState.VOIDED},
    AssistanceState.GIVEN_UP: {AssistanceState.PLANNED, AssistanceState.UNDER_WAY, AssistanceState.VOIDED},
    AssistanceState.VOIDED: set(),
}
RUNNING = (AssistanceState.PLANNED, AssistanceState.UNDER_WAY)


class PhotoStage(models.TextChoices):
    """When a photo of the house was taken. Each stage has a shelf of its own, by this word in its address."""

    BEFORE = "before", _("Sebelum")
    DURING = "during", _("Selama pengerjaan")
    AFTER = "after", _("Sesudah")


# What is compared before and after, each with its states from the best to the worst (domain 3.4). Of drinking water no
# source is simply better than another, so that it is not compared.
FACILITIES = {"toilet": Toilet, "sewage": SewageOutlet, "power": PowerSource}
FACILITY_LABELS = {"toilet": _("Jamban"), "sewage": _("Pembuangan tinja"), "power": _("Listrik")}
# Several states may be equally good.
EQUALLY_GOOD: dict[str, str] = {SewageOutlet.TREATMENT: SewageOutlet.SEPTIC_TANK}


def list_compared_parts() -> dict[str, tuple[Any, list[tuple[str, Any]]]]:
    """Of each part of a house its label and its states, from the best to the worst."""
    parts: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
        each.value: (each.label, ComponentState.choices) for each in Component
    }
    return parts | {name: (FACILITY_LABELS[name], states.choices) for name, states in FACILITIES.items()}


def rank_state(part: str, state: str) -> int:
    """How bad a state of the part is; 0 is the best."""
    order = (FACILITIES.get(part) or ComponentState).values
    return order.index(EQUALLY_GOOD.get(state, state))


def list_better_parts(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The parts whose state is better than it was."""
    both = [part for part in before if part in after]
    return [part for part in both if rank_state(part, after[part]) < rank_state(part, before[part])]
