"""Tags of the agree stage."""
