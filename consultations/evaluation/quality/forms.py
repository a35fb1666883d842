from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultations.evaluation.funnel.forms import FunnelForm
from krs_portal.kit.fields import DayField


class QualityForm(FunnelForm):
    """The same question as the funnel's, of the days of the service."""

    since = DayField(label=_("Layanan dari"))
