"""The clocks that a new portal begins with."""

from __future__ import annotations

from datetime import date
from functools import partial

from consultations.counter.promises.clocks import build_clock
from consultations.counter.promises.enums import PromiseStep
from consultations.counter.promises.models import PromiseClock
from krs_portal.kit.reference import Loading, Reference


def load_clocks(loading: Loading, day: date) -> None:
    for step in PromiseStep:
        loading.put_once("promise clocks", step, partial(make_clock, step))


def make_clock(step: PromiseStep) -> bool:
    if PromiseClock.objects.filter(step=step).exists():
        return False
    build_clock(step).save()
    return True


REFERENCES = (Reference("promise clocks", load_clocks),)
