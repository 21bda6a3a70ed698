"""Reads of the agree stage. Nothing here writes; everything is scoped to the reader."""
