"""Overlaps of more measures than one table holds: slices, columns, what follows from duplicates."""
