"""Intersect: overlaps between measures, partners between organisations, fields between sectors."""
