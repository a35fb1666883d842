"""The demo of monitoring: the round of August 2021 exact to the unit; kab/kota, buildings and people are invented."""

from __future__ import annotations

from datetime import datetime

from monitoring.demo import buildings, people, problems, rounds


def load(moment: datetime) -> None:
    """Everything of monitoring; the demo's offices and accounts stand already."""
    estates = buildings.load()
    rounds.load(estates, moment)
    problems.load(estates)
    people.load(estates, moment)
