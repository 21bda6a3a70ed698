"""Record: reading what people have, and finding the same organisation twice."""
