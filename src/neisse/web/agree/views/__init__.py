"""Pages of the agree stage."""
