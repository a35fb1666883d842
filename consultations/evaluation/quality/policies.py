"""Who reads the quality of records, as a sentence of refusal. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.evaluation.policies import reads_evaluation


def why_not_read_quality(user: Any) -> str | None:
    """A head reads their own offices, the ministry and auditors all of them."""
    if reads_evaluation(user):
        return None
    return _("Mutu data hanya untuk kepala unit, kementerian, dan auditor.")
