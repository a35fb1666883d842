"""What a year would be under another counting rule: reckoned from consultations, beside what the ledger says.

Owns `RuleTrial`. It writes nothing to the ledger and makes no rule; the ministry decides whether to add one.
"""
