"""QUY CHẾ: the regulations, as pure functions. Imports nothing but the standard library."""
