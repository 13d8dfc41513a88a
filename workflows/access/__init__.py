"""Who acts, what there is to know of a report, who may do and see what."""
