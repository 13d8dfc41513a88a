"""Content that circulates: its verdict, clarification and take-down."""
