"""Language, folding, towns and vectors: what every stage needs to understand a text in three languages."""
