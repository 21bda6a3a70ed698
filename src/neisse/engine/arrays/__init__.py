"""Arrays that every stage may use, below the stages."""
