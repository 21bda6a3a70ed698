"""Reads of the meet stage. Nothing here writes; everything that lists is scoped to the reader."""
