"""The coordination round: an option for each group and a date for each plan, so that the region gains most."""
