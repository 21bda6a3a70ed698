"""Writes of the agree stage."""
