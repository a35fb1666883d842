"""The smallest portal that the runtime can start."""
