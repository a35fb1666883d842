"""An office's month on its way to the ministry: submitted by the head, accepted or returned row by row, locked.

Owns `OfficeMonth` with its steps, and the remarks that hang on rows of the ledger. Posting asks its policy whether a
month still takes entries; it knows nothing of what posts.
"""
