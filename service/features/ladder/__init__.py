"""What clocks do by themselves: they warn, let offers expire, and take a report up the ladder."""
