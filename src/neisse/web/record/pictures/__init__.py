"""Pictures of records: pure functions from data to SVG geometry; templates draw them."""
