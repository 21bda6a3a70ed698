"""Searches that every stage may run: when they stop, what they tell, and how good their answer is proven to be."""
