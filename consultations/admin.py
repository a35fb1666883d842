"""Django looks for a room's administration here; each wing registers its own."""

from consultations.agenda import admin as agenda
from consultations.booking import admin as booking
from consultations.counter import admin as counter
from consultations.counter.promises import admin as promises
from consultations.evaluation.trials import admin as trials
from consultations.satisfaction import admin as satisfaction

__all__ = ["agenda", "booking", "counter", "promises", "satisfaction", "trials"]
