"""What a file is, told by its content: containers by their structure, and nothing by its name."""
