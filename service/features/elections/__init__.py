"""The elections of a region with their stages, and the counter that receives formal reports on them."""
