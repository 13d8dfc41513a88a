"""The hoax desk: content that circulates, what it was found to be, and whether it was taken down."""
