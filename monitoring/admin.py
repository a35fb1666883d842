"""Django looks for a room's administration here; each wing registers its own."""

from monitoring.occupants import admin as occupants
from monitoring.occupants.readiness import admin as readiness
from monitoring.problems import admin as problems
from monitoring.register import admin as register
from monitoring.rounds import admin as rounds

__all__ = ["occupants", "problems", "readiness", "register", "rounds"]
