"""Intersect on the web: overlaps, partners, the warning while a plan is typed."""
