"""The papers of an evaluation meeting as one: the report, one sheet an office, and what the meeting decided."""
