"""The satisfaction of a period on paper: the IKM of each office, element by element."""
