"""The notes of the offices, the evaluation meeting's page and its report. The highest wing."""
