"""Pages that read from all wings below: the picture of a round, the page of an estate, the report of a round."""
