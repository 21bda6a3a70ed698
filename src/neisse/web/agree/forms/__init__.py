"""Forms of the agree stage."""
