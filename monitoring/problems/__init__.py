"""What is wrong with a building: found, owned, due, resolved, come back."""
