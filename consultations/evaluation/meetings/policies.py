from typing import Any

from django.utils.translation import gettext as _

from clinics.policies import acts_for_ministry


def why_not_plan_evaluation(user: Any) -> str | None:
    """A year is evaluated by the ministry; the offices come and say what they met."""
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang merencanakan rapat evaluasi.")
