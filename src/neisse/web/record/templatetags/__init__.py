"""Tags of the record stage."""
