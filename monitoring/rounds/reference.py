"""The first version of what a round asks of each location beside its figures. Agencies write the next ones."""

from __future__ import annotations

from datetime import date

from krs_portal.kit.reference import Loading, Reference
from monitoring.rounds.models import ProfileForm

WATER = ["Cukup sepanjang tahun", "Kurang di musim kemarau", "Sering mati"]
QUESTIONS = [
    {"code": "pengelola", "label": "Siapa yang mengelola?", "kind": "TEXT", "is_required": True},
    {"code": "tata-tertib", "label": "Ada tata tertib hunian?", "kind": "YES_NO", "is_required": True},
    {
        "code": "antrean", "label": "Berapa keluarga yang menunggu unit?", "kind": "NUMBER", "is_required": False,
    },
    {
        "code": "air", "label": "Bagaimana pasokan air?", "kind": "CHOICE", "is_required": True,
        "choices": WATER,
    },
    {"code": "kendala", "label": "Apa kendala terbesar?", "kind": "TEXT", "is_required": False},
]  # fmt: skip


def load_profile_form(loading: Loading, day: date) -> None:
    loading.put_once("profile forms", "v1", make_form)


def make_form() -> bool:
    """Only where nobody has written one."""
    if ProfileForm.objects.exists():
        return False
    ProfileForm.objects.create(version=1, questions=QUESTIONS, valid_from=date(2020, 1, 1))
    return True


REFERENCE = Reference("profile form", load_profile_form)
