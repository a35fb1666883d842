"""The report of a round: frozen figures, page for page like the picture, with the rows behind every number."""
