"""The clinic of an office, its doors and its account.

Owns `Place` and opening hours; `Indicator`, `CountingRule`, `Target`, `ReportingPeriod`; the achievement ledger with
its tallies; and the figures that dashboard, API and reports share. A posting carries its source's kind and key:
clinics knows nothing of consultations.
"""
