"""Erasing who reported, or a text: asked for by one person, decided by another."""
