"""What is missing is made, in processes of their own, and kept by its content."""
