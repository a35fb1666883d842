"""One office's year on one sheet: where it stands, month by month, beside the year before, and what it says."""
