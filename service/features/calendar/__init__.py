"""The calendar: the days that a region keeps beside the national ones, and every process's copy of them."""
