"""What protects a report, and how two persons take it away."""
