"""Paper that can be trusted: owns `Report`, `Revision`, `Figure`, `Reconciliation` and the verification page.

What a report says, the app that registers its kind decides; how it is frozen, rendered, hashed, reconciled, published
and verified is the same for all.
"""
