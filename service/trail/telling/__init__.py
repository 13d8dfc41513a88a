"""The story of a bundle as dated sentences, for people: ``tindak audit tell``."""
