"""The citizen's way: topic, triage, clinic, time, a seat that is held, the ticket, move, cancel, the waiting list.
Owns Topic, Slot and Attendance. Knows nothing of the agenda that makes the slots, nor of the counter.
"""
