"""The day at the clinic: queue, check-in, the record of a consultation; closing, reopening and correcting it, and what
each posts to the ledger of `clinics`.
"""
