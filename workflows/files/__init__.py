"""Files that people write: read so that every fault is told with its place."""
