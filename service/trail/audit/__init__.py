"""The trail as it is read: history, events and the sequencer that numbers them."""
