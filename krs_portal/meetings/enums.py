from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.offices.enums import Role


class MeetingState(models.TextChoices):
    PLANNED = "PLANNED", _("Direncanakan")
    HELD = "HELD", _("Berlangsung")
    CANCELLED = "CANCELLED", _("Dibatalkan")

    @property
    def look(self) -> tuple[str, str]:
        return {"PLANNED": ("neutral", "calendar-event"), "HELD": ("info", ""), "CANCELLED": ("danger", "ban")}[
            self.value
        ]


MEETING_MOVES = {
    MeetingState.PLANNED: {MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: set(),
    MeetingState.CANCELLED: set(),
}


class Answer(models.TextChoices):
    NONE = "NONE", _("Belum menjawab")
    YES = "YES", _("Hadir")
    NO = "NO", _("Tidak hadir")

    @property
    def look(self) -> tuple[str, str]:
        return {"NONE": ("neutral", "clock"), "YES": ("success", "check"), "NO": ("danger", "x")}[self.value]


class MinutesState(models.TextChoices):
    DRAFT = "DRAFT", _("Draf")
    PROPOSED = "PROPOSED", _("Menunggu persetujuan")
    AGREED = "AGREED", _("Disepakati")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "DRAFT": ("neutral", "pencil"),
            "PROPOSED": ("warning", "hourglass"),
            "AGREED": ("success", "rosette-discount-check"),
        }[self.value]


# Whoever changes the words of proposed minutes makes them a draft again, of the next version.
MINUTES_MOVES = {
    MinutesState.DRAFT: {MinutesState.PROPOSED},
    MinutesState.PROPOSED: {MinutesState.DRAFT, MinutesState.AGREED},
    MinutesState.AGREED: set(),
}


class DecisionState(models.TextChoices):
    OPEN = "OPEN", _("Belum selesai")
    DONE = "DONE", _("Selesai")
    DROPPED = "DROPPED", _("Tidak dilanjutkan")

    @property
    def look(self) -> tuple[str, str]:
        return {"OPEN": ("neutral", "clock"), "DONE": ("success", "check"), "DROPPED": ("neutral", "ban")}[self.value]


DECISION_MOVES = {
    DecisionState.OPEN: {DecisionState.DONE, DecisionState.DROPPED},
    DecisionState.DONE: set(),
    DecisionState.DROPPED: set(),
}

# Who runs the meetings of an office, and who speaks for an office in somebody else's.
HOSTS = (Role.OFFICER, Role.HEAD, Role.EVALUATOR, Role.OPERATOR, Role.ADMIN)
SPEAKERS = (Role.HEAD, Role.OPERATOR, Role.OFFICER, Role.EVALUATOR)
REMIND_DAYS_BEFORE = 3  # H-3, then every week after the due day
