"""Whose data the clinic holds: found by a number, gathered for the person, erased while what was counted stays.

It knows every wing of consultations, because a person's data lie in all of them. No wing knows it.
"""
