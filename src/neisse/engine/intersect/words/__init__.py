"""What texts say: the own vocabulary, the worth of its concepts, the parts of a title."""
