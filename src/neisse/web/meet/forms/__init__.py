"""Forms of the meet stage."""
