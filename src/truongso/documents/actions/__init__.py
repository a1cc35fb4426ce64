"""What is done to uploads and files: by their owner, and by the jobs of the house."""
