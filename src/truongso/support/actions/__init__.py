"""What is done in support: asking and answering, ticking first steps."""
