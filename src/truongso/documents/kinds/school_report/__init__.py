"""The school report (học bạ) of lower secondary school, as issued for a year."""
