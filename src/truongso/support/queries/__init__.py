"""What support asks the database: requests for help, first steps."""
