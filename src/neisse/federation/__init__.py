"""What goes beyond one table or one machine: slices of time by processes or by Spark, put together again."""
