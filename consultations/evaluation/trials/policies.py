from typing import Any

from django.utils.translation import gettext as _

from clinics.policies import acts_for_ministry


def why_not_try_rules(user: Any) -> str | None:
    """Whoever decides about rules looks first at what they would change."""
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang mencoba aturan hitung.")
