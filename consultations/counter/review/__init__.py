"""The supervisor's review, where an office wants it: the head looks at what was closed and agrees, or returns it.

It never changes a consultation or the ledger. Others import policies, showing and models.
"""
