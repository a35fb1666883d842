"""Whom the clinic helps and who helps them: the house that is built or mended, and who works at which counter.
The lowest wing: it knows no booking.
"""
