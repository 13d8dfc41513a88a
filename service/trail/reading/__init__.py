"""Reads that matter, noted as they happen and kept in the trail."""
