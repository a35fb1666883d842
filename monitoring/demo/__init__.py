"""Demo data of monitoring. The sums of the round of August 2021 are the published ones; all else is invented."""

from __future__ import annotations

from datetime import datetime

from krs_portal.kit.clock import day_of
from monitoring.demo import backlog, buildings, desk, people, problems, rounds
from monitoring.occupants.models import Household
from monitoring.occupants.readiness import assessing


def load_monitoring(moment: datetime) -> None:
    """Load all demo data of monitoring. Needs the demo's offices and accounts."""
    estates = buildings.load_buildings()
    rounds.load_rounds(estates, moment)
    problems.load_problems(estates, day_of(moment))
    desk.load_desk(moment)
    people.load_occupants(estates, moment)
    backlog.load_backlog()
    homes = assessing.annotate_facts(Household.objects.living_there())
    assessing.assess_households(homes, assessing.Rulebook(day_of(moment)), moment)
