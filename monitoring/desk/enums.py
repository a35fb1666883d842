from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    PLANNED = "PLANNED", _("Terjadwal")
    RUNNING = "RUNNING", _("Berlangsung")
    DONE = "DONE", _("Disepakati")

    @property
    def look(self) -> tuple[str, str]:
        return {
            SessionState.PLANNED: ("neutral", "calendar-event"),
            SessionState.RUNNING: ("warning", "message-2"),
            SessionState.DONE: ("success", "rosette-discount-check"),
        }[self]


SESSION_MOVES = {
    SessionState.PLANNED: {SessionState.RUNNING},
    SessionState.RUNNING: {SessionState.DONE},
    SessionState.DONE: set(),
}
