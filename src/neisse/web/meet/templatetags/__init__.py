"""Template tags of the meet stage."""
