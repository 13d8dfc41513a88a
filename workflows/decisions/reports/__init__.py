"""Reports: from intake to the end, and what is changed on the way."""
