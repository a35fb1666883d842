"""Clinics: the places where an office receives people, and the ledger of what it achieved against its targets.

Owns `Place` and opening hours; `Indicator`, `CountingRule`, `Target`, `ReportingPeriod`; the achievement ledger with
its tallies; and the figures that dashboard, API and reports share. A posting carries its source's kind and key:
clinics knows nothing of consultations.
"""
