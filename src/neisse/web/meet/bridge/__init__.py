"""What the meet stage takes from the engine and the formats."""
