"""Reading the tables that schools have: which columns they hold, what each cell means."""
