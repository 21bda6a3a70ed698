"""Which pairs are worth comparing."""
