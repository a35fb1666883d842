"""The evaluation meeting as a kind of meeting."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.about import About
from krs_portal.meetings.kinds import MeetingKind

EVALUATION = "evaluation"
ABOUT = About("evaluation", "layanan")  # of every year: what one left open is shown at the next

KIND = MeetingKind(
    EVALUATION,
    _("Rapat evaluasi"),
    url=lambda meeting: reverse("consultations:evaluation_meeting", args=[meeting.pk]),
)
