"""What people read in place of the codes: for each room of codes one with its words; ``wording`` gathers them."""
