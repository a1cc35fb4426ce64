"""TRƯỜNG LỚP: schools, years, weeks, classes, and the people in them."""
