"""Whom do we send people to, and what became of it? Owns `Partner`, `Programme`, `Referral` and its steps.

An upper room registers what a referral can be about (`REFERRAL_KINDS`): it says whom the referral is for, and what of
their data is known. This room knows neither consultations nor rounds.
"""
