"""Pages of the records of pupils."""
