"""What the meet stage takes from the engine."""
