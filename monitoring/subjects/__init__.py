"""Whose data the agencies hold: a household, found, gathered for its people, erased while what was counted stays.

No other wing knows it.
"""
