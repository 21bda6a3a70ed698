"""Measures as columns, and what rows of two tables share."""
