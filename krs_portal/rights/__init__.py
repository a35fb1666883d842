"""What may people ask about their own data? Requests with a clock of 3 × 24 hours, retention, breaches (UU 27/2022).

Upper rooms register whose data they hold (`subjects`) and what ends when (`retention`). This room knows neither
citizens nor occupants.
"""
