"""What a pair is, how sure that is, and why."""
