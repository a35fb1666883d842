"""How do the buildings and their people fare? Estate → Block → Unit → Tenancy; problem, hand-over; Round → Profile.

Owns the register of rusun and rusus, occupants and their readiness to own a home, rounds with desk sessions, backlog
figures and the report of a round. It stands on `meetings`, `imports`, `files` and `reports`; it knows neither clinics
nor consultations.
"""
