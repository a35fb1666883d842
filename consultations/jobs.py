"""Celery looks for a room's scheduled work here; each wing does its own."""

from consultations.agenda.jobs import open_all_slots
from consultations.booking.jobs import delete_ended_holds, expire_holds
from consultations.counter.jobs import count_referrals, end_past_days
from consultations.counter.promises.jobs import watch_promises
from consultations.evaluation.trials.jobs import resume_trials
from consultations.satisfaction.jobs import ask_visitors, end_survey_links

__all__ = [
    "ask_visitors", "count_referrals", "delete_ended_holds", "end_past_days", "end_survey_links", "expire_holds",
    "open_all_slots", "resume_trials", "watch_promises",
]  # fmt: skip
