"""What is destroyed for good."""
