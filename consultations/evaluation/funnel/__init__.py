"""From the booking to the better house: how many came how far, and why the others did not. Nothing is lost: each stage
is the next one and those who ended there.
"""
