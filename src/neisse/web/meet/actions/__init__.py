"""Writes of the meet stage."""
