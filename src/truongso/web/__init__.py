"""HIÊN NHÀ: the porch: layout, menu, home page. No records of its own."""
