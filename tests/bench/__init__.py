"""Benchmarks: `make bench`. They print figures and judge nothing; the suite runs only a small smoke of them."""
