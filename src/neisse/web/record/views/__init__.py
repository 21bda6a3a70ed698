"""Pages of the record stage."""
