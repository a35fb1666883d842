"""What is done in a clinic: topic, Slot → Attendance → Consultation, the house that is helped, and what each posts.

Owns booking, the counter's day, closing and correcting, the evaluation notes and the evaluation report. It stands on
`clinics` (whose ledger it posts to) and nothing stands on it.
"""
