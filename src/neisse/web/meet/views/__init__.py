"""Pages of the meet stage."""
