"""What a region decides for itself, as data: routing, clocks, stages, the counter."""
