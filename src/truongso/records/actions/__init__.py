"""Acts on the records of pupils."""
