"""What the clinic told somebody that it will do: by which day, by whom, and what became of it.

A promise hangs on a consultation. The record of the consultation knows nothing of it but that voiding takes it along.
"""
