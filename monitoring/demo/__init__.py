"""The demo of monitoring: the round of August 2021 exact to the unit; kab/kota, buildings and people are invented."""

from __future__ import annotations

from datetime import datetime

from krs_portal.kit.clock import day_of
from monitoring import assessing, reference
from monitoring.demo import backlog, buildings, desk, people, problems, rounds
from monitoring.models import Household


def load(moment: datetime) -> None:
    """Everything of monitoring; the demo's offices and accounts stand already."""
    estates = buildings.load()
    rounds.load(estates, moment)
    problems.load(estates)
    desk.load(moment)
    people.load(estates, moment)
    backlog.load()
    reference.load()
    homes = assessing.with_facts(Household.objects.living_there())
    assessing.assess(homes, assessing.Rulebook(day_of(moment)), moment)
