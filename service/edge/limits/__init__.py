"""How much anybody may ask in a minute, over every process and restart."""
