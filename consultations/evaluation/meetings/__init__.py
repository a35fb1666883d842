"""The meeting at which a year is evaluated: its agenda from the offices that missed, what they say, what is decided.

Owns `EvaluationMeeting`. Guests, attendance, minutes and decisions are those of every meeting (`krs_portal.meetings`).
"""
