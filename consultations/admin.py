"""Django looks for a room's administration here; each wing registers its own."""

from consultations.agenda import admin as agenda
from consultations.booking import admin as booking
from consultations.counter import admin as counter
from consultations.counter.assistance import admin as assistance
from consultations.counter.facts import admin as facts
from consultations.counter.promises import admin as promises
from consultations.counter.review import admin as review
from consultations.evaluation.meetings import admin as meetings
from consultations.evaluation.trials import admin as trials
from consultations.satisfaction import admin as satisfaction

__all__ = [
    "agenda",
    "assistance",
    "booking",
    "counter",
    "facts",
    "meetings",
    "promises",
    "review",
    "satisfaction",
    "trials",
]
